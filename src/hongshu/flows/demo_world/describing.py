"""What is told of the demo's products beside their own tables: how long they keep, and their attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hongshu.flows.demo_world.checks import Entry, slug_faults
from hongshu.store.catalog.contracts import Attribute, AttributeChoice, AttributeKind, Text


def shelf_lives(categories: Iterable[Entry]) -> dict[str, int | None]:
    """The days for which a category's products keep, by its slug: its own, or those of the nearest category
    above it. Zero days and none at all: they do not expire. A parent stands before its children.
    """
    found: dict[str, int | None] = {}
    for entry in categories:
        told = entry.get("keeps_days", found.get(entry["parent"]))
        found[entry["slug"]] = told or None
    return found


def paths_of(categories: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The slugs from the root to each category."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in categories:
        found[entry["slug"]] = (*found.get(entry["parent"], ()), entry["slug"])
    return found


def attribute_faults(entry: Entry, *, paths_of_products: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """An attribute speaks of products below its category, of each once."""
    if not entry["choices"]:
        yield "it has no choice"
    seen: set[str] = set()
    for choice in entry["choices"]:
        yield from slug_faults(choice["slug"])
        for slug in choice["products"]:
            if slug not in paths_of_products:
                yield f"choice {choice['slug']!r}: there is no product {slug!r}"
            elif entry["category"] not in paths_of_products[slug]:
                yield f"choice {choice['slug']!r}: {slug!r} is not below {entry['category']!r}"
            if slug in seen:
                yield f"product {slug!r} stands at two choices"
            seen.add(slug)


def attribute_of(entry: Entry) -> Attribute:
    """The attribute as the catalogue asks for it: a choice by which a shelf can be narrowed."""
    return Attribute(
        category_slug=entry["category"],
        slug=entry["slug"],
        name=_name(entry),
        kind=AttributeKind.CHOICE,
        choices=tuple(AttributeChoice(choice["slug"], _name(choice)) for choice in entry["choices"]),
        is_facet=True,
    )


def values_of(attributes: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """What is told of each product: choices by attribute, by the product's slug."""
    told: dict[str, dict[str, str]] = {}
    for entry in attributes:
        for choice in entry["choices"]:
            for slug in choice["products"]:
                told.setdefault(slug, {})[entry["slug"]] = choice["slug"]
    return told


def _name(entry: Entry) -> Text:
    return Text(zh=entry["name_zh"], en=entry["name_en"])
