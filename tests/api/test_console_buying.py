"""Suppliers and purchase orders in the console over HTTP: who may, what is refused, and what is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.api.test_console_stock import staff
from tests.api.world import jpeg
from tests.support import buying
from tests.support.buying import CREAM, Shop

from hongshu.kernel.ids import wire_form
from hongshu.platform.accounts.contracts import Role
from hongshu.store.catalog.contracts import Rate
from hongshu.store.catalog.services import save_rates
from hongshu.store.inventory.contracts import PurchaseState
from hongshu.store.inventory.queries import get_supplier, list_purchase_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None) -> Shop:
    """A small shop with a supplier."""
    return buying.open_shop()


def supplier_address(shop: Shop) -> str:
    return f"/console/suppliers/{wire_form(shop.supplier_id)}"


def authorisation_form(**changed: Any) -> dict[str, Any]:
    """A new authorisation's form."""
    first = {"act": "add", "brand": "pondlight", "number": "N-2"}
    return {**first, "valid_from": "2030-01-01", "valid_until": "2030-12-31", **changed}


def order_form(shop: Shop, **changed: Any) -> dict[str, Any]:
    """A new order's form with one line filled in and one left empty."""
    goods = {"sku": [CREAM, ""], "quantity": ["30", ""], "price": ["12.50", ""]}
    where = {"supplier": wire_form(shop.supplier_id), "warehouse": wire_form(shop.warehouse_id)}
    return {**where, **goods, "freight": "10", "key": buying.fresh_key(), **changed}


def test_an_authorisation_is_entered_with_its_document_and_withdrawn(shop: Shop) -> None:
    client, address = staff(Role.BUYER), supplier_address(shop)
    photo = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    assert client.post(address, authorisation_form(pictures=photo)).status_code == 302
    (made,) = [one for one in get_supplier(shop.supplier_id).authorisations if one.number == "N-2"]
    assert len(made.document_ids) == 1
    text = client.get(address).content.decode()
    assert "not yet" in text
    assert "Document of authorisation N-2" in text
    form = {"act": "withdraw", "authorisation": wire_form(made.id)}
    assert client.post(address, form).status_code == 302
    (made,) = [one for one in get_supplier(shop.supplier_id).authorisations if one.number == "N-2"]
    assert made.withdrawn_at is not None


@pytest.mark.parametrize(
    "field, typed",
    [
        ("brand", "nobody"),
        ("number", " "),
        ("valid_from", "soon"),
        ("valid_until", ""),
        ("valid_until", "2029-01-01"),
    ],
)
def test_a_refused_authorisation_marks_the_field_and_keeps_what_was_typed(
    shop: Shop, field: str, typed: str
) -> None:
    before = get_supplier(shop.supplier_id).authorisations
    answer = staff(Role.BUYER).post(supplier_address(shop), authorisation_form(**{field: typed}))
    text = answer.content.decode()
    assert answer.status_code == 422
    (marked,) = re.findall(r'name="(\w+)"[^>]*aria-invalid', text)
    assert marked == field
    assert 'value="2030-01-01"' in text or field == "valid_from"
    assert get_supplier(shop.supplier_id).authorisations == before


def test_an_authorisation_that_is_not_the_suppliers_is_not_withdrawn(shop: Shop) -> None:
    form = {"act": "withdraw", "authorisation": wire_form(shop.supplier_id)}
    assert staff(Role.BUYER).post(supplier_address(shop), form).status_code == 404
    assert all(one.withdrawn_at is None for one in get_supplier(shop.supplier_id).authorisations)


def test_an_analyst_reads_suppliers_and_changes_nothing(shop: Shop) -> None:
    client: Client = staff(Role.ANALYST)
    assert supplier_address(shop) in client.get("/console/suppliers").content.decode()
    text = client.get(supplier_address(shop)).content.decode()
    assert "Pondlight" in text
    assert 'value="withdraw"' not in text
    assert client.post(supplier_address(shop), authorisation_form()).status_code == 403


def test_an_order_that_is_sent_twice_is_made_once_as_a_draft(shop: Shop) -> None:
    save_rates([Rate("EUR", buying.today(), buying.RATE, "a bank")])
    client, form = staff(Role.BUYER), order_form(shop)
    answers = [client.post("/console/buying/new", form) for _ in range(2)]
    assert {each.status_code for each in answers} <= {302}
    ((order,), _onward) = list_purchase_orders(state=PurchaseState.DRAFT)
    assert [(line.quantity, line.unit_price.amount_minor) for line in order.lines] == [(30, 1250)]


def test_a_refused_order_keeps_what_was_typed_and_gets_another_key(shop: Shop) -> None:
    form = order_form(shop, sku=["NOT-THERE", ""])
    answer = staff(Role.BUYER).post("/console/buying/new", form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="NOT-THERE"' in text
    assert 'value="12.50"' in text
    assert f'name="key" value="{form["key"]}"' not in text
    assert not list_purchase_orders()[0]
