"""Pure decisions about places: which one a text means, and how far two are apart."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence

from hongshu.community.places.contracts import City, NearCity, Place

_EARTH_KM = 6371.0088
_WORD = re.compile(r"[^\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# "Ho Chi Minh City" is the longest name of the gazetteer in words.
_MOST_WORDS = 5
# "LA" is a city when it is all that is said, and not in "La Rochelle".
_SHORTEST_WITHIN = 3


def folded(text: str) -> str:
    """The form in which two spellings of a name meet: without accents, in small letters, signs as spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(letters.casefold()))


def resolve(text: str, names: Mapping[str, Place]) -> Place | None:
    """The place that a text means, or None. A city is meant before a country, a longer name before a shorter.

    Latin names are whole words ("Rome" is not in "Jerome"), Chinese ones may stand within ("东京银座").
    ``names`` are folded.
    """
    wanted = folded(text)
    if wanted in names:
        return names[wanted]
    words = wanted.split(" ")
    found = {
        run: names[run]
        for length in range(1, _MOST_WORDS + 1)
        for start in range(len(words) - length + 1)
        if (run := " ".join(words[start : start + length])) in names and len(run) >= _SHORTEST_WITHIN
    }
    found |= {
        name: place
        for name, place in names.items()
        if len(name) > 1 and _CHINESE.search(name) and name in wanted
    }
    # The first of equals: "London, Dublin" is in London.
    best = sorted(found, key=lambda name: (not found[name].city, -len(name), wanted.find(name)))
    return found[best[0]] if best else None


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way between two points (latitude, longitude in degrees) over the sphere: the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * (
        math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def nearest_first(
    latitude: float, longitude: float, cities: Sequence[City], *, within_km: float
) -> tuple[NearCity, ...]:
    """The cities within a distance, the nearest first; equals by their names.

    A box of degrees leaves most out before the sphere is asked.
    """
    tall = within_km / (math.pi * _EARTH_KM / 180)
    # Towards the poles a degree of longitude shrinks to nothing: there the box goes round.
    shrunk = math.cos(math.radians(min(89.9, abs(latitude) + tall)))
    wide = tall / shrunk if shrunk > 0.01 else 360.0
    found = [
        NearCity(city, distance_km((latitude, longitude), (city.latitude, city.longitude)))
        for city in cities
        if abs(city.latitude - latitude) <= tall
        and min(abs(city.longitude - longitude), 360 - abs(city.longitude - longitude)) <= wide
    ]
    near = [each for each in found if each.distance_km <= within_km]
    return tuple(sorted(near, key=lambda each: (each.distance_km, each.city.country, each.city.slug)))
