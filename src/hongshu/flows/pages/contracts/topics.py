"""A topic as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.flows.pages.contracts.cards import NoteCard


@dataclass(frozen=True, slots=True)
class TopicPage:
    """The notes under a topic, the newest first. ``note_count`` are those that everybody may see."""

    topic: str
    note_count: int
    cards: tuple[NoteCard, ...]
    next_cursor: str
    view: str
