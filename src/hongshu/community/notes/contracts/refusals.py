"""Why a note, a draft or a list is refused."""

from __future__ import annotations

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind


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


class InvalidChannel(DomainError):
    """Details: ``max``: a short address of small letters, digits and dashes, a name in both languages; and
    one channel at least is shown.
    """

    code = "invalid_channel"


class TooManyChannels(DomainError):
    """Details: ``max``."""

    code = "too_many_channels"
    kind = RefusalKind.CONFLICT


class NoteChanged(DomainError):
    """The note was edited since it was read: what was typed is not saved over it unseen."""

    code = "note_changed"
    kind = RefusalKind.CONFLICT


class TooManyPinned(DomainError):
    """Details: ``max``."""

    code = "too_many_pinned"


class InvalidSpot(DomainError):
    """A price tag is on a picture of the note, within it, and of a product that the note shows."""

    code = "invalid_spot"


class TooManyEntries(DomainError):
    """Details: ``max``."""

    code = "too_many_entries"


class EntryNameless(DomainError):
    """A line of a shopping list names a product or says what it is. Details: ``number``."""

    code = "entry_nameless"


class EntryTooLong(DomainError):
    """A text of a line of a shopping list is too long. Details: ``number``, ``max``."""

    code = "entry_too_long"


class InvalidEntryPrice(DomainError):
    """A price is an amount that is not negative, in a currency that is known. Details: ``number``."""

    code = "invalid_entry_price"


class TooManyMentions(DomainError):
    """Details: ``max``."""

    code = "too_many_mentions"


class DraftNotFound(NotFound):
    """No draft of the member's has that key: it was published or discarded."""

    code = "draft_not_found"


class VersionNotFound(NotFound):
    """The note has no earlier version of that number."""

    code = "version_not_found"


class TooManyDrafts(DomainError):
    """Details: ``max``."""

    code = "too_many_drafts"


class InvalidPublishTime(DomainError):
    """A note is scheduled SCHEDULED_AT_LEAST to SCHEDULED_AT_MOST ahead. Details: ``hours``, ``days``."""

    code = "invalid_publish_time"
