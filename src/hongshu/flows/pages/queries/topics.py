"""Topics and their notes."""

from __future__ import annotations

from hongshu.community.notes.contracts import TOPIC_MAX
from hongshu.community.notes.queries import ask_count_of_topic, list_notes_of_topic
from hongshu.flows.pages.cards import note_cards
from hongshu.flows.pages.contracts import PageNotFound, TopicPage, Viewer
from hongshu.flows.pages.viewers import meet, unheard_of
from hongshu.flows.pages.views import view_of_notes
from hongshu.platform.behaviour.contracts import Surface

_NOTES = 30


def topic_page(viewer: Viewer, *, topic: str, cursor: str) -> TopicPage:
    """A topic with a page of its notes. Five queries, for a member six. Raises PageNotFound, InvalidCursor.

    A topic that nobody has written about has no page.
    """
    if len(topic) > TOPIC_MAX or "\0" in topic:
        raise PageNotFound
    count = ask_count_of_topic(topic)
    meet(viewer, count)
    if not count.answer:
        raise PageNotFound
    summaries, onward = list_notes_of_topic(
        topic, cursor=cursor, limit=_NOTES, without_authors=unheard_of(viewer)
    )
    cards = note_cards(summaries, viewer)
    return TopicPage(
        topic=topic,
        note_count=count.answer,
        cards=cards,
        next_cursor=onward,
        view=view_of_notes(viewer, Surface.TOPIC, cards, source="of_topic"),
    )
