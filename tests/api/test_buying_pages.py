"""Cart, buy sheet, wish list, coupons and flash sales as a browser meets them, also without a script."""

from __future__ import annotations

import re
from http.cookies import Morsel
from typing import Any

import pytest
from django.test import Client
from tests.api.world import World
from tests.support import stock
from tests.support.promoting import batch, coupon_promotion, flash_sale, promotion

from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.store.carts.models import CartRow, LineRow
from hongshu.store.carts.queries import get_cart
from hongshu.store.carts.services import put_line
from hongshu.store.catalog.models import ProductRow, SkuRow
from hongshu.store.catalog.queries import list_skus_of_products
from hongshu.store.promotions.contracts import AmountOff, Condition
from hongshu.store.promotions.models import CouponRow

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def _sku(world: World) -> Id:
    return list_skus_of_products([world.product])[world.product][0]


def _put(client: Client, world: World, **more: Any) -> Any:
    return client.post("/cart/put", {"sku_id": wire_form(_sku(world)), **more}, **ENGLISH)


def _lines(world: World) -> list[LineRow]:
    return list(LineRow.objects.filter(cart_id=world.author).order_by("id"))


def _text(client: Client, address: str) -> str:
    answer = client.get(address, **ENGLISH)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_guest_fills_a_cart_and_brings_it_along(world: World) -> None:
    stock.lot(_sku(world), units=20)
    guest = world.client("anonymous")
    assert _put(guest, world, quantity="2").status_code == 302
    assert 'data-cart="2"' in _text(guest, "/cart")
    key: Morsel[str] = guest.cookies["cart"]
    assert key["httponly"]
    member = world.client("author")
    member.cookies["cart"] = key.value
    assert 'data-cart="2"' in _text(member, "/cart")
    assert member.cookies["cart"].value == ""
    assert get_cart(world.author, is_guest=False).units == 2
    assert not CartRow.objects.filter(is_guest=True).exists()


def test_a_forged_key_opens_an_empty_cart_and_members_carts_stay_shut(world: World) -> None:
    put_line(cart_id=world.author, is_guest=False, sku_id=_sku(world))
    guest = world.client("anonymous")
    for forged in ("x", f"{wire_form(world.author)}:x:y", "\u00e9" * 10):
        guest.cookies["cart"] = forged
        assert 'data-cart="0"' in _text(guest, "/cart")


@pytest.mark.parametrize(
    "wrong, status",
    [
        ({"quantity": "0"}, 422),
        ({"quantity": "-1"}, 422),
        ({"quantity": "1.5"}, 422),
        ({"quantity": "９"}, 422),
        ({"quantity": "100"}, 422),
        ({"quantity": "9" * 400}, 422),
        ({"sku_id": "nobody"}, 409),
        ({"sku_id": wire_form(Id(77))}, 409),
        ({"sku_id": "\0"}, 409),
    ],
)
def test_what_makes_no_sense_comes_into_no_cart(world: World, wrong: dict[str, str], status: int) -> None:
    assert _put(world.client("author"), world, **wrong).status_code == status
    assert _lines(world) == []


def test_a_line_tells_the_note_that_led_to_it_and_no_note_that_is_none(world: World) -> None:
    client = world.client("author")
    note = wire_form(world.notes[0])
    client.get(f"/product/{wire_form(world.product)}?via=note:{note}")
    client.get(f"/product/{wire_form(world.product)}?via=note:{wire_form(Id(5))}")
    client.get(f"/product/{wire_form(world.product)}?via=<script>")
    _put(client, world, touch="product")
    [line] = get_cart(world.author, is_guest=False).lines
    assert [one.surface for one in line.touches] == ["note", "product"]
    assert line.touches[0].note_id == world.notes[0]
    assert line.touches[0].author_id == world.author


def test_the_cart_changes_without_a_script(world: World) -> None:
    stock.lot(_sku(world), units=20)
    client = world.client("author")
    _put(client, world)
    [line] = _lines(world)
    key = wire_form(Id(line.id))
    sent = {"choosing": "1", f"quantity-{key}": "3"}
    assert client.post("/cart/change", sent).status_code == 302
    [line] = _lines(world)
    assert (line.quantity, line.is_chosen) == (3, False)
    bad = client.post("/cart/change?fragment=1", {f"quantity-{key}": "500"}, **ENGLISH)
    assert bad.status_code == 422
    assert "Choose from 1 to 99" in bad.content.decode()
    client.post("/cart/change", {"choosing": "1", "chosen": [key, "nonsense"]})
    assert _lines(world)[0].is_chosen
    client.post("/cart/change", {"remove": key})
    assert _lines(world) == []


def test_nobody_changes_another_members_cart(world: World) -> None:
    line_id = put_line(cart_id=world.author, is_guest=False, sku_id=_sku(world))
    key = wire_form(line_id)
    other = world.client("other")
    other.post("/cart/change", {"choosing": "1", "remove": key, f"quantity-{key}": "9"})
    assert key not in _text(other, "/cart")
    assert other.delete(f"/api/v1/cart/lines/{key}").status_code in (204, 403)
    [line] = _lines(world)
    assert (line.quantity, line.is_chosen) == (1, True)


