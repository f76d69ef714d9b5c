"""The gazetteer, read once from the data file beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from hongshu.community.places.contracts import City, Country, Place
from hongshu.community.places.rules import folded


@cache
def countries() -> tuple[Country, ...]:
    """Every country with its cities, in the order of the file."""
    text = files(__package__ or "").joinpath("gazetteer.toml").read_text(encoding="utf-8")
    return tuple(
        Country(
            slug=each["slug"],
            code=each["code"],
            name_en=each["en"],
            name_zh=each["zh"],
            aliases=tuple(each["aliases"]),
            cities=tuple(
                City(
                    country=each["slug"],
                    slug=city["slug"],
                    name_en=city["en"],
                    name_zh=city["zh"],
                    latitude=float(city["at"][0]),
                    longitude=float(city["at"][1]),
                    aliases=tuple(city["aliases"]),
                )
                for city in each["city"]
            ),
        )
        for each in tomllib.loads(text)["country"]
    )


@cache
def cities() -> dict[Place, City]:
    """Every city by its place."""
    return {Place(city.country, city.slug): city for country in countries() for city in country.cities}


@cache
def names() -> dict[str, Place]:
    """Every name and spelling in its folded form. A city that is called as its country is the one meant."""
    found: dict[str, Place] = {}
    for country in countries():
        for name in (country.name_en, country.name_zh, *country.aliases):
            found[folded(name)] = Place(country.slug)
    for place, city in cities().items():
        for name in (city.name_en, city.name_zh, *city.aliases):
            found[folded(name)] = place
    return found
