"""Destinations, and what is near, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.flows.pages.contracts.cards import NoteCard, PictureView, ProductCard
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A country or a city with its page's ``path`` ("japan/tokyo") and how many notes belong to it."""

    path: str
    name: str
    other_name: str
    note_count: int


@dataclass(frozen=True, slots=True)
class PlaceSpot:
    """Where a city is, in degrees, and how many notes belong to it."""

    path: str
    latitude: float
    longitude: float
    note_count: int


@dataclass(frozen=True, slots=True)
class CountryTile:
    """A country with its cities that have notes; ``flag`` is its code's two letters as a flag.

    ``spots`` are all its cities, for a map: those without notes say where the country is.
    """

    country: PlaceLink
    flag: str
    cities: tuple[PlaceLink, ...]
    spots: tuple[PlaceSpot, ...] = ()


@dataclass(frozen=True, slots=True)
class DestinationsPage:
    """Where members shop: the countries with notes, the most first."""

    countries: tuple[CountryTile, ...]


@dataclass(frozen=True, slots=True)
class BoughtThere:
    """What members list as bought at a place: a product of ours, or by ``name`` what is not sold here.

    ``lowest`` and ``highest`` are what was paid, when it was told in one currency. ``word`` is what one of
    them says, ``note_id`` that one's note. ``count`` are the notes that list it.
    """

    name: str
    product: ProductCard | None
    count: int
    lowest: Money | None
    highest: Money | None
    shops: tuple[str, ...]
    word: str
    note_id: Id


@dataclass(frozen=True, slots=True)
class DestinationPage:
    """What people buy at a place, at what price, sold here or not; what they show, and what they write."""

    place: PlaceLink
    country: PlaceLink
    flag: str
    is_city: bool
    cities: tuple[PlaceLink, ...]
    bought: tuple[BoughtThere, ...]
    shown: tuple[ProductCard, ...]
    picture: PictureView | None
    cards: tuple[NoteCard, ...]
    next_cursor: str
    view: str


@dataclass(frozen=True, slots=True)
class NearGroup:
    """How far from the chosen place a card's city is."""

    path: str
    name: str
    distance_km: int


@dataclass(frozen=True, slots=True)
class NearbyPage:
    """Notes near a place: the nearer city first. Without a place, ``choices`` are to choose from.

    ``groups`` stand in the order in which their cities first appear among the cards.
    """

    place: PlaceLink | None
    choices: tuple[CountryTile, ...]
    groups: tuple[NearGroup, ...]
    cards: tuple[NoteCard, ...]
    next_cursor: str
    view: str
