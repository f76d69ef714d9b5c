"""The waterfall."""

from __future__ import annotations

from datetime import timedelta
from functools import cache, partial

from hongshu.community.notes.contracts import UnknownChannel
from hongshu.community.notes.queries import (
    ask_channels,
    find_channel,
    list_channels,
    list_newest,
    list_shown_ids,
)
from hongshu.discovery.recommendation.queries import list_trending
from hongshu.flows.pages.cards import note_cards
from hongshu.flows.pages.contracts import ChannelTab, ExplorePage, NoteCard, PageNotFound, Viewer
from hongshu.flows.pages.viewers import meet, unheard_of
from hongshu.flows.pages.views import view_of_notes
from hongshu.kernel import clock
from hongshu.kernel.kept import Kept
from hongshu.platform.behaviour.contracts import Surface

PAGE_SIZE = 30


TRENDING, NEWEST = "trending", "newest"
# Who joined less long ago is shown members to follow.
_NEW_MEMBER = timedelta(days=21)


def explore_page(viewer: Viewer, *, channel: str, cursor: str, order: str = "") -> ExplorePage:
    """Notes in the trending order or the newest first, of all channels; of one, the newest first.

    Five queries, for a member six. As long as nothing trends, the newest stand in. Visitors all see one first
    page: it is made once a second in each process, and only asked whether its notes may still be seen. Raises
    PageNotFound, InvalidCursor.
    """
    order = NEWEST if channel else order or TRENDING
    if order not in (TRENDING, NEWEST):
        raise PageNotFound
    if channel and _is_closed(channel):
        return _closed_page(viewer, channel)
    try:
        if viewer.user_id is None and not cursor and _is_kept(channel):
            held, onward, order = (_first_newest(channel) if order == NEWEST else _FIRST_TRENDING)()
            # What was deleted, hidden or made private within that second is gone all the same.
            shown = list_shown_ids([card.id for card in held])
            cards = tuple(card for card in held if card.id in shown)
        else:
            cards, onward, order = _cards(viewer, channel=channel, cursor=cursor, order=order)
    except UnknownChannel:
        raise PageNotFound from None
    source = f"newest:{channel}" if channel else order
    return ExplorePage(
        channels=_tabs(viewer, channel, order),
        channel=channel,
        order=order,
        cards=cards,
        next_cursor=onward,
        suggests_members=not cursor and not channel and _is_new(viewer),
        view=view_of_notes(viewer, Surface.EXPLORE, cards, source=source),
    )


def _cards(viewer: Viewer, *, channel: str, cursor: str, order: str) -> tuple[tuple[NoteCard, ...], str, str]:
    """Cards, the next page's cursor, and the order in which they stand."""
    meet(viewer, ask_channels())
    unheard = unheard_of(viewer)
    if order == TRENDING:
        summaries, onward = list_trending(cursor=cursor, limit=PAGE_SIZE, without_authors=unheard)
        if summaries or cursor:
            return note_cards(summaries, viewer), onward, TRENDING
    summaries, onward = list_newest(channel=channel, cursor=cursor, limit=PAGE_SIZE, without_authors=unheard)
    return note_cards(summaries, viewer), onward, NEWEST


def _first_page(channel: str, order: str) -> tuple[tuple[NoteCard, ...], str, str]:
    return _cards(Viewer(user_id=None, language=""), channel=channel, cursor="", order=order)


@cache
def _first_newest(channel: str) -> Kept[tuple[tuple[NoteCard, ...], str, str]]:
    return Kept(partial(_first_page, channel, NEWEST), window_s=1)


def _is_kept(channel: str) -> bool:
    """Only what is a channel has a first page to keep, whatever addresses people type."""
    return not channel or find_channel(channel) is not None


def _is_closed(channel: str) -> bool:
    found = find_channel(channel)
    return found is not None and not found.is_shown


def _closed_page(viewer: Viewer, channel: str) -> ExplorePage:
    return ExplorePage(
        channels=_tabs(viewer, channel, NEWEST),
        channel=channel,
        order=NEWEST,
        cards=(),
        next_cursor="",
        suggests_members=False,
        view=view_of_notes(viewer, Surface.EXPLORE, (), source=f"newest:{channel}"),
        is_closed=True,
    )


_FIRST_TRENDING = Kept(partial(_first_page, "", TRENDING), window_s=1)


def _is_new(viewer: Viewer) -> bool:
    """Whether the viewer joined lately: their profile was read with the cards."""
    own = None if viewer.user_id is None else viewer.known.get(viewer.user_id)
    return own is not None and clock.now() - own.joined_at < _NEW_MEMBER


def _tabs(viewer: Viewer, active: str, order: str) -> tuple[ChannelTab, ...]:
    is_chinese = viewer.language == "zh"
    return (
        ChannelTab(
            slug="", name="热门" if is_chinese else "Trending", is_active=not active and order == TRENDING
        ),
        ChannelTab(
            slug="",
            name="最新" if is_chinese else "Newest",
            is_active=not active and order == NEWEST,
            order=NEWEST,
        ),
        *(
            ChannelTab(
                slug=tab.slug,
                name=tab.name_zh if is_chinese else tab.name_en,
                is_active=tab.slug == active,
            )
            for tab in list_channels()
        ),
    )
