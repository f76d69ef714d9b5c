"""Destinations, and what is near."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from hongshu.community.notes.contracts import ShownThere
from hongshu.community.notes.queries import ask_public_by_id, ask_shown_there, list_public_by_id
from hongshu.community.places.contracts import City, Country, NearCity, Place
from hongshu.community.places.queries import (
    ask_counts_of_places,
    ask_notes_of_place,
    get_city,
    get_country,
    list_cities_near,
    list_countries,
    list_notes_near,
    nearest_city,
)
from hongshu.flows.pages.bought import bought_there
from hongshu.flows.pages.cards import note_cards, product_cards
from hongshu.flows.pages.contracts import (
    CountryTile,
    DestinationPage,
    DestinationsPage,
    NearbyPage,
    NearGroup,
    NoteCard,
    PageNotFound,
    PlaceLink,
    ProductCard,
    Viewer,
)
from hongshu.flows.pages.contracts.places import PlaceSpot
from hongshu.flows.pages.viewers import meet, unheard_of
from hongshu.flows.pages.views import view_of_notes
from hongshu.kernel.asking import send
from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import Surface
from hongshu.store.catalog.contracts import ProductSummary
from hongshu.store.catalog.queries import list_products_by_id

_NOTES = 30
# So many of a place's newest notes say what is bought and shown there.
_LOOKED_AT = 400
_SHOWN = 12
NEAR_KM = 1500.0


def destinations_page(viewer: Viewer) -> DestinationsPage:
    """Every country with notes, the most first. One query a minute."""
    return DestinationsPage(countries=_tiles(viewer))


def destination_page(viewer: Viewer, *, country: str, city: str = "", cursor: str = "") -> DestinationPage:
    """A country or a city. Seven queries, for a member eight. Raises PlaceNotFound, InvalidCursor.

    With a cursor only the notes go on: what is bought and shown is told on the first page.
    """
    nation = get_country(country)
    town = get_city(country, city) if city else None
    place = Place(country, city)
    counted = ask_counts_of_places()
    meet(viewer, counted)
    unheard = unheard_of(viewer)
    page = ask_notes_of_place(place, cursor=cursor, limit=_NOTES, without_authors=unheard)
    there: tuple[ShownThere, ...] = ()
    if cursor:
        ids, onward = page.answer
        notes = list_public_by_id(ids)
    else:
        looked_at = ask_notes_of_place(place, limit=_LOOKED_AT, without_authors=unheard)
        send(page, looked_at)
        ids, onward = page.answer
        public, shown_there = ask_public_by_id(ids), ask_shown_there(looked_at.answer[0])
        send(public, shown_there)
        notes, there = public.answer, shown_there.answer
    shown = Counter(product_id for note in there for product_id in note.product_ids)
    listed = {entry.product_id for note in there for entry in note.entries if entry.product_id is not None}
    most = [product_id for product_id, _ in shown.most_common(_SHOWN)]
    products = list_products_by_id([*most, *listed]) if there else {}
    beside = [product.picture_id for product in products.values() if product.picture_id is not None]
    cards = note_cards(tuple(notes.values()), viewer, beside=beside)
    counts = counted.answer
    return DestinationPage(
        place=_city_link(viewer, town, counts) if town else _country_link(viewer, nation, counts),
        country=_country_link(viewer, nation, counts),
        flag=flag_of(nation.code),
        is_city=town is not None,
        cities=_city_links(viewer, nation, counts),
        bought=bought_there(there, place, _cards_by_id(viewer, products)),
        shown=product_cards([products[key] for key in most if key in products], viewer, note_counts={}),
        picture=next((card.cover for card in cards if card.cover), None),
        cards=cards,
        next_cursor=onward,
        view=view_of_notes(viewer, Surface.DESTINATION, cards, source="of_place"),
    )


def nearby_page(viewer: Viewer, *, place: str, cursor: str = "") -> NearbyPage:
    """Notes near a city ("japan/tokyo"), the nearest first; without one, the cities to choose from.

    Five queries, for a member six. Raises PlaceNotFound, InvalidCursor.
    """
    if not place:
        return NearbyPage(None, _tiles(viewer), (), (), "", "")
    country, _, slug = place.partition("/")
    city = get_city(country, slug)
    near = list_cities_near(city, within_km=NEAR_KM)
    counted = ask_counts_of_places()
    meet(viewer, counted)
    found, onward = list_notes_near(
        near,
        listing=f"near:{country}/{slug}",
        cursor=cursor,
        limit=_NOTES,
        without_authors=unheard_of(viewer),
    )
    cities: dict[Id, NearCity] = {}
    for note_id, where in found:
        # A note of two cities stands at the nearer one.
        cities.setdefault(note_id, where)
    cards = note_cards(tuple(list_public_by_id(list(cities)).values()), viewer)
    return NearbyPage(
        place=_city_link(viewer, city, counted.answer),
        choices=(),
        groups=_groups(viewer, cards, cities),
        cards=cards,
        next_cursor=onward,
        view=view_of_notes(viewer, Surface.NEARBY, cards, source="near"),
    )


def flag_of(code: str) -> str:
    """The flag of an ISO 3166 code, as the two signs that fonts draw as one."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def _groups(
    viewer: Viewer, cards: tuple[NoteCard, ...], cities: Mapping[Id, NearCity]
) -> tuple[NearGroup, ...]:
    shown = dict.fromkeys(cities[card.id] for card in cards)
    return tuple(
        NearGroup(
            path=f"{near.city.country}/{near.city.slug}",
            name=_names(viewer, near.city.name_zh, near.city.name_en)[0],
            distance_km=round(near.distance_km),
        )
        for near in shown
    )


