"""Shopping lists, price tags and mentions: kept, shown, and refused when they cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.support.community import member, note, note_draft, picture, product

from hongshu.community.graph.services import block_member
from hongshu.community.members.contracts import AllowedFrom
from hongshu.community.members.models import ProfileRow
from hongshu.community.notes import queries, services
from hongshu.community.notes.contracts import (
    EntryNameless,
    EntryTooLong,
    InvalidSpot,
    ListEntry,
    NotePicture,
    ProductSpot,
    TooManyEntries,
    Visibility,
)
from hongshu.community.notes.models import NoteDemand, NoteOfProduct, NoteRow
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import note_page
from hongshu.flows.publishing.services import edit_note, publish_note
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import ProductNotFound

pytestmark = pytest.mark.django_db
VISITOR = Viewer(user_id=None, language="en")


def _entries(lamp: Id) -> tuple[ListEntry, ...]:
    return (
        ListEntry(product_id=None, name="Ｅｖｅ  Quick ", word="For headaches", price=Money(1280, "JPY")),
        ListEntry(
            product_id=lamp,
            price=Money(9_000, "CNY"),
            shop="Loft",
            place="Tokyo",
            bought_on=date(2026, 3, 1),
        ),
    )


def test_a_shopping_list_is_kept_in_its_order_with_prices_and_places() -> None:
    author, lamp = member(), product()
    note_id = note(author, entries=_entries(lamp))
    found = queries.get_note(note_id, viewer_id=None)
    assert found.entries == _entries(lamp)
    assert found.summary.entry_count == 2
    page = note_page(VISITOR, note_id=note_id)
    assert [entry.product.id if entry.product else None for entry in page.entries] == [None, lamp]
    assert page.entries[1].bought_on == date(2026, 3, 1)


def test_what_is_wanted_and_not_sold_is_kept_as_demand_while_everybody_may_see_the_list() -> None:
    author, lamp = member(), product()
    note_id = note(author, entries=_entries(lamp))
    note(author, entries=(ListEntry(product_id=None, name="eve quick"),))
    note(author, entries=(ListEntry(product_id=None, name="Secret"),), visibility=Visibility.PRIVATE)
    assert list(NoteDemand.objects.values_list("wanted", flat=True)) == ["eve quick"] * 2
    services.delete_note(author_id=author, note_id=note_id)
    assert NoteDemand.objects.count() == 1
    services.restore_note(author_id=author, note_id=note_id)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    edit_note(author_id=author, note_id=note_id, draft=replace(written, entries=()), version=version)
    assert NoteDemand.objects.count() == 1


def test_a_product_finds_the_notes_that_have_it_on_their_list() -> None:
    author, lamp = member(), product()
    note_id = note(author, entries=_entries(lamp))
    services.recount_products_of_note(note_id)
    assert [each.id for each in queries.list_notes_of_products([lamp], listing="x")[0]] == [note_id]
    assert queries.count_notes_by_product([lamp]) == {lamp: 1}


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        ((ListEntry(product_id=None, name=" ,. "),), EntryNameless),
        ((ListEntry(product_id=None, name="x" * 61),), EntryTooLong),
        ((ListEntry(product_id=None, name="x"),) * 31, TooManyEntries),
        ((ListEntry(product_id=Id(1)),), ProductNotFound),
    ],
)
def test_a_list_that_cannot_be_kept_leaves_nothing(
    entries: tuple[ListEntry, ...], refusal: type[DomainError]
) -> None:
    author = member()
    with pytest.raises(refusal):
        publish_note(author_id=author, draft=note_draft(author, entries=entries), key="k")
    assert not NoteRow.objects.exists()


def test_price_tags_are_shown_on_their_pictures_and_go_with_their_product() -> None:
    author, lamp, bulb = member(), product("lamp"), product("bulb")
    shots = tuple(NotePicture(picture_id=picture(author), alt="") for _ in range(2))
    spots = (
        ProductSpot(product_id=bulb, picture_id=shots[1].picture_id, x=0.25, y=1.0),
        ProductSpot(product_id=lamp, picture_id=shots[0].picture_id, x=0.5, y=0.125),
    )
    note_id = note(author, pictures=shots, product_ids=(lamp, bulb), spots=spots)
    assert queries.get_note(note_id, viewer_id=None).spots == spots
    page = note_page(VISITOR, note_id=note_id)
    assert [(spot.picture, spot.product.id, spot.x) for spot in page.spots] == [
        (1, bulb, 0.25),
        (0, lamp, 0.5),
    ]


@pytest.mark.parametrize("x", [-0.01, 1.01, float("nan")])
def test_a_price_tag_beside_its_picture_is_refused(x: float) -> None:
    author, lamp = member(), product()
    draft = note_draft(author, product_ids=(lamp,))
    spot = ProductSpot(product_id=lamp, picture_id=draft.pictures[0].picture_id, x=x, y=0.5)
    for bad in (spot, replace(spot, x=0.5, product_id=Id(1)), replace(spot, x=0.5, picture_id=Id(1))):
        with pytest.raises(InvalidSpot):
            publish_note(author_id=author, draft=replace(draft, spots=(bad,)), key=f"k{bad}"[:80])
    assert not NoteOfProduct.objects.exists()


def test_members_are_mentioned_when_they_let_the_author_and_nobody_else_is() -> None:
    author, kim = member(), member("Kim", handle="kim_l")
    shy, foe = member("Shy", handle="shy_one"), member("Foe", handle="foe_x")
    ProfileRow.objects.filter(user_id=shy).update(mentions_from=AllowedFrom.NOBODY)
    block_member(user_id=foe, blocked_id=author)
    body = "With @Kim_L, @kim_l, @shy_one, @foe_x and @nobody_here; mail me@kim_l.example"
    note_id = note(author, body=body)
    assert queries.get_note(note_id, viewer_id=None).mentioned_ids == (kim,)
    assert note_page(VISITOR, note_id=note_id).mentions == ("kim_l",)
    event = OutboxEvent.objects.get(kind="notes.note_mentioned")
    assert [int(key) for key in event.payload["mentioned_ids"]] == [int(kim)]


def test_an_edit_tells_only_those_who_were_not_named_before() -> None:
    author = member()
    member("Kim", handle="kim_l")
    lee = member("Lee", handle="lee_m")
    note_id = note(author, body="With @kim_l.")
    written, version = queries.get_written(author_id=author, note_id=note_id)
    edit_note(
        author_id=author,
        note_id=note_id,
        draft=replace(written, body="With @kim_l and @lee_m."),
        version=version,
    )
    told = OutboxEvent.objects.filter(kind="notes.note_mentioned").order_by("id").last()
    assert told is not None
    assert [int(key) for key in told.payload["mentioned_ids"]] == [int(lee)]
