"""Shapes of notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money

TITLE_MAX_UNITS = 20
BODY_MAX = 1000
MAX_PICTURES = 18
MAX_PRODUCTS = 9
MAX_TOPICS = 10
TOPIC_MAX = 30
ALT_MAX = 300
MAX_PINNED = 3
MAX_MENTIONS = 20
MAX_ENTRIES = 30
ENTRY_NAME_MAX = 60
ENTRY_WORD_MAX = 140
ENTRY_PLACE_MAX = 40
PRICE_MAX_MINOR = 10**12
MAX_DRAFTS = 30
MOST_CHANNELS = 40
CHANNEL_SLUG_MAX = 20
CHANNEL_NAME_MAX = 20
KEPT_WHEN_DELETED = timedelta(days=30)
SCHEDULED_AT_LEAST = timedelta(hours=1)
SCHEDULED_AT_MOST = timedelta(days=14)


def title_units(title: str) -> int:
    """The length of a title as the field counts it.

    Over UTF-16 code units, an ASCII one is half a unit and any other a whole (so an emoji is two); the sum is
    rounded up. Xiaohongshu's editor, as seen in 2026.
    """
    code_units = len(title.encode("utf-16-le", "surrogatepass")) // 2
    ascii_ones = len(title.encode("ascii", "ignore"))
    return (2 * code_units - ascii_ones + 1) // 2


class Visibility(StrEnum):
    """Who may see a note, as its author chose. A private account's public notes are for its followers."""

    PUBLIC = "public"
    MUTUALS = "mutuals"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Channel:
    """A tab of the explore page. Its name is in both languages; one that is not shown is closed."""

    slug: str
    name_zh: str
    name_en: str
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class NotePicture:
    """A picture of a note with its description for who cannot see it."""

    picture_id: Id
    alt: str


@dataclass(frozen=True, slots=True)
class ProductSpot:
    """Where on a picture a product is seen: parts of its width and height, 0 to 1 from the upper left."""

    product_id: Id
    picture_id: Id
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A line of a shopping list: a product of the catalogue, or by ``name`` what is not sold here.

    ``word`` is what the author says about it; ``place`` is a city, ``shop`` a shop there.
    """

    product_id: Id | None
    name: str = ""
    word: str = ""
    price: Money | None = None
    shop: str = ""
    place: str = ""
    bought_on: date | None = None


@dataclass(frozen=True, slots=True)
class Declarations:
    """What an author declares: their own work, made with AI, paid for or given (a commercial relation)."""

    is_original: bool = False
    is_ai_made: bool = False
    is_commercial: bool = False


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
    is_commercial: bool = False
    is_ai_made: bool = False
    is_pinned: bool = False
    entry_count: int = 0


@dataclass(frozen=True, slots=True)
class NotePlaces:
    """The places that a note names: where it was written, and where what is on its list was bought."""

    note_id: Id
    author_id: Id
    published_at: datetime
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownThere:
    """What a note shows and lists, and where it was written."""

    note_id: Id
    place: str
    product_ids: tuple[Id, ...]
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class NoteTime:
    """Whose a note is, and when it was published."""

    note_id: Id
    author_id: Id
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A note with all that its page tells. ``origin`` is "member", or the source it was imported from.

    ``full_title`` is the title as it was written: only imported ones are longer than the one of the summary.
    ``version`` counts its editions from 1.
    """

    summary: NoteSummary
    full_title: str
    body: str
    pictures: tuple[NotePicture, ...]
    product_ids: tuple[Id, ...]
    topics: tuple[str, ...]
    edited_at: datetime | None
    original_url: str
    version: int = 1
    declared: Declarations = Declarations()
    spots: tuple[ProductSpot, ...] = ()
    entries: tuple[ListEntry, ...] = ()
    mentioned_ids: tuple[Id, ...] = ()


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
    declared: Declarations = Declarations()
    spots: tuple[ProductSpot, ...] = ()
    entries: tuple[ListEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """What a note was before an edit: from ``written_at`` until ``replaced_at``."""

    version: int
    draft: NoteDraft
    written_at: datetime
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class DeletedNote:
    """A note that its author may still take back, until ``purged_at``."""

    summary: NoteSummary
    deleted_at: datetime
    purged_at: datetime


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note as its author has it, deleted or not: for the export of their data."""

    id: Id
    draft: NoteDraft
    published_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class PurgedNote:
    """A note that is gone for good; nothing of the author's shows ``picture_ids`` any more."""

    note_id: Id
    author_id: Id
    picture_ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class RefusalDetail:
    """What fills a blank of a refusal's words."""

    name: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a draft could not be published when it was due: a refusal's code, field and details."""

    code: str
    field: str = ""
    details: tuple[RefusalDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A note that is being written, as it was last saved. ``publish_at`` is set when it is scheduled."""

    key: str
    draft: NoteDraft
    saved_at: datetime
    publish_at: datetime | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class EditDraft:
    """What an author has changed of a note's ``version`` and not saved yet."""

    note_id: Id
    version: int
    draft: NoteDraft
    saved_at: datetime


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


@dataclass(frozen=True, slots=True)
class DueDraft:
    """A scheduled draft whose time has come; its row is locked."""

    author_id: Id
    key: str
    draft: NoteDraft
