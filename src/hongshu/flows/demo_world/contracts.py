"""The demo world as it is read: frozen shapes, without Django."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hongshu.flows.demo_world.drawing.contracts import AvatarSpec, ImageSpec, MarkSpec, ProductArt
from hongshu.kernel.money import Money
from hongshu.platform.accounts.contracts import PersonalFact
from hongshu.store.catalog.contracts import Attribute, BrandDraft, CategoryDraft, ProductDraft

SOURCE = "demo"


class ContentError(Exception):
    """The content cannot be used. The text has one line a fault, each with its file and entry."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


class Progress(Protocol):
    """Is told how far a step of the filling is: ``done`` of ``total``. A step may come again."""

    def __call__(self, *, step: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A person of the demo world. ``country`` is ISO 3166 alpha-2; ``facts`` are shown to everybody."""

    handle: str
    name: str
    language: str
    bio: str
    country: str
    color: str
    kol_field: str
    facts: tuple[PersonalFact, ...]
    avatar: AvatarSpec


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """A picture of a note, with its description for who cannot see it."""

    spec: ImageSpec
    alt: str


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """A line of a shopping list: of the product of that slug, or of what is not sold here by its name."""

    product: str
    name: str
    word: str
    price: Money | None
    shop: str
    place: str
    days_before: int


@dataclass(frozen=True, slots=True)
class DemoNote:
    """A note; ``age_days`` counts back from the filling of the world."""

    slug: str
    author: str
    language: str
    channel: str
    title: str
    body: str
    topics: tuple[str, ...]
    products: tuple[str, ...]
    place: str
    age_days: float
    pictures: tuple[DemoPicture, ...]
    entries: tuple[DemoEntry, ...] = ()
    is_commercial: bool = False
    is_ai_made: bool = False

    @property
    def slugs(self) -> tuple[str, ...]:
        """The products that it shows or lists."""
        return (*self.products, *(entry.product for entry in self.entries if entry.product))


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is. ``arts`` and ``marks`` are by the slug of their product or brand."""

    brands: tuple[BrandDraft, ...]
    marks: dict[str, MarkSpec]
    categories: tuple[CategoryDraft, ...]
    products: tuple[ProductDraft, ...]
    arts: dict[str, ProductArt]
    members: tuple[DemoMember, ...]
    notes: tuple[DemoNote, ...]
    attributes: tuple[Attribute, ...] = ()

    def slice(self, *, notes: int, members: int = 0, products: int = 0) -> World:
        """A small world that holds together: the first notes with authors and products, and a few more."""
        kept = self.notes[:notes]
        slugs = {slug for note in kept for slug in note.slugs}
        slugs |= {draft.source_key for draft in self.products[:products]}
        handles = {note.author for note in kept} | {member.handle for member in self.members[:members]}
        drafts = tuple(draft for draft in self.products if draft.source_key in slugs)
        brands = tuple(brand for brand in self.brands if brand.slug in {draft.brand_slug for draft in drafts})
        return replace(
            self,
            brands=brands,
            marks={brand.slug: self.marks[brand.slug] for brand in brands},
            products=drafts,
            members=tuple(member for member in self.members if member.handle in handles),
            notes=kept,
        )


def in_showing_order(notes: Sequence[DemoNote]) -> tuple[DemoNote, ...]:
    """Notes in the order in which they are made: the newest of every channel in every language first, then
    the second newest, and so on. After any number of them the site has something for everybody.
    """
    places: dict[tuple[str, str], int] = {}
    ranked: list[tuple[int, float, DemoNote]] = []
    for note in sorted(notes, key=lambda note: (note.age_days, note.slug)):
        tab = (note.channel, note.language)
        places[tab] = places.get(tab, -1) + 1
        ranked.append((places[tab], note.age_days, note))
    return tuple(note for _, _, note in sorted(ranked, key=lambda entry: (entry[0], entry[1], entry[2].slug)))


def chance_of(*parts: str) -> random.Random:
    """The chance that belongs to a thing of this world: the same each time."""
    return random.Random("/".join((SOURCE, *parts)))
