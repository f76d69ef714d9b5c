"""Which place a text means, and how far two are apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.community.places.contracts import Place
from hongshu.community.places.gazetteer import cities, countries, names
from hongshu.community.places.rules import distance_km, folded, nearest_first, resolve

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
ALL = tuple(cities().values())


def test_the_gazetteer_has_cities_in_both_languages_with_addresses_of_their_own() -> None:
    assert len(cities()) >= 60
    assert len({country.slug for country in countries()}) == len(countries())
    assert len({country.code for country in countries()}) == len(countries())
    for place, city in cities().items():
        assert city.name_en, place
        assert city.name_zh, place
        assert abs(city.latitude) <= 90, place
        assert abs(city.longitude) <= 180, place


@pytest.mark.parametrize("place, city", list(cities().items()), ids=lambda value: getattr(value, "path", ""))
def test_every_name_of_a_city_leads_to_it(place: Place, city: object) -> None:
    for name in (city.name_en, city.name_zh, *city.aliases):  # type: ignore[attr-defined]
        assert resolve(name, names()) == place
        assert resolve(f" {name.upper()} ", names()) == place


@pytest.mark.parametrize(
    "text, path",
    [
        ("东京银座", "japan/tokyo"),
        ("日本·京都", "japan/kyoto"),
        ("Tokyo, Japan", "japan/tokyo"),
        ("a café in São Paulo", "brazil/sao-paulo"),
        ("中国香港", "china/hong-kong"),
        ("Japan", "japan"),
        ("Scotland", "united-kingdom"),
        ("LA", "united-states/los-angeles"),
        ("La Rochelle", None),
        ("Jerome", None),
        ("home", None),
        ("", None),
        ("😀", None),
    ],
)
def test_a_city_is_meant_before_its_country_and_whole_words_only(text: str, path: str | None) -> None:
    found = resolve(text, names())
    assert (found.path if found else None) == path


@given(st.text(max_size=80))
def test_any_text_has_an_answer_and_spelling_does_not_change_it(text: str) -> None:
    found = resolve(text, names())
    assert found is None or found == resolve(folded(text), names())


@given(points, points)
def test_the_way_is_the_same_in_both_directions_and_never_beyond_half_the_earth(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    way = distance_km(one, other)
    assert math.isclose(way, distance_km(other, one), abs_tol=1e-6)
    assert 0 <= way <= 20_016


def test_distances_are_those_of_the_atlas() -> None:
    tokyo, osaka = (35.68, 139.69), (34.69, 135.50)
    assert 390 < distance_km(tokyo, osaka) < 405
    # Over the date line it is near.
    assert distance_km((0, 179.5), (0, -179.5)) < 112


@given(points, st.floats(1, 20_000))
def test_the_box_leaves_out_nobody_who_is_near(at: tuple[float, float], within_km: float) -> None:
    found = {each.city for each in nearest_first(*at, ALL, within_km=within_km)}
    near = {city for city in ALL if distance_km(at, (city.latitude, city.longitude)) <= within_km}
    assert found == near