def test_a_changed_price_is_told_until_it_was_seen(world: World) -> None:
    sku_id = _sku(world)
    stock.lot(sku_id, units=20)
    client = world.client("author")
    _put(client, world)
    LineRow.objects.update(seen_price_minor=99_900)
    text = _text(client, "/cart")
    assert "Cheaper now: it was ¥999" in text
    [line] = _lines(world)
    client.post("/cart/change", {"choosing": "1", "seen": wire_form(Id(line.id))})
    assert "Cheaper now" not in _text(client, "/cart")


def test_what_cannot_be_had_stands_apart_and_costs_nothing(world: World) -> None:
    client = world.client("author")
    _put(client, world)
    text = _text(client, "/cart")
    assert "Sold out at the moment" in text
    assert "Cannot be bought now" in text
    stock.lot(_sku(world), units=3)
    assert "Only 3 left" in _text(client, "/cart")
    LineRow.objects.update(quantity=5)
    assert "Only 3 can be had" in _text(client, "/cart")
    ProductRow.objects.filter(id=world.product).update(state="withdrawn")
    assert "Not for sale any more" in _text(client, "/cart")


def test_the_cart_says_what_is_missing_and_takes_the_best_coupon(world: World) -> None:
    sku_id = _sku(world)
    stock.lot(sku_id, units=20)
    price = SkuRow.objects.get(id=sku_id).price_minor
    for least, off in ((price, 500), (price * 2, 2_000)):
        promotion(effect=AmountOff(off), condition=Condition(at_least_minor=least), combines_with=("coupon",))
    client = world.client("author")
    _put(client, world)
    for off in (300, 700):
        one = batch(coupon_promotion(effect=AmountOff(off), combines_with=("order",)))
        assert client.post("/coupons/claim", {"batch": wire_form(one)}).status_code == 302
    text = _text(client, "/cart")
    assert "−¥5<" in text
    assert "−¥7<" in text
    assert "−¥3<" not in text
    assert "for “Off”" in text


def test_the_sheet_shows_the_flash_price_to_who_may_still_have_it(world: World) -> None:
    stock.lot(_sku(world), units=20)
    flash_sale(world.product, price_minor=100, quota=5, per_member=2)
    text = _text(world.client("author"), f"/product/{wire_form(world.product)}/buy")
    assert "¥1<" in text
    assert "2 at this price for you" in text
    fragment = world.client("anonymous").get(f"/product/{wire_form(world.product)}/buy?fragment=1&sku=x")
    assert fragment.status_code == 200
    assert b"<html" not in fragment.content
    assert "0% sold" in _text(world.client("anonymous"), "/flash")


def test_the_script_is_answered_with_the_number_in_the_cart(world: World) -> None:
    client = world.client("author")
    sent = {"sku_id": wire_form(_sku(world)), "quantity": "2"}
    assert client.post("/cart/put", sent, HTTP_ACCEPT="application/json").json() == {"units": 2}
    assert client.post("/cart/put", sent, HTTP_ACCEPT="application/json").json() == {"units": 4}
    refused = client.post("/cart/put", {**sent, "quantity": "99"}, HTTP_ACCEPT="application/json")
    assert refused.status_code == 422
    assert "data-cart-count" in _text(client, "/shop")


def test_a_wish_is_made_shown_and_taken_back(world: World) -> None:
    client, key = world.client("author"), wire_form(world.product)
    assert client.post(f"/product/{key}/wish", {"wished": "1"}).status_code == 302
    assert f"/product/{key}/buy?via=wish" in _text(client, "/wishes")
    client.post(f"/product/{key}/wish", {"back": "wishes"})
    assert "Nothing wished for yet" in _text(client, "/wishes")


def test_a_wrong_code_is_told_beside_what_was_written(world: World) -> None:
    client = world.client("author")
    answer = client.post("/coupons/claim", {"code": "NOT-ONE"}, **ENGLISH)
    assert answer.status_code == 404
    assert 'value="NOT-ONE"' in answer.content.decode()
    batch(code="REAL-ONE", is_public=False)
    assert client.post("/coupons/claim", {"code": "real-one"}).status_code == 302
    assert CouponRow.objects.get().user_id == world.author
    assert "Good until" in _text(client, "/coupons")


def test_the_api_puts_in_changes_and_prices_a_cart(world: World) -> None:
    stock.lot(_sku(world), units=20)
    client = world.client("author")
    note = {"surface": "note", "note_id": wire_form(world.notes[0])}
    made = client.post(
        "/api/v1/cart/lines",
        {"sku_id": wire_form(_sku(world)), "quantity": 2, "touches": [note]},
        content_type="application/json",
    )
    assert made.status_code == 201, made.content
    assert made.json()["units"] == 2
    line_id = parse_id(made.json()["line_id"])
    changed = client.put(
        f"/api/v1/cart/lines/{wire_form(line_id)}", {"quantity": 3}, content_type="application/json"
    )
    assert changed.status_code == 204
    cart = client.get("/api/v1/cart").json()
    assert cart["groups"][0]["lines"][0]["quantity"] == 3
    assert get_cart(world.author, is_guest=False).lines[0].touches[0].author_id == world.author
    for quantity in (0, 100, "x", None):
        wrong = client.put(
            f"/api/v1/cart/lines/{wire_form(line_id)}",
            {"quantity": quantity},
            content_type="application/json",
        )
        assert wrong.status_code == 422
