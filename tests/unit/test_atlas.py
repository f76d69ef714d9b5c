"""The map of the destinations."""

from __future__ import annotations

from hongshu.community.places.queries import list_countries
from hongshu.flows.pages.contracts import CountryTile, PlaceLink
from hongshu.flows.pages.contracts.places import PlaceSpot
from hongshu.surfaces.web.atlas import HEIGHT, WIDTH, land_path, map_of, placed


def _tiles() -> list[CountryTile]:
    """Every country of the gazetteer, each city with one note."""
    return [
        CountryTile(
            country=PlaceLink(country.slug, country.name_en, country.name_zh, len(country.cities)),
            flag="",
            cities=(),
            spots=tuple(PlaceSpot(city.slug, city.latitude, city.longitude, 1) for city in country.cities),
        )
        for country in list_countries()
    ]


def test_every_country_and_city_lies_on_the_map() -> None:
    drawn = map_of(_tiles())
    assert len(drawn.spots) == len(list_countries())
    assert len(drawn.dots) == sum(len(country.cities) for country in list_countries())
    for each in (*drawn.spots, *drawn.dots):
        assert 0 < each.x < WIDTH
        assert 0 < each.y < HEIGHT


def test_east_is_right_and_north_is_up_as_seen_from_the_pacific() -> None:
    london, tokyo, new_york = placed(51.5, -0.1), placed(35.7, 139.7), placed(40.7, -74.0)
    assert london[0] < tokyo[0] < new_york[0]
    assert london[1] < new_york[1] < tokyo[1]
    assert placed(-33.9, 151.2)[1] > tokyo[1]


def test_a_country_stands_where_its_notes_are_and_without_any_where_its_cities_are() -> None:
    west, east = PlaceSpot("a", 40, -120, 9), PlaceSpot("b", 40, -80, 1)
    spots = {}
    for name, cities in (
        ("west", (west, east)),
        ("none", (PlaceSpot("a", 40, -120, 0), PlaceSpot("b", 40, -80, 0))),
    ):
        tile = CountryTile(PlaceLink(name, name, name, 10), "", (), cities)
        (spots[name],) = map_of([tile]).spots
    assert spots["west"].x < spots["none"].x
    assert abs(spots["none"].x - placed(40, -100)[0]) < 1


def test_no_name_lies_over_another_and_the_first_countrys_is_always_shown() -> None:
    tile = _tiles()[0]
    twice = map_of([tile, tile])
    assert [spot.is_named for spot in map_of([tile]).spots] == [True]
    assert sum(spot.is_named for spot in twice.spots) <= 2
    labels = {(spot.label.x, spot.label.y) for spot in twice.spots if spot.is_named}
    assert len(labels) == sum(spot.is_named for spot in twice.spots)


def test_the_land_is_one_path_of_closed_outlines() -> None:
    path = land_path()
    assert path.count("M") == path.count("Z") > 20