def _tiles(viewer: Viewer) -> tuple[CountryTile, ...]:
    counted = ask_counts_of_places()
    meet(viewer, counted)
    counts = counted.answer
    tiles = [
        CountryTile(
            country=_country_link(viewer, country, counts),
            flag=flag_of(country.code),
            cities=_city_links(viewer, country, counts),
            spots=tuple(
                PlaceSpot(
                    path=(place := Place(city.country, city.slug)).path,
                    latitude=city.latitude,
                    longitude=city.longitude,
                    note_count=counts.get(place, 0),
                )
                for city in country.cities
            ),
        )
        for country in list_countries()
    ]
    shown = [tile for tile in tiles if tile.country.note_count]
    return tuple(sorted(shown, key=lambda tile: -tile.country.note_count))


def _city_links(viewer: Viewer, country: Country, counts: Mapping[Place, int]) -> tuple[PlaceLink, ...]:
    links = [_city_link(viewer, city, counts) for city in country.cities]
    return tuple(sorted((link for link in links if link.note_count), key=lambda link: -link.note_count))


def _country_link(viewer: Viewer, country: Country, counts: Mapping[Place, int]) -> PlaceLink:
    name, other = _names(viewer, country.name_zh, country.name_en)
    total = sum(count for place, count in counts.items() if place.country == country.slug)
    return PlaceLink(path=country.slug, name=name, other_name=other, note_count=total)


def _city_link(viewer: Viewer, city: City, counts: Mapping[Place, int]) -> PlaceLink:
    name, other = _names(viewer, city.name_zh, city.name_en)
    place = Place(city.country, city.slug)
    return PlaceLink(path=place.path, name=name, other_name=other, note_count=counts.get(place, 0))


def _names(viewer: Viewer, zh: str, en: str) -> tuple[str, str]:
    return (zh, en) if viewer.language == "zh" else (en, zh)


def _cards_by_id(viewer: Viewer, products: Mapping[Id, ProductSummary]) -> dict[Id, ProductCard]:
    return {card.id: card for card in product_cards(list(products.values()), viewer, note_counts={})}


def nearest_place(latitude: str, longitude: str) -> str:
    """The path of the city that is nearest to a position in degrees. Raises PageNotFound for no position."""
    try:
        at = float(latitude), float(longitude)
    except ValueError:
        raise PageNotFound from None
    # NaN is within no bounds.
    if not (abs(at[0]) <= 90 and abs(at[1]) <= 180):
        raise PageNotFound
    city = nearest_city(*at)
    return Place(city.country, city.slug).path
