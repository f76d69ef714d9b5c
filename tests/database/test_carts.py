"""Carts and wish lists: what is in them, where it came from, and what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support.community import product, product_draft

from hongshu.kernel.events import DomainEvent, restore
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import OutboxEvent
from hongshu.kernel.money import Money
from hongshu.store.carts import queries, services
from hongshu.store.carts.contracts import (
    LINES_MAX,
    QUANTITY_MAX,
    TOUCHES_MAX,
    WISHES_MAX,
    CannotBeBought,
    CartFull,
    CartLineNotFound,
    InvalidQuantity,
    InvalidTouch,
    Touch,
    WishGotCheaper,
    WishIsBack,
    WishListFull,
)
from hongshu.store.carts.models import CartRow, LineRow, WishRow
from hongshu.store.catalog.contracts import ProductNotFound, SkuDraft
from hongshu.store.catalog.queries import list_skus_of_products
from hongshu.store.catalog.services import save_products, set_products_in_stock, withdraw_products

pytestmark = pytest.mark.django_db
ROBIN, KIM = Id(101), Id(102)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def _sku(key: str = "lamp") -> Id:
    product_id = product(key)
    return list_skus_of_products([product_id])[product_id][0]


def _put(sku_id: Id, cart_id: Id = ROBIN, *, is_guest: bool = False, **more: object) -> Id:
    return services.put_line(cart_id=cart_id, is_guest=is_guest, sku_id=sku_id, **more)  # type: ignore[arg-type]


def _told(kind: type[DomainEvent]) -> list[DomainEvent]:
    rows = OutboxEvent.objects.filter(kind=kind.kind).order_by("id")
    return [restore(row.kind, row.payload) for row in rows]


def _touch(minute: int, surface: str = "note") -> Touch:
    at = NOON + timedelta(minutes=minute)
    return Touch(surface, at, note_id=Id(1_000 + minute), author_id=Id(55))


def test_the_same_sku_adds_up_in_one_line() -> None:
    sku_id = _sku()
    line_id = _put(sku_id, quantity=2)
    assert _put(sku_id) == line_id
    [line] = queries.get_cart(ROBIN, is_guest=False).lines
    assert (line.quantity, line.is_chosen, line.seen_price_minor) == (3, True, 9_900)
    assert queries.count_units(ROBIN) == 3


@pytest.mark.parametrize("quantity", [0, -1, QUANTITY_MAX + 1, 10**9])
def test_a_line_has_from_one_unit_to_ninety_nine(quantity: int) -> None:
    sku_id = _sku()
    with pytest.raises(InvalidQuantity):
        _put(sku_id, quantity=quantity)
    line_id = _put(sku_id)
    with pytest.raises(InvalidQuantity):
        services.set_quantity(cart_id=ROBIN, line_id=line_id, quantity=quantity)
    with pytest.raises(InvalidQuantity):
        _put(sku_id, quantity=QUANTITY_MAX)
    assert queries.count_units(ROBIN) == 1


def test_the_database_itself_keeps_a_lines_limits() -> None:
    line_id = _put(_sku())
    for wrong in ({"quantity": 0}, {"quantity": QUANTITY_MAX + 1}, {"touches": [[]] * (TOUCHES_MAX + 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LineRow.objects.filter(id=line_id).update(**wrong)


def test_what_is_not_for_sale_comes_into_no_cart() -> None:
    product_id = product("lamp")
    [sku_id] = list_skus_of_products([product_id])[product_id]
    with pytest.raises(CannotBeBought):
        _put(Id(12345))
    withdraw_products(product_ids=[product_id], actor_id=Id(7))
    with pytest.raises(CannotBeBought):
        _put(sku_id)


def test_a_cart_has_room_for_so_many_lines() -> None:
    sku_id = _sku()
    LineRow.objects.bulk_create(
        LineRow(id=new_id(), cart_id=ROBIN, sku_id=number, quantity=1, seen_price_minor=1)
        for number in range(1, LINES_MAX + 1)
    )
    with pytest.raises(CartFull):
        _put(sku_id)


def test_a_line_keeps_the_way_that_led_to_it_and_its_last_step() -> None:
    sku_id = _sku()
    _put(sku_id, touches=[_touch(2), _touch(1)])
    _put(sku_id, touches=[_touch(3), _touch(4, "search")])
    [line] = queries.get_cart(ROBIN, is_guest=False).lines
    assert [one.at.minute for one in line.touches] == [1, 2, 3, 4]
    assert line.last_touch == _touch(4, "search")
    row = LineRow.objects.get()
    assert (row.surface, row.note_id, row.author_id) == ("search", 1_004, 55)


def test_a_way_has_at_most_twenty_steps_and_the_same_step_is_told_once() -> None:
    sku_id = _sku()
    _put(sku_id, touches=[_touch(minute) for minute in range(30)])
    _put(sku_id, touches=[replace(_touch(29), at=NOON + timedelta(hours=2))])
    [line] = queries.get_cart(ROBIN, is_guest=False).lines
    assert [one.at.minute for one in line.touches] == list(range(10, 30))


@pytest.mark.parametrize("surface", ["", "Note", "x" * 21, "a b", "<b>"])
def test_a_surface_is_a_short_word(surface: str) -> None:
    with pytest.raises(InvalidTouch):
        _put(_sku(), touches=[Touch(surface, NOON)])


def test_lines_are_chosen_and_taken_out() -> None:
    lamp, vase = _put(_sku("lamp")), _put(_sku("vase"))
    services.choose_lines(cart_id=ROBIN, line_ids=[lamp])
    assert {one.id: one.is_chosen for one in queries.get_cart(ROBIN, is_guest=False).lines} == {
        lamp: True,
        vase: False,
    }
    assert [one.id for one in services.take_chosen(user_id=ROBIN, line_ids=[lamp])] == [lamp]
    assert services.take_chosen(user_id=ROBIN, line_ids=[lamp]) == ()
    assert services.remove_lines(cart_id=ROBIN, line_ids=[vase, lamp]) == 1
    assert queries.get_cart(ROBIN, is_guest=False).lines == ()


def test_nobody_reaches_into_another_cart() -> None:
    line_id = _put(_sku())
    with pytest.raises(CartLineNotFound):
        services.set_quantity(cart_id=KIM, line_id=line_id, quantity=5)
    with pytest.raises(CartLineNotFound):
        services.choose_lines(cart_id=KIM, line_ids=[line_id])
    assert services.remove_lines(cart_id=KIM, line_ids=[line_id]) == 0
    assert services.take_chosen(user_id=KIM, line_ids=[line_id]) == ()
    assert queries.list_lines([line_id], cart_id=KIM) == {}
    assert queries.list_lines([line_id], cart_id=ROBIN)[line_id].quantity == 1


def test_a_guests_cart_becomes_the_members_once() -> None:
    lamp, vase = _sku("lamp"), _sku("vase")
    guest = services.new_guest_cart()
    _put(lamp, guest, is_guest=True, quantity=60, touches=[_touch(1)])
    _put(vase, guest, is_guest=True)
    _put(lamp, ROBIN, quantity=50, touches=[_touch(2)])
    assert services.merge_guest_cart(guest_cart_id=guest, user_id=ROBIN) == 2
    assert services.merge_guest_cart(guest_cart_id=guest, user_id=ROBIN) == 0
    lines = {one.sku_id: one for one in queries.get_cart(ROBIN, is_guest=False).lines}
    assert lines[lamp].quantity == QUANTITY_MAX
    assert lines[vase].quantity == 1
    assert [one.at.minute for one in lines[lamp].touches] == [1, 2]
    assert not CartRow.objects.filter(is_guest=True).exists()


def test_a_members_cart_is_never_taken_for_a_guests() -> None:
    _put(_sku(), KIM)
    assert services.merge_guest_cart(guest_cart_id=KIM, user_id=ROBIN) == 0
    assert queries.count_units(KIM) == 1


def test_a_forged_key_opens_no_cart() -> None:
    guest = services.new_guest_cart()
    key = services.guest_cart_key(guest)
    assert services.read_guest_cart_key(key) == guest
    for wrong in ("", key[:-1], key.replace(key[0], "z", 1), "\0", "x" * 9_000, ":".join(key.split(":")[:2])):
        assert services.read_guest_cart_key(wrong) is None


def test_old_guest_carts_are_swept_and_members_are_not() -> None:
    sku_id, guest = _sku(), services.new_guest_cart()
    _put(sku_id, guest, is_guest=True)
    _put(sku_id, ROBIN)
    assert services.sweep_guest_carts() == 0
    CartRow.objects.update(touched_at=datetime.now(tz=UTC) - timedelta(days=61))
    assert services.sweep_guest_carts() == 1
    assert list(LineRow.objects.values_list("cart_id", flat=True)) == [ROBIN]


def _priced(key: str, minor: int) -> None:
    save_products([product_draft(key, skus=(SkuDraft(code=f"NRD-{key}", price=Money(minor)),))])


def test_a_lower_price_is_told_once_and_not_again_on_the_way_up_and_down() -> None:
    lamp = product("lamp", price_minor=9_900)
    services.wish(user_id=ROBIN, product_id=lamp)
    services.wish(user_id=ROBIN, product_id=lamp)
    assert services.refresh_wishes() == 0
    _priced("lamp", 8_900)
    assert [services.refresh_wishes(), services.refresh_wishes()] == [1, 0]
    _priced("lamp", 9_900)
    assert services.refresh_wishes() == 0
    _priced("lamp", 8_900)
    assert services.refresh_wishes() == 0
    _priced("lamp", 8_800)
    assert services.refresh_wishes() == 1
    assert _told(WishGotCheaper) == [WishGotCheaper(ROBIN, lamp)] * 2
    [wish] = queries.list_wishes(ROBIN)[0]
    assert (wish.wished_price_minor, wish.told_price_minor) == (9_900, 8_800)


def test_a_return_to_stock_is_told_once_each_time() -> None:
    lamp = product("lamp")
    services.wish(user_id=ROBIN, product_id=lamp)
    for expected in (1, 2):
        set_products_in_stock(in_stock=[], sold_out=[lamp])
        assert services.refresh_wishes() == 0
        set_products_in_stock(in_stock=[lamp], sold_out=[])
        assert [services.refresh_wishes(), services.refresh_wishes()] == [1, 0]
        assert len(_told(WishIsBack)) == expected


def test_a_wish_list_is_read_in_parts_and_has_an_end() -> None:
    lamp, vase = product("lamp"), product("vase")
    for one in (lamp, vase):
        services.wish(user_id=ROBIN, product_id=one)
    first, onward = queries.list_wishes(ROBIN, limit=1)
    rest, end = queries.list_wishes(ROBIN, cursor=onward, limit=1)
    assert [one.product_id for one in (*first, *rest)] == [vase, lamp]
    assert end == ""
    assert queries.list_wished(ROBIN, [lamp, Id(5)]) == {lamp}
    services.unwish(user_id=ROBIN, product_id=lamp)
    assert queries.list_wished(ROBIN, [lamp]) == frozenset()
    with pytest.raises(ProductNotFound):
        services.wish(user_id=ROBIN, product_id=Id(5))
    WishRow.objects.bulk_create(
        WishRow(
            id=new_id(),
            user_id=KIM,
            product_id=number,
            wished_price_minor=1,
            told_price_minor=1,
            was_in_stock=True,
        )
        for number in range(1, WISHES_MAX + 1)
    )
    with pytest.raises(WishListFull):
        services.wish(user_id=KIM, product_id=lamp)


def test_who_leaves_takes_cart_and_wishes_with_them() -> None:
    lamp = product("lamp")
    _put(list_skus_of_products([lamp])[lamp][0])
    services.wish(user_id=ROBIN, product_id=lamp)
    assert services.forget_member(ROBIN) == 3
    assert (CartRow.objects.count(), LineRow.objects.count(), WishRow.objects.count()) == (0, 0, 0)
