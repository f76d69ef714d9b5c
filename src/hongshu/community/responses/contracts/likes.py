"""Likes of notes: shapes and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class LikeState:
    """A note's likes as one person sees them: their own like counts at once."""

    count: int
    is_liked: bool


NO_LIKES = LikeState(count=0, is_liked=False)


@dataclass(frozen=True)
class NoteLiked(DomainEvent):
    """A member liked a note that they had not liked before this moment."""

    kind: ClassVar[str] = "responses.note_liked"
    note_id: Id
    author_id: Id
    user_id: Id


@dataclass(frozen=True)
class NoteUnliked(DomainEvent):
    """A member took their like of a note back."""

    kind: ClassVar[str] = "responses.note_unliked"
    note_id: Id
    author_id: Id
    user_id: Id
