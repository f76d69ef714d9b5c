"""The waterfall."""

from __future__ import annotations

from hongshu.community.graph.queries import list_unheard_ids
from hongshu.community.notes.contracts import UnknownChannel
from hongshu.community.notes.queries import list_channels, list_newest
from hongshu.flows.pages.cards import note_cards
from hongshu.flows.pages.contracts import ChannelTab, ExplorePage, PageNotFound, Viewer
from hongshu.flows.pages.views import view_of_notes
from hongshu.platform.behaviour.contracts import Surface

PAGE_SIZE = 30


def explore_page(viewer: Viewer, *, channel: str, cursor: str) -> ExplorePage:
    """The newest notes, of all channels or of one. Three queries, for a member four.

    Raises PageNotFound, InvalidCursor.
    """
    try:
        summaries, onward = list_newest(
            channel=channel,
            cursor=cursor,
            limit=PAGE_SIZE,
            without_authors=list_unheard_ids(viewer.user_id),
        )
    except UnknownChannel:
        raise PageNotFound from None
    cards = note_cards(summaries, viewer)
    source = f"newest:{channel}" if channel else "newest"
    is_chinese = viewer.language == "zh"
    tabs = (
        ChannelTab(slug="", name="最新" if is_chinese else "Newest", is_active=not channel),
        *(
            ChannelTab(
                slug=tab.slug,
                name=tab.name_zh if is_chinese else tab.name_en,
                is_active=tab.slug == channel,
            )
            for tab in list_channels()
        ),
    )
    return ExplorePage(
        channels=tabs,
        channel=channel,
        cards=cards,
        next_cursor=onward,
        view=view_of_notes(viewer, Surface.EXPLORE, cards, source=source),
    )
