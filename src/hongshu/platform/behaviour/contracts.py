"""Shapes and refusals of the behaviour log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id

LATEST = timedelta(hours=72)
EVENTS_A_VIEW = 255
ITEMS_A_VIEW = 200
MAX_BATCH_BYTES = 64 * 1024
MAX_BATCH_EVENTS = 100
SUBJECT = -1


class Surface(StrEnum):
    """The kind of list or page that was served. New ones at the end: tokens name a surface by its place."""

    EXPLORE = "explore"
    NOTE = "note"
    PRODUCT = "product"
    BRAND = "brand"
    PROFILE = "profile"
    SHOP = "shop"
    SEARCH = "search"
    FOLLOWING = "following"
    TOPIC = "topic"
    DESTINATION = "destination"
    NEARBY = "nearby"


class EventKind(StrEnum):
    """What happened. A new kind is a line here and one in ``rules.ENTITIES``."""

    IMPRESSION = "impression"  # half of a card was in view for half a second
    OPEN = "open"  # a card was followed
    NOTE_VIEW = "note_view"  # the note that the view is about was looked at, for ``visible_ms``
    PRODUCT_VIEW = "product_view"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One thing on a view.

    ``kind`` is "note", "product", "member", "brand" or "category"; ``source`` names the candidate source
    that brought it; ``propensity`` is the probability with which it was shown where it was, 1.0 when
    nothing was drawn by chance.
    """

    kind: str
    id: Id
    source: str = ""
    propensity: float = 1.0


@dataclass(frozen=True, slots=True)
class View:
    """A list or page as it was served. ``actor_id`` is explained at ``rules.actor_of``."""

    id: Id
    surface: Surface
    actor_id: int
    items: tuple[ShownItem, ...]
    subject: ShownItem | None = None
    request_id: str = ""
    model_version: str = ""
    arms: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event that passed every rule, not stored yet. ``position`` is SUBJECT (-1) for the view's
    subject.
    """

    counter: int
    kind: EventKind
    position: int
    item: ShownItem
    offset_ms: int
    visible_ms: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class BehaviourEvent:
    """A stored event. ``user_id`` is None for somebody who was not signed in; ``ref_id`` is the event that
    led to the view: the opening of its subject, when that is known.
    """

    id: Id
    kind: EventKind
    surface: Surface
    actor_id: int
    user_id: Id | None
    entity_kind: str
    entity_id: Id
    position: int
    source: str
    propensity: float
    subject_kind: str
    subject_id: Id | None
    request_id: str
    model_version: str
    arms: str
    ref_id: Id | None
    offset_ms: int
    visible_ms: int
    occurred_at: datetime

    @property
    def view_id(self) -> Id:
        """The view on which it happened."""
        return Id(self.id & ~EVENTS_A_VIEW)


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of the events of one batch; the counts add up to the events that were sent."""

    accepted: int = 0
    duplicate: int = 0
    refused_late: int = 0
    refused_position: int = 0
    refused_kind: int = 0
    refused_counter: int = 0
    refused_value: int = 0


class InvalidBatch(DomainError):
    """The batch cannot be read, or its view is none that this server issued. Nothing of it is kept."""

    code = "invalid_batch"
    kind = RefusalKind.BAD_REQUEST


class BatchTooLarge(DomainError):
    """More than MAX_BATCH_BYTES or MAX_BATCH_EVENTS."""

    code = "batch_too_large"
    kind = RefusalKind.TOO_LARGE


class TooManyBatches(DomainError):
    """This sender sends faster than a person behaves. Details: ``wait_s``."""

    code = "too_many_requests"
    kind = RefusalKind.TOO_MANY
