"""The page of what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hongshu.flows.pages.contracts.cards import BrandChip, MemberChip, NoteCard, ProductCard
from hongshu.flows.pages.contracts.shop import ChosenValue, FacetView


@dataclass(frozen=True, slots=True)
class SearchWish:
    """What was asked, as an address has it. ``tab`` is "", "note", "video", "product" or "member"."""

    text: str
    tab: str = ""
    sort: str = ""
    cursor: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    explain: bool = False


@dataclass(frozen=True, slots=True)
class TopicFound:
    """A topic that the query names."""

    topic: str
    note_count: int


@dataclass(frozen=True, slots=True)
class Highlight:
    """A place in the title of a note that has a word of the query: characters from begin to before end."""

    id: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a feature added to a score."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Explained:
    """What each feature added to the score of something that was found, for staff."""

    id: str
    kind: str
    name: str
    score: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found, and what was done so that it is not nothing.

    ``did`` is "", "corrected" (then ``text`` is what was looked for), "relaxed" or "related". ``marks`` are
    the words that highlights mark; ``highlights`` are the places of them in the title of each note, as
    pairs of character offsets by the note's id.
    """

    query: str
    text: str
    tab: str
    sort: str
    did: str
    is_partial: bool
    products: tuple[ProductCard, ...]
    products_view: str
    notes: tuple[NoteCard, ...]
    view: str
    members: tuple[MemberChip, ...]
    brand: BrandChip | None
    topic: TopicFound | None
    note_total: int
    product_total: int
    member_total: int
    facets: tuple[FacetView, ...]
    next_cursor: str
    chosen: tuple[ChosenValue, ...]
    marks: tuple[str, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchStart:
    """The page before anything was typed: own searches, and what many look for."""

    history: tuple[str, ...]
    hot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant by what was typed so far."""

    suggestions: tuple[str, ...]
