"""Who is like somebody: skin, age and climate, by what members chose to tell everybody. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hongshu.community.places.queries import find_place, get_city
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.contracts import SKIN_TYPES, PersonalFact

AGE_BANDS: dict[str, tuple[int, int]] = {
    "under25": (0, 24),
    "25-34": (25, 34),
    "35-44": (35, 44),
    "45up": (45, 150),
}
CLIMATES = ("cold", "temperate", "hot")
_COLD_FROM, _HOT_BELOW = 38.0, 27.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is asked for; an empty text asks for nothing."""

    skin: str = ""
    age: str = ""
    climate: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.skin or self.age or self.climate)


def likeness_asked(skin: str, age: str, climate: str) -> Likeness:
    """What an address asks for; what there is not is passed over."""
    return Likeness(
        skin=skin if skin in SKIN_TYPES else "",
        age=age if age in AGE_BANDS else "",
        climate=climate if climate in CLIMATES else "",
    )


def likeness_of(facts: Iterable[PersonalFact], *, this_year: int) -> Likeness:
    """What somebody is like, by what they told."""
    told = {fact.key: fact.value for fact in facts}
    return Likeness(
        skin=told.get("skin_type", ""),
        age=_band_of(told.get("birth_year", ""), this_year),
        climate=_climate_of(told.get("city", "")),
    )


def alike(facts: Mapping[Id, Iterable[PersonalFact]], wanted: Likeness, *, this_year: int) -> frozenset[Id]:
    """Those who are like that in everything that is asked for; who told nothing is not."""
    found = set()
    for key, told in facts.items():
        is_like = likeness_of(told, this_year=this_year)
        if all(
            not asked or asked == has
            for asked, has in (
                (wanted.skin, is_like.skin),
                (wanted.age, is_like.age),
                (wanted.climate, is_like.climate),
            )
        ):
            found.add(key)
    return frozenset(found)


def _band_of(birth_year: str, this_year: int) -> str:
    if not birth_year.isdecimal():
        return ""
    age = this_year - int(birth_year)
    return next((band for band, (least, most) in AGE_BANDS.items() if least <= age <= most), "")


def _climate_of(city: str) -> str:
    """By latitude: rough, and the same for everybody."""
    place = find_place(city) if city else None
    if place is None or not place.city:
        return ""
    latitude = abs(get_city(place.country, place.city).latitude)
    return "cold" if latitude >= _COLD_FROM else "hot" if latitude < _HOT_BELOW else "temperate"
