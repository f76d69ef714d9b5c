"""What subscribers hear of notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id


@dataclass(frozen=True)
class NotePublished(DomainEvent):
    """A note became visible to others than its author, or to its author only."""

    kind: ClassVar[str] = "notes.note_published"
    note_id: Id
    author_id: Id


@dataclass(frozen=True)
class NoteDeleted(DomainEvent):
    """A note was deleted by its author."""

    kind: ClassVar[str] = "notes.note_deleted"
    note_id: Id
    author_id: Id


@dataclass(frozen=True)
class NoteEdited(DomainEvent):
    """A note was changed by its author. ``left_product_ids`` are the products that it no longer shows."""

    kind: ClassVar[str] = "notes.note_edited"
    note_id: Id
    author_id: Id
    left_product_ids: tuple[Id, ...] = ()


@dataclass(frozen=True)
class NoteRestored(DomainEvent):
    """A deleted note was taken back by its author."""

    kind: ClassVar[str] = "notes.note_restored"
    note_id: Id
    author_id: Id


@dataclass(frozen=True)
class NotePurged(DomainEvent):
    """A note that was deleted long ago is gone for good: nobody can take it back."""

    kind: ClassVar[str] = "notes.note_purged"
    note_id: Id
    author_id: Id


@dataclass(frozen=True)
class NoteMentioned(DomainEvent):
    """A note names members for the first time."""

    kind: ClassVar[str] = "notes.note_mentioned"
    note_id: Id
    author_id: Id
    mentioned_ids: tuple[Id, ...]
