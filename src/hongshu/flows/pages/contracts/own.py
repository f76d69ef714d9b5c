"""What only a note's author sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.community.notes.contracts import EditDraft, NoteDraft, Refusal
from hongshu.flows.pages.contracts.cards import NoteCard, PictureView
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a note was from ``written_at`` until ``replaced_at``; that is None for what it is now."""

    version: int
    title: str
    body: str
    topics: tuple[str, ...]
    picture_count: int
    product_count: int
    language: str
    written_at: datetime | None
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What a note is and was, the latest first."""

    note_id: Id
    versions: tuple[VersionView, ...]


@dataclass(frozen=True, slots=True)
class DeletedCard:
    """A deleted note that can be taken back until ``purged_at``."""

    card: NoteCard
    deleted_at: datetime
    purged_at: datetime
    days_left: int


@dataclass(frozen=True, slots=True)
class DeletedPage:
    """The deleted notes of a member, the last deleted first."""

    notes: tuple[DeletedCard, ...]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft in the list of drafts. ``refusal`` says why it could not be published when it was due."""

    key: str
    title: str
    picture: PictureView | None
    saved_at: datetime
    publish_at: datetime | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """What a member is writing, the last saved first."""

    drafts: tuple[DraftView, ...]


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note as its author wrote it, to be edited; ``version`` is sent back with the edit.

    ``unsaved`` is what they changed the last time and did not save.
    """

    id: Id
    version: int
    written: NoteDraft
    unsaved: EditDraft | None = None
