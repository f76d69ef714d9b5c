"""Ordering over HTTP: the pages of the checkout and of orders, and that nobody sees another member's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.support.community import member
from tests.support.trading import all_consents, at_home, goods, in_cart, pay, place, prepared, proven

from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User
from hongshu.store.carts.queries import get_cart
from hongshu.store.trade.contracts import OrderState
from hongshu.store.trade.models import AddressRow, OrderRow
from hongshu.store.trade.queries import get_order

pytestmark = pytest.mark.django_db


def _client(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def _placed(client: Client, path: str, answer: Any) -> Any:
    page = answer.content.decode()
    version = page.split('name="version" value="')[1].split('"')[0]
    key = page.split('name="key" value="')[1].split('"')[0]
    consents = {f"consent-{kind.value}": str(version) for kind, version in all_consents().items()}
    return client.post(f"{path}/place", {"version": version, "key": key, "provider": "alipay", **consents})


def test_a_cart_becomes_an_order_on_one_page_and_the_ordered_lines_leave_the_cart() -> None:
    robin, sku = member(), goods()
    in_cart(robin, {sku: 2})
    at_home(robin)
    client = _client(robin)
    begun = client.get("/checkout")
    assert begun.status_code == 302
    shown = client.get(begun["Location"])
    assert shown.status_code == 200
    assert "¥198" in shown.content.decode()
    _placed(client, begun["Location"], shown)
    row = OrderRow.objects.get(user_id=robin)
    assert (row.total_minor, row.state) == (19_800, "placed")
    assert not get_cart(robin, is_guest=False).lines


def test_buying_at_once_keeps_the_note_that_led_there_only_when_it_is_true() -> None:
    robin, sku = member(), goods()
    at_home(robin)
    client = _client(robin)
    begun = client.post("/checkout", {"sku_id": wire_form(sku), "quantity": "1", "touch": "product"})
    shown = client.get(begun["Location"])
    _placed(client, begun["Location"], shown)
    [line] = get_order(Id(OrderRow.objects.get(user_id=robin).id)).lines
    assert [touch.surface for touch in line.touches] == ["product"]


def test_a_member_without_an_address_adds_one_and_comes_back_to_the_checkout() -> None:
    robin, sku = member(), goods(kind="bonded")
    client = _client(robin)
    begun = client.post("/checkout", {"sku_id": wire_form(sku), "quantity": "1"})
    assert "/settings/addresses?next=" in client.get(begun["Location"]).content.decode()
    checkout = begun["Location"].rsplit("/", 1)[1]
    added = client.post(
        "/settings/addresses",
        {
            "recipient": "林小满", "phone": "13800000000", "city": "杭州市", "street": "演示路 1 号",
            "next": begun["Location"], "checkout": checkout,
        },
    )  # fmt: skip
    assert added["Location"] == begun["Location"]
    assert AddressRow.objects.get(user_id=robin).province == "330000"
    assert f"/settings/identity?next={begun['Location']}" in client.get(begun["Location"]).content.decode()


def test_a_refusal_shows_the_checkout_with_what_has_changed() -> None:
    robin, sku = member(), goods(units=1)
    at_home(robin)
    client = _client(robin)
    begun = client.post("/checkout", {"sku_id": wire_form(sku), "quantity": "1"})
    shown = client.get(begun["Location"])
    client.get(begun["Location"])
    answer = _placed(client, begun["Location"], shown)
    assert answer.status_code == 409
    assert not OrderRow.objects.exists()


@pytest.mark.parametrize("state", ["placed", "allocated"])
def test_a_buyer_cancels_on_the_order_page(state: str) -> None:
    robin, sku = member(), goods()
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    if state != "placed":
        pay(checkout.id)
    client = _client(robin)
    assert client.get(f"/orders/{wire_form(order_id)}").status_code == 200
    client.post(f"/orders/{wire_form(order_id)}/cancel", {"reason": "changed_mind"})
    assert get_order(order_id).state is OrderState.CANCELLED


def test_the_invoice_and_the_table_tell_the_order_in_both_scripts() -> None:
    robin, sku = member(), goods(kind="bonded")
    proven(robin)
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    client = _client(robin)
    assert client.get(f"/orders/{wire_form(order_id)}/invoice.pdf").status_code == 404
    pay(checkout.id)
    invoice = client.get(f"/orders/{wire_form(order_id)}/invoice.pdf")
    assert invoice.content.startswith(b"%PDF")
    table = client.get("/orders/export.csv").content.decode()
    assert get_order(order_id).number in table
    assert len(table.splitlines()) == 2


@pytest.mark.parametrize("tab", ["all", "unpaid", "preparing", "shipped", "delivered", "ended"])
def test_each_tab_shows_its_states(tab: str) -> None:
    robin, sku = member(), goods()
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    shown = _client(robin).get(f"/orders?tab={tab}")
    assert shown.status_code == 200
    assert (wire_form(order_id) in shown.content.decode()) == (tab in ("all", "unpaid"))


def test_another_members_checkout_order_address_and_invoice_are_not_there() -> None:
    robin, kim, sku = member(), member("Kim"), goods()
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    address = wire_form(Id(AddressRow.objects.get(user_id=robin).id))
    there, order = wire_form(checkout.id), wire_form(order_id)
    other = _client(kim)
    for path in (
        f"/checkout/{there}", f"/checkout/{there}/paid", f"/orders/{order}", f"/orders/{order}/invoice.pdf",
    ):  # fmt: skip
        assert other.get(path).status_code == 404, path
    for path, form in (
        (f"/checkout/{there}/change", {"what": "address", "address": address}),
        (f"/checkout/{there}/place", {"version": "1", "key": "k"}),
        (f"/checkout/{there}/pay", {"provider": "alipay"}),
        (f"/orders/{order}/cancel", {}),
        (f"/orders/{order}/received", {}),
        ("/settings/addresses", {"act": "remove", "address": address}),
    ):
        assert other.post(path, form).status_code == 404, path
    assert order not in other.get("/orders").content.decode()
    assert get_order(order_id).state is OrderState.ALLOCATED
    assert AddressRow.objects.filter(user_id=robin).exists()
