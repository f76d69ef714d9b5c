"""Shapes, refusals and events of notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

TITLE_MAX_UNITS = 20
BODY_MAX = 1000
MAX_PICTURES = 18
MAX_PRODUCTS = 9
MAX_TOPICS = 10
TOPIC_MAX = 30
ALT_MAX = 300


def title_units(title: str) -> int:
    """The length of a title as the field counts it.

    Over UTF-16 code units, an ASCII one is half a unit and any other a whole (so an emoji is two); the sum is
    rounded up. Xiaohongshu's editor, as seen in 2026.
    """
    halves = sum(
        1 if ord(character) < 0x80 else 2 * (1 if ord(character) < 0x1_0000 else 2) for character in title
    )
    return (halves + 1) // 2


class Visibility(StrEnum):
    """Who may see a note, as its author chose. A private account's public notes are for its followers."""

    PUBLIC = "public"
    MUTUALS = "mutuals"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Channel:
    """A tab of the explore page. Its name is in both languages."""

    slug: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class NotePicture:
    """A picture of a note with its description for who cannot see it."""

    picture_id: Id
    alt: str


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """What a card of a note needs. ``title`` is within TITLE_MAX_UNITS; ``excerpt`` begins the body."""

    id: Id
    author_id: Id
    title: str
    excerpt: str
    cover_id: Id | None
    cover_alt: str
    language: str
    channel: str
    origin: str
    visibility: Visibility
    published_at: datetime
    place: str
    rating: int | None
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note with all that its page tells. ``origin`` is "member", or the source it was imported from.

    ``full_title`` is the title as it was written: only imported ones are longer than the one of the summary.
    """

    summary: NoteSummary
    full_title: str
    body: str
    pictures: tuple[NotePicture, ...]
    product_ids: tuple[Id, ...]
    topics: tuple[str, ...]
    edited_at: datetime | None
    original_url: str


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What a member wants to publish."""

    title: str
    body: str
    pictures: tuple[NotePicture, ...]
    product_ids: tuple[Id, ...] = ()
    topics: tuple[str, ...] = ()
    channel: str = ""
    language: str = ""
    place: str = ""
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class ImportedNote:
    """A note brought in from outside, kept whole. (source, source_key) makes it known again."""

    source: str
    source_key: str
    author_id: Id
    title: str
    body: str
    product_id: Id
    channel: str
    language: str
    published_at: datetime
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedNotes:
    """What bringing notes in did. ``refused`` is by source key."""

    created: int
    known: int
    refused: dict[str, DomainError]


class NoteNotFound(NotFound):
    """No note with that id, or none that this person may see."""

    code = "note_not_found"


class TitleTooLong(DomainError):
    """Details: ``max``, ``units``."""

    code = "title_too_long"


class NoteEmpty(DomainError):
    """A note needs a title or some text."""

    code = "note_empty"


class BodyTooLong(DomainError):
    """Details: ``max``, ``length``."""

    code = "body_too_long"


class NoPicture(DomainError):
    """A note needs at least one picture."""

    code = "no_picture"


class TooManyPictures(DomainError):
    """Details: ``max``."""

    code = "too_many_pictures"


class TooManyProducts(DomainError):
    """Details: ``max``."""

    code = "too_many_products"


class TooManyTopics(DomainError):
    """Details: ``max``."""

    code = "too_many_topics"


class InvalidTopic(DomainError):
    """A topic is 1 to TOPIC_MAX letters, digits or underscores. Details: ``topic``."""

    code = "invalid_topic"


class AltTooLong(DomainError):
    """Details: ``max``."""

    code = "alt_too_long"


class UnknownChannel(DomainError):
    """Details: ``channel``."""

    code = "unknown_channel"


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
