"""What a shelf is asked for, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.store.catalog.contracts.shelves import Text

NEW_FOR_DAYS = 30
# From, and to before, in minor units of the selling currency; the last one is open.
PRICE_BANDS: tuple[tuple[int, int | None], ...] = (
    (0, 10_000), (10_000, 20_000), (20_000, 50_000), (50_000, 100_000), (100_000, None),
)  # fmt: skip


class ShelfSort(StrEnum):
    """The orders of a shelf; the first is a fixed shuffle, until ranking takes over."""

    DEFAULT = ""
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class ShelfFilter:
    """What products must be to stand on the shelf: any of the values of a facet, and all facets.

    ``bands`` are places in PRICE_BANDS. ``attributes`` maps an attribute's slug to the slugs of its choices.
    ``new_since`` is the moment from which a product counts as new; None: old ones are shown too.
    """

    brands: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    in_stock: bool = False
    new_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with how many products have it, among those that all *other* facets leave."""

    slug: str
    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class AttributeFacet:
    """The values of an attribute, in its own order, those without products left out."""

    slug: str
    name: Text
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class ShelfFacets:
    """Counts beside a shelf. ``bands`` has one for each of PRICE_BANDS; ``total`` is under all filters."""

    total: int
    brands: tuple[FacetValue, ...]
    bands: tuple[int, ...]
    attributes: tuple[AttributeFacet, ...]
    in_stock: int
