"""Shapes and refusals of places."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.kernel.errors import DomainError, RefusalKind


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer; ``latitude`` and ``longitude`` of its middle, in degrees."""

    country: str
    slug: str
    name_en: str
    name_zh: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the gazetteer, with its cities. ``code`` is ISO 3166's."""

    slug: str
    code: str
    name_en: str
    name_zh: str
    cities: tuple[City, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A country, or a city in it; ``city`` is empty for the country as a whole."""

    country: str
    city: str = ""

    @property
    def path(self) -> str:
        """The place as it stands in addresses: ``japan/tokyo``."""
        return f"{self.country}/{self.city}" if self.city else self.country


@dataclass(frozen=True, slots=True)
class NearCity:
    """A city, and how far it is."""

    city: City
    distance_km: float


class PlaceNotFound(DomainError):
    """The gazetteer has no such place."""

    code = "place_not_found"
    kind = RefusalKind.NOT_FOUND
