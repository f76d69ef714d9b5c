"""Every address that everybody may read, in parts: what the sitemap is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hongshu.community.members.queries import list_handles_after
from hongshu.community.notes.queries import list_first_of_note_ranges, list_public_from, list_topics_after
from hongshu.flows.pages.contracts import Address, AddressPart, PageNotFound
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.kernel.kept import Kept
from hongshu.store.catalog.queries import (
    list_brands,
    list_categories,
    list_first_of_product_ranges,
    list_product_ids_from,
)

# A sitemap may have 50,000 addresses; smaller files change less often.
PART = 10_000
# Names in order, without ranges of their own: more than this are not listed.
_MOST_NAMES = 50_000
_STEP = 1000


def list_address_parts() -> tuple[AddressPart, ...]:
    """The parts of the site. One scan of the notes and one of the products, kept for ten minutes."""
    return _parts()


def iter_addresses(kind: str, first: str) -> Iterator[Address]:
    """The addresses of a part, in steps of a thousand: no more than that is held. Raises PageNotFound."""
    if kind in _RANGES:
        return _range(kind, first)
    if kind not in _NAMES or first:
        raise PageNotFound
    return _NAMES[kind]()


def _find_parts() -> tuple[AddressPart, ...]:
    ranges = {
        "notes": list_first_of_note_ranges(every=PART),
        "products": list_first_of_product_ranges(every=PART),
    }
    return (
        *(AddressPart(kind, "") for kind in _NAMES),
        *(AddressPart(kind, wire_form(first)) for kind, firsts in ranges.items() for first in firsts),
    )


def _range(kind: str, first: str) -> Iterator[Address]:
    try:
        start = parse_id(first)
    except DomainError:
        raise PageNotFound from None
    return _steps(_RANGES[kind], start)


def _steps(read: Callable[[Id, int], list[tuple[Id, Address]]], start: Id) -> Iterator[Address]:
    left = PART
    while left > 0:
        step = read(start, min(_STEP, left))
        yield from (address for _, address in step)
        left -= len(step)
        if len(step) < _STEP:
            return
        start = Id(step[-1][0] + 1)


def _notes(start: Id, limit: int) -> list[tuple[Id, Address]]:
    return [(key, Address(wire_form(key), at)) for key, at in list_public_from(start, limit=limit)]


def _products(start: Id, limit: int) -> list[tuple[Id, Address]]:
    return [(key, Address(wire_form(key))) for key in list_product_ids_from(start, limit=limit)]


def _members() -> Iterator[Address]:
    handle, count = "", 0
    while (step := list_handles_after(handle, limit=_STEP)) and count < _MOST_NAMES:
        yield from map(Address, step)
        handle, count = step[-1], count + len(step)


def _topics() -> Iterator[Address]:
    topic, count = "", 0
    while (step := list_topics_after(topic, limit=_STEP)) and count < _MOST_NAMES:
        yield from (Address(name, at) for name, at in step)
        topic, count = step[-1][0], count + len(step)


def _brands() -> Iterator[Address]:
    return (Address(brand.slug) for brand in list_brands(limit=_MOST_NAMES))


def _categories() -> Iterator[Address]:
    return (Address(category.slug) for category in list_categories())


_RANGES: dict[str, Callable[[Id, int], list[tuple[Id, Address]]]] = {"notes": _notes, "products": _products}
_NAMES: dict[str, Callable[[], Iterator[Address]]] = {
    "members": _members,
    "topics": _topics,
    "brands": _brands,
    "categories": _categories,
}
_parts = Kept(_find_parts, window_s=600)
