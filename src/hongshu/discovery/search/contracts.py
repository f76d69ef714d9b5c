"""Shapes and refusals of search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id

QUERY_MAX = 200
QUERY_SENT_MAX = 10_000


class Kind(StrEnum):
    """What can be found."""

    NOTE = "note"
    PRODUCT = "product"
    MEMBER = "member"
    BRAND = "brand"


class Sort(StrEnum):
    """The order of what is found."""

    BEST = ""
    NEWEST = "newest"
    LIKED = "liked"
    COMMENTED = "commented"
    COLLECTED = "collected"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"


class Did(StrEnum):
    """What was done so that the page is not blank."""

    NOTHING = ""
    CORRECTED = "corrected"
    RELAXED = "relaxed"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What was chosen. Empty is everything; ``since_days`` is the age of notes, prices are in fen."""

    channel: str = ""
    brand: str = ""
    category: str = ""
    since_days: int | None = None
    lowest_minor: int | None = None
    highest_minor: int | None = None
    in_stock: bool = False
    author_ids: tuple[Id, ...] | None = None
    without_ids: tuple[Id, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class FoundThing:
    """Something that was found; ``parts`` is what each feature added to its score, when it was asked for."""

    id: Id
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """What was found of one kind, best first, and counts by facet and value among all that match."""

    things: tuple[FoundThing, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answered search. ``text`` is what was looked for: not what was typed if that was corrected.

    ``terms`` are what highlights mark. ``is_partial`` says that its time ran out; ``is_ready`` is False while
    there is no index.
    """

    text: str
    by_kind: Mapping[Kind, Results]
    did: Did = Did.NOTHING
    terms: frozenset[str] = frozenset()
    is_partial: bool = False
    is_ready: bool = True
    model: str = ""


class QueryTooLong(DomainError):
    """More than anybody types. Details: ``most``."""

    code = "query_too_long"
    kind = RefusalKind.BAD_REQUEST


class UnknownChoice(DomainError):
    """A filter, sort or kind that there is not. Details: ``name``."""

    code = "unknown_choice"
    kind = RefusalKind.BAD_REQUEST
