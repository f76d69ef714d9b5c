"""Reads of places."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Count, Q

from hongshu.community.places import gazetteer
from hongshu.community.places.contracts import City, Country, NearCity, Place, PlaceNotFound
from hongshu.community.places.models import NotePlace
from hongshu.community.places.rules import nearest_first, resolve
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import HIGHEST_ID, Id
from hongshu.kernel.kept import Kept

_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
_NEAR = """
SELECT city.number, note.note_id, note.published_at
FROM unnest(%(countries)s::text[], %(cities)s::text[]) WITH ORDINALITY AS city (country, slug, number)
CROSS JOIN LATERAL (
    SELECT note_id, published_at FROM places_note_place
    WHERE country = city.country AND city = city.slug AND NOT author_id = ANY (%(without)s::bigint[])
        AND (city.number > %(after)s OR (published_at, note_id) < (%(at)s, %(note)s))
    ORDER BY published_at DESC, note_id DESC LIMIT %(limit)s
) AS note
WHERE city.number >= %(after)s
ORDER BY city.number, note.published_at DESC, note.note_id DESC LIMIT %(limit)s
"""


def list_countries() -> tuple[Country, ...]:
    """The gazetteer. No query."""
    return gazetteer.countries()


def find_place(text: str) -> Place | None:
    """The place that a member's words mean, or None. No query."""
    return resolve(text, gazetteer.names()) if text else None


def get_country(slug: str) -> Country:
    """A country. Raises PlaceNotFound. No query."""
    for country in gazetteer.countries():
        if country.slug == slug:
            return country
    raise PlaceNotFound


def get_city(country: str, slug: str) -> City:
    """A city. Raises PlaceNotFound. No query."""
    city = gazetteer.cities().get(Place(country, slug))
    if city is None:
        raise PlaceNotFound
    return city


def nearest_city(latitude: float, longitude: float) -> City:
    """The city of the gazetteer that is nearest to a position. No query."""
    found = nearest_first(latitude, longitude, tuple(gazetteer.cities().values()), within_km=21_000)
    return found[0].city


def count_notes_of_places() -> dict[Place, int]:
    """How many notes belong to each place that has any; kept for a minute."""
    return _counts()


def ask_counts_of_places() -> Asked[dict[Place, int]]:
    """``count_notes_of_places``, to be sent with others."""
    held = _counts.held()
    return Asked.known(held) if held is not None else _ask_counts().then(_counts.keep)


def list_notes_of_place(
    place: Place, *, cursor: str = "", limit: int = 30, without_authors: Collection[Id] = ()
) -> tuple[tuple[Id, ...], str]:
    """Notes of a city, or of a country with all its cities, the newest first, and the next page's cursor.

    A note that belongs to two cities of a country stands there once. One query. Raises InvalidCursor.
    """
    return ask_notes_of_place(place, cursor=cursor, limit=limit, without_authors=without_authors).answer


def ask_notes_of_place(
    place: Place, *, cursor: str = "", limit: int = 30, without_authors: Collection[Id] = ()
) -> Asked[tuple[tuple[Id, ...], str]]:
    """``list_notes_of_place``, to be sent with others. Raises InvalidCursor."""
    rows = NotePlace.objects.filter(country=place.country).exclude(author_id__in=without_authors)
    if place.city:
        rows = rows.filter(city=place.city)
    listing = f"place:{place.path}"
    if cursor:
        published_us, key = decode_cursor(listing, cursor)
        at = moment_of(published_us)
        rows = rows.filter(published_at__lte=at).filter(Q(published_at__lt=at) | Q(note_id__lt=key))
    ordered = rows.order_by("-published_at", "-note_id").values_list("note_id", "published_at").distinct()

    def page(found: list[tuple[int, datetime]]) -> tuple[tuple[Id, ...], str]:
        ids = tuple(Id(key) for key, _ in found[:limit])
        if len(found) <= limit:
            return ids, ""
        key, at = found[limit - 1]
        return ids, encode_cursor(listing, [microseconds_of(at), int(key)])

    return Asked.rows(ordered[: limit + 1], page)


def list_cities_near(city: City, *, within_km: float) -> tuple[NearCity, ...]:
    """Cities within a distance of a city, itself first. No query."""
    return nearest_first(
        city.latitude, city.longitude, tuple(gazetteer.cities().values()), within_km=within_km
    )


def list_notes_near(
    near: Collection[NearCity],
    *,
    listing: str,
    cursor: str = "",
    limit: int = 30,
    without_authors: Collection[Id] = (),
) -> tuple[tuple[tuple[Id, NearCity], ...], str]:
    """Notes of *near* cities with the city of each: the nearer city first, within a city the newest first.

    Each city's newest are taken from its index, so the cost grows with the cities and not with their notes.
    One query. A note of two cities stands at both. Raises InvalidCursor.
    """
    cities = list(near)
    after, at, note = 1, _END_OF_TIME, int(HIGHEST_ID)
    if cursor:
        after, published_us, note = map(int, decode_cursor(listing, cursor))
        at = moment_of(published_us)
    with connection.cursor() as asked:
        asked.execute(
            _NEAR,
            {
                "countries": [each.city.country for each in cities],
                "cities": [each.city.slug for each in cities],
                "without": list(without_authors),
                "after": after,
                "at": at,
                "note": note,
                "limit": limit + 1,
            },
        )
        rows = asked.fetchall()
    shown = tuple((Id(key), cities[number - 1]) for number, key, _ in rows[:limit])
    if len(rows) <= limit:
        return shown, ""
    number, key, published_at = rows[limit - 1]
    return shown, encode_cursor(listing, [number, microseconds_of(published_at), int(key)])


def _count() -> dict[Place, int]:
    return _ask_counts().answer


def _ask_counts() -> Asked[dict[Place, int]]:
    counted = NotePlace.objects.values("country", "city").annotate(count=Count("note_id"))
    return Asked.rows(
        counted.values_list("country", "city", "count"),
        lambda found: {Place(country, city): count for country, city, count in found},
    )


_counts = Kept(_count, window_s=60)
