"""Where notes belong, what people buy there, and what is near."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import dated_note, member, note, product

from hongshu.community.graph.services import block_member
from hongshu.community.notes.contracts import ListEntry, NoteEdited, NotePublished, Visibility
from hongshu.community.notes.models import NoteRow
from hongshu.community.notes.services import delete_note
from hongshu.community.places.contracts import Place
from hongshu.community.places.models import NotePlace
from hongshu.community.places.queries import (
    get_city,
    list_cities_near,
    list_notes_near,
    list_notes_of_place,
)
from hongshu.community.places.services import place_all_notes, place_notes
from hongshu.flows.subscribers import place_note
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.money import Money
from hongshu.platform.accounts.models import User

pytestmark = pytest.mark.django_db


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def rows_of(note_id: Id) -> set[str]:
    rows = NotePlace.objects.filter(note_id=note_id)
    return {Place(row.country, row.city).path for row in rows}


def test_a_note_belongs_where_it_was_written_and_where_its_list_was_bought() -> None:
    robin = member()
    key = note(
        robin,
        place="東京",
        entries=(
            ListEntry(product_id=None, name="Knife", place="Kanazawa"),
            ListEntry(product_id=None, name="Tea", place="Kyoto"),
            ListEntry(product_id=None, name="Socks", place="nowhere"),
        ),
    )
    place_note(NotePublished(note_id=key, author_id=robin))
    assert rows_of(key) == {"japan/tokyo", "japan/kanazawa", "japan/kyoto"}


def test_rows_follow_the_note_when_it_moves_hides_and_goes() -> None:
    robin = member()
    key = note(robin, place="Tokyo")
    place_notes([key])
    NoteRow.objects.filter(id=key).update(place="Osaka")
    place_note(NoteEdited(note_id=key, author_id=robin))
    assert rows_of(key) == {"japan/osaka"}
    place_notes([key])
    assert NotePlace.objects.count() == 1
    NoteRow.objects.filter(id=key).update(visibility=Visibility.PRIVATE)
    place_notes([key])
    assert rows_of(key) == set()


def test_all_notes_are_placed_anew_in_steps() -> None:
    robin = member()
    for place in ("Tokyo", "Paris", "nowhere", "London"):
        note(robin, place=place)
    assert place_all_notes(step=2) == 3
    assert place_all_notes(step=3) == 3
    assert NotePlace.objects.count() == 3


def test_paging_through_a_country_neither_skips_nor_repeats_while_notes_arrive() -> None:
    robin = member()
    there = [
        dated_note(robin, day=day + 1, place="Tokyo" if day % 2 else "Osaka", entries=_list("Kyoto"))
        for day in range(9)
    ]
    place_all_notes()
    seen: list[Id] = []
    cursor = ""
    while True:
        page, cursor = list_notes_of_place(Place("japan"), cursor=cursor, limit=2)
        seen += page
        place_notes([note(robin, place="Tokyo")])
        if not cursor:
            break
    assert seen == there[::-1]


def test_near_notes_come_city_by_city_and_paging_is_exact() -> None:
    robin = member()
    cities = ["Osaka", "Tokyo", "Kyoto", "Osaka", "Seoul", "Kyoto", "Paris"]
    keys = [dated_note(robin, day=day + 1, place=city) for day, city in enumerate(cities)]
    place_all_notes()
    near = list_cities_near(get_city("japan", "kyoto"), within_km=1500)
    seen: list[tuple[Id, str]] = []
    cursor = ""
    while True:
        page, cursor = list_notes_near(near, listing="t", cursor=cursor, limit=2)
        seen += [(key, where.city.slug) for key, where in page]
        place_notes([note(robin, place="Kyoto")])
        if not cursor:
            break
    assert seen == [
        (keys[5], "kyoto"),
        (keys[2], "kyoto"),
        (keys[3], "osaka"),
        (keys[0], "osaka"),
        (keys[1], "tokyo"),
        (keys[4], "seoul"),
    ]


def test_a_city_tells_what_people_buy_at_what_price_sold_here_or_not() -> None:
    robin, kim = member("Robin"), member("Kim")
    lamp = product("lamp")
    for author, price in ((robin, 120_000), (kim, 98_000)):
        note(
            author,
            place="Tokyo",
            product_ids=(lamp,),
            entries=(
                ListEntry(product_id=lamp, price=Money(price, "JPY"), shop="Hands"),
                ListEntry(
                    product_id=None, name="Kit  Kat" if price > 100_000 else "kit kat", word="All flavours"
                ),
                ListEntry(product_id=None, name="Elsewhere", place="Osaka"),
            ),
        )
    place_all_notes()
    told = Client().get("/api/v1/destinations/japan/tokyo").json()
    assert told["place"]["note_count"] == 2
    bought = {thing["name"]: thing for thing in told["bought"]}
    assert set(bought) == {"Lamp lamp", "kit kat"} or set(bought) == {"Lamp lamp", "Kit  Kat"}
    assert bought["Lamp lamp"]["count"] == 2
    assert bought["Lamp lamp"]["product"]["id"] == wire_form(lamp)
    assert bought["Lamp lamp"]["lowest"]["amount_minor"] == 98_000
    assert bought["Lamp lamp"]["highest"]["amount_minor"] == 120_000
    assert [card["id"] for card in told["shown"]] == [wire_form(lamp)]
    html = Client().get("/destinations/japan/tokyo").content.decode()
    assert "Not sold here yet" in html
    assert "All flavours" in html
    assert "Elsewhere" not in html
    assert "Elsewhere" in Client().get("/destinations/japan").content.decode()


def test_the_pages_lead_from_the_world_to_a_city_and_back_from_a_note() -> None:
    robin = member()
    key = note(robin, place="东京", title="In Tokyo")
    place_all_notes()
    for language, name in (("zh-CN", "日本"), ("en-GB", "Japan")):
        client = Client(headers={"Accept-Language": language})
        html = client.get("/destinations").content.decode()
        assert name in html
        for address in re.findall(r'href="(/destinations/[^"]+)"', html):
            assert "In Tokyo" in client.get(address).content.decode(), address
    assert 'href="/destinations/japan/tokyo"' in Client().get(f"/note/{wire_form(key)}").content.decode()
    for nowhere in ("/destinations/atlantis", "/destinations/japan/atlantis", "/nearby?place=x/y"):
        assert Client().get(nowhere).status_code == 404
    assert Client().get("/destinations/france/paris").status_code == 200


def test_a_position_becomes_a_city_and_stands_in_no_address() -> None:
    answer = Client().post("/nearby/position", {"latitude": "35.0", "longitude": "135.7"})
    assert answer["Location"] == "/nearby?place=japan/kyoto"
    for broken in ({}, {"latitude": "x", "longitude": "1"}, {"latitude": "91", "longitude": "1"}):
        assert Client().post("/nearby/position", broken).status_code == 404
    assert Client().post("/nearby/position", {"latitude": "nan", "longitude": "1"}).status_code == 404


def test_a_blocked_pair_and_deleted_notes_are_at_no_place() -> None:
    robin, kim = member("Robin"), member("Kim")
    note(robin, place="Tokyo", title="By Robin", entries=_list("Tokyo"))
    gone = note(robin, place="Tokyo", title="Gone")
    place_all_notes()
    delete_note(author_id=robin, note_id=gone)
    block_member(user_id=robin, blocked_id=kim)
    for address in ("/destinations/japan/tokyo", "/destinations/japan", "/nearby?place=japan/tokyo"):
        assert "By Robin" in Client().get(address).content.decode()
        assert "Gone" not in Client().get(address).content.decode()
        html = signed_in(kim).get(address).content.decode()
        assert "By Robin" not in html
        assert "Thing" not in html


def test_the_pages_of_places_ask_at_most_eight_things() -> None:
    robin = member()
    lamp = product("lamp")
    for day in range(5):
        dated_note(robin, day=day + 1, place="Tokyo", product_ids=(lamp,), entries=_list("Tokyo"))
    place_all_notes()
    for address in (
        "/destinations",
        "/destinations/japan",
        "/destinations/japan/tokyo",
        "/nearby?place=japan/tokyo",
    ):
        Client().get(address)
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        assert len(asked) <= 8, (address, [query["sql"][:120] for query in asked])


def _list(place: str) -> tuple[ListEntry, ...]:
    return (ListEntry(product_id=None, name="Thing", place=place),)
