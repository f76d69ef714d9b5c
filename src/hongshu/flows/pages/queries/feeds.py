"""Feeds: the newest notes of a member or a topic, as everybody may see them."""

from __future__ import annotations

from hongshu.flows.pages.contracts import CardSlice, Viewer
from hongshu.flows.pages.queries.members import profile_notes
from hongshu.flows.pages.queries.topics import topic_page


def member_feed(language: str, *, handle: str) -> CardSlice:
    """A member's notes as a visitor sees them: none of a private account. Raises ProfileNotFound."""
    return profile_notes(Viewer(user_id=None, language=language), handle=handle, cursor="")


def topic_feed(language: str, *, topic: str) -> CardSlice:
    """A topic's newest notes as a visitor sees them. Raises PageNotFound."""
    found = topic_page(Viewer(user_id=None, language=language), topic=topic, cursor="")
    return CardSlice(cards=found.cards, next_cursor="", view="")
