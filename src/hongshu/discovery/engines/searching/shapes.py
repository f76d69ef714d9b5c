"""What the engine's parts hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. *key* is its 64-bit id.

    *title* weighs more than *body*. *labels* are exact values by field (``kind``, ``brand``, …: see
    ``index.LABELS``), *numbers* whole numbers by field (``index.NUMBERS``): for filters, facets, sorts,
    features. *names* may be suggested to who types.
    """

    key: int
    title: str
    body: str = ""
    labels: Mapping[str, Terms] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    names: Terms = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a query names: terms that mean it, each with a weight from 0 to 1, and its text."""

    text: str
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a document must have: for each field of *labels* one of the values, of *ranges* a number in it.

    Both ends of a range belong to it; None leaves it open.
    """

    labels: Mapping[str, Terms] = field(default_factory=dict)
    ranges: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    without: Mapping[str, Terms] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query as the index understands it.

    *words* may be there, at least *least* of them; *units* are the query's units in their order, for pairs
    and distances; *phrases* must be there as they are, *excluded* must not (both are units). *sort* is a
    number's field, largest first, or with ``-`` before it smallest first; empty is by score.
    *with_alike* adds what is only alike, without a word in common.
    """

    words: tuple[Wanted, ...] = ()
    units: Terms = ()
    least: int = 1
    phrases: tuple[Terms, ...] = ()
    excluded: tuple[Terms, ...] = ()
    filter: Filter = Filter()
    sort: str = ""
    limit: int = 100
    facets: tuple[str, ...] = ()
    with_alike: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What the index found: keys with scores, best first, how many there are in all (0 when not counted), and
    counts by facet and value.

    *places* lead the index back to the documents, in the order of *keys*; only the same reading of it takes
    them.
    """

    keys: tuple[int, ...]
    scores: tuple[float, ...]
    places: tuple[object, ...]
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
