"""The warehouse's pages of packing, from the list to the door, and the order that follows its parcels."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.database.test_inventory_tables_in_console import staff
from tests.support import stock
from tests.support.packing import BUYER_NAME, STREET, allocated_order, scans_for

from hongshu.community.members.services import create_profile
from hongshu.flows.delivering.services import advance, bring_up, hand_over, pack_order
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import create_account
from hongshu.store.fulfilment.contracts import NothingToPack, ParcelDelivered, ParcelShipped
from hongshu.store.fulfilment.models import ParcelRow
from hongshu.store.fulfilment.queries import list_picks
from hongshu.store.inventory.models import LotRow
from hongshu.store.trade.contracts import OrderState, WrongOrderState
from hongshu.store.trade.models import OrderLineRow, OrderRow
from hongshu.store.trade.queries import get_order

pytestmark = pytest.mark.django_db
CREAM, TONER, PORTER = Id(1001), Id(1002), Id(23)


@pytest.fixture
def cream() -> LotRow:
    return stock.lot(CREAM, units=10)


def _packed(order_id: Id) -> Id:
    place = Id(stock.warehouse().id)
    return pack_order(order_id=order_id, warehouse_id=place, scans=scans_for(order_id), packed_by_id=PORTER)


def _state(order_id: Id) -> OrderState:
    return get_order(order_id).state


def test_an_order_follows_its_parcel_to_the_door(cream: LotRow) -> None:
    order_id = allocated_order((CREAM, 2))
    parcel_id = _packed(order_id)
    assert _state(order_id) is OrderState.PACKED
    hand_over(parcel_id=parcel_id)
    shipped = ParcelShipped(parcel_id=parcel_id, order_id=order_id)
    delivered = ParcelDelivered(parcel_id=parcel_id, order_id=order_id)
    bring_up(delivered)
    assert _state(order_id) is OrderState.SHIPPED
    assert stock.counts(CREAM) == (8, 0, 0)
    for _ in range(3):
        advance(parcel_id=parcel_id)
    # Events come in any order, and more than once.
    for event in (delivered, shipped, delivered):
        bring_up(event)
    order = get_order(order_id)
    assert order.state is OrderState.DELIVERED
    assert order.tracking == ParcelRow.objects.get().waybill


def test_an_order_in_two_parcels_is_packed_and_shipped_with_the_last(cream: LotRow) -> None:
    stock.lot(TONER, units=5)
    order_id = allocated_order((CREAM, 2), (TONER, 1))
    place = Id(stock.warehouse().id)
    first, second = scans_for(order_id)
    one = pack_order(
        order_id=order_id, warehouse_id=place, scans=[first], packed_by_id=PORTER, is_partial=True
    )
    assert _state(order_id) is OrderState.ALLOCATED
    with pytest.raises(WrongOrderState):
        hand_over(parcel_id=one)
    two = pack_order(order_id=order_id, warehouse_id=place, scans=[second], packed_by_id=PORTER)
    assert _state(order_id) is OrderState.PACKED
    hand_over(parcel_id=one)
    bring_up(ParcelShipped(parcel_id=one, order_id=order_id))
    assert _state(order_id) is OrderState.PACKED
    hand_over(parcel_id=two)
    bring_up(ParcelShipped(parcel_id=two, order_id=order_id))
    assert _state(order_id) is OrderState.SHIPPED


@pytest.mark.parametrize("state", ["paid", "cancelled", "packed"])
def test_nothing_of_an_order_that_is_not_released_and_allocated_is_packed(cream: LotRow, state: str) -> None:
    order_id = allocated_order((CREAM, 1), state=state)
    with pytest.raises(WrongOrderState):
        _packed(order_id)
    assert not ParcelRow.objects.exists()


def test_an_order_that_is_cancelled_at_the_same_moment_is_not_packed(
    cream: LotRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = allocated_order((CREAM, 1))
    scans = scans_for(order_id)
    seen = get_order(order_id)
    OrderRow.objects.filter(id=order_id).update(state="cancelled")
    monkeypatch.setattr("hongshu.flows.delivering.services.get_order", lambda _id: seen)
    with pytest.raises(WrongOrderState):
        pack_order(order_id=order_id, warehouse_id=Id(stock.warehouse().id), scans=scans, packed_by_id=PORTER)
    assert not ParcelRow.objects.exists()


def test_a_porter_packs_prints_and_hands_over_on_the_pages(cream: LotRow) -> None:
    order_id = allocated_order((CREAM, 2))
    client = staff(Role.WAREHOUSE)
    shown = client.get(reverse("admin:packing")).content.decode()
    assert wire_form(order_id) in shown
    address = reverse("admin:pack", args=[wire_form(order_id)])
    assert cream.code in client.get(address).content.decode()
    (scan,) = scans_for(order_id)
    name = wire_form(scan.reservation_id)
    wrong = client.post(address, {f"lot-{name}": "OTHER", f"units-{name}": "2"})
    assert wrong.status_code == 409
    assert "OTHER" in wrong.content.decode()
    done = client.post(address, {f"lot-{name}": cream.code, f"units-{name}": "2"})
    assert done.status_code == 302
    label = client.get(done["Location"]).content.decode()
    assert label.count('class="segno"') == 2
    assert BUYER_NAME in label
    assert STREET in label
    code = re.findall(r"<code>([0-9A-Z-]{29})</code>", label)[0]
    assert Client().get(reverse("unit", args=[code])).status_code == 200
    moved = client.post(done["Location"] + "/move", {"act": "hand_over"})
    assert moved.status_code == 302
    assert ParcelRow.objects.get().state == "shipped"
    again = client.post(address, {f"lot-{name}": cream.code, f"units-{name}": "2"})
    assert again.status_code == 409


def test_a_recalled_lot_is_shown_as_stopped_and_cannot_be_packed(cream: LotRow) -> None:
    from hongshu.kernel import clock

    order_id = allocated_order((CREAM, 1))
    LotRow.objects.filter(id=cream.id).update(recalled_at=clock.now())
    client = staff(Role.WAREHOUSE)
    address = reverse("admin:pack", args=[wire_form(order_id)])
    shown = client.get(address).content.decode()
    assert f"lot-{wire_form(scans_for(order_id)[0].reservation_id)}" not in shown
    assert client.post(address, {}).status_code == 409


def test_a_buyer_s_name_is_on_the_label_and_not_on_the_unit_s_page(cream: LotRow) -> None:
    order_id = allocated_order((CREAM, 1))
    parcel_id = _packed(order_id)
    client = staff(Role.WAREHOUSE)
    label = client.get(reverse("admin:parcel", args=[wire_form(parcel_id)])).content.decode()
    code = re.findall(r"<code>([0-9A-Z-]{29})</code>", label)[0]
    shown = Client().get(reverse("unit", args=[code])).content.decode()
    number = get_order(order_id).number
    for hidden in (BUYER_NAME, "13800138000", STREET, number, wire_form(order_id)):
        assert hidden not in shown


def test_a_buyer_follows_the_parcels_and_nobody_else_does(cream: LotRow) -> None:
    buyer, other = (create_account(login=f"{who}@example.com", password=None) for who in ("buyer", "other"))
    for user_id, handle in ((buyer, "buyer"), (other, "other")):
        create_profile(user_id=user_id, name=handle, handle=handle)
    order_id = allocated_order((CREAM, 2))
    OrderRow.objects.filter(id=order_id).update(user_id=buyer)
    OrderLineRow.objects.filter(order_id=order_id).update(user_id=buyer)
    address = reverse("order_parcels", args=[wire_form(order_id)])
    client, stranger = Client(), Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(pk=buyer), backend=backend)
    stranger.force_login(User.objects.get(pk=other), backend=backend)
    assert "Nothing is packed yet" in client.get(address, headers={"Accept-Language": "en"}).content.decode()
    parcel_id = _packed(order_id)
    hand_over(parcel_id=parcel_id)
    with CaptureQueriesContext(connection) as asked:
        shown = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    assert len(asked.captured_queries) <= 8
    assert "The carrier has it" in shown
    codes = re.findall(r"/p/([0-9A-Z-]{29})", shown)
    assert len(codes) == 2
    assert Client().get(reverse("unit", args=[codes[0]])).status_code == 200
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_packing_is_the_warehouse_s_and_the_administrators(role: Role, cream: LotRow) -> None:
    order_id = allocated_order((CREAM, 1))
    parcel_id = _packed(order_id)
    wanted = 200 if role in (Role.WAREHOUSE, Role.ADMIN) else 403
    client = staff(role)
    pages = (
        reverse("admin:packing"),
        reverse("admin:pack", args=[wire_form(order_id)]),
        reverse("admin:parcel", args=[wire_form(parcel_id)]),
    )
    for address in pages:
        assert client.get(address).status_code == wanted, address
        assert Client().get(address).status_code == 302
    moved = client.post(pages[2] + "/move", {"act": "hand_over"})
    assert moved.status_code == (302 if wanted == 200 else 403)
    with pytest.raises(NothingToPack):
        OrderRow.objects.filter(id=order_id).update(state="allocated")
        pack_order(order_id=order_id, warehouse_id=Id(stock.warehouse().id), scans=[], packed_by_id=PORTER)
    assert not list_picks([])
