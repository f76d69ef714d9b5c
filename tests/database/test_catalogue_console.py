"""The catalogue in the console: buyers work on it, analysts read, nobody else sees it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.database.test_inventory_tables_in_console import staff
from tests.support.catalogue_files import LAMP, csv_of, product_of
from tests.support.community import product, product_draft, shelf

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.money import Money
from hongshu.platform.accounts.contracts import Role
from hongshu.store.catalog.contracts import ProductState, SkuDraft
from hongshu.store.catalog.models import ChangeRow, ProductRow, RateRow
from hongshu.store.catalog.queries import get_product, list_prices_from, list_skus_by_code, rate_on
from hongshu.store.catalog.services import keep_import, save_products

pytestmark = pytest.mark.django_db
MOST_ASKED = 12
READ = {Role.BUYER, Role.ANALYST, Role.ADMIN}
WRITE = {Role.BUYER, Role.ADMIN}
OWN = {
    "catalogue": READ,
    "catalogue?q=lamp&state=published": READ,
    "catalogue/product/{product}": READ,
    "catalogue/rates": READ,
    "catalogue/import": WRITE,
    "catalogue/import/{file}": WRITE,
    "catalogue/files/products.csv": READ,
    "catalogue/files/prices.csv": READ,
    "catalogue/files/catalogue.xlsx": READ,
}


def sent(client: Client, data: bytes, name: str = "products.csv") -> str:
    """Send a file; the address of the look at it."""
    answer = client.post("/console/catalogue/import", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return str(answer["Location"])


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reads_and_writes_what_is_its_own(role: Role) -> None:
    key = product("lamp")
    file = keep_import(data=csv_of([LAMP]), file_name="a.csv", actor_id=None)
    client = staff(role)
    for route, roles in OWN.items():
        address = "/console/" + route.format(product=wire_form(key), file=wire_form(file))
        with CaptureQueriesContext(connection) as asked:
            status = client.get(address).status_code
        assert status == (200 if role in roles else 403), address
        if "import/" not in address:
            assert len(asked) <= MOST_ASKED, (address, len(asked))
        assert Client().get(address).status_code == 302
    for route in ("catalogue/product/{product}", "catalogue/rates", "catalogue/import/{file}"):
        address = "/console/" + route.format(product=wire_form(key), file=wire_form(file))
        assert (client.post(address, {"act": "withdraw"}).status_code == 403) == (role not in WRITE), address
    assert (get_product(key, of_any_state=True).state is ProductState.WITHDRAWN) == (role in WRITE)


def test_a_file_is_looked_at_and_then_brought_in() -> None:
    shelf()
    client = staff(Role.BUYER)
    address = sent(client, csv_of([LAMP]))
    assert "LAMP" not in ProductRow.objects.values_list("source_key", flat=True)
    assert b"1 new product" in client.get(address).content
    assert client.post(address).status_code == 302
    assert get_product(product_of("lamp"), of_any_state=True).summary.price == Money(9900)
    assert client.get(address).status_code == 404


def test_each_wrong_row_stands_on_the_page_and_nothing_is_brought_in() -> None:
    shelf()
    client = staff(Role.BUYER)
    rows = [LAMP | {"price": "<b>free"}, LAMP | {"sku_code": "B", "barcode": "", "weight_g": "-1"}]
    address = sent(client, csv_of(rows))
    told = client.get(address).content.decode()
    assert "not_a_number" in told
    assert "&lt;b&gt;free" in told
    assert "negative" in told
    assert client.post(address).status_code == 409
    assert not ProductRow.objects.exists()


def test_the_same_file_again_asks_whether_it_is_meant() -> None:
    shelf()
    client = staff(Role.BUYER)
    client.post(sent(client, csv_of([LAMP])))
    again = sent(client, csv_of([LAMP]))
    assert b"nothing would change" in client.get(again).content
    client.post(sent(client, csv_of([LAMP | {"price": "120"}])))
    asked = client.get(again).content.decode()
    assert 'name="again"' in asked
    assert client.post(again).status_code == 409
    assert client.post(again, {"again": "yes"}).status_code == 302
    assert get_product(product_of("lamp"), of_any_state=True).summary.price == Money(9900)


def test_a_file_that_cannot_be_read_is_told_where_it_was_sent() -> None:
    client = staff(Role.BUYER)
    for data in (b"", b"product_key,sku_code,colour\na,b,c\n", "口红".encode("utf-16")):
        answer = client.post("/console/catalogue/import", {"file": io.BytesIO(data)})
        assert answer.status_code == 422
        assert b'role="alert"' in answer.content


def test_a_draft_is_published_once_it_has_what_members_need() -> None:
    shelf()
    sku = SkuDraft(code="S", price=Money(100))
    draft = product_draft("oil", skus=(sku,), state=ProductState.DRAFT, picture_waiver="")
    key = save_products([draft]).ids["oil"]
    client, address = staff(Role.BUYER), f"/console/catalogue/product/{wire_form(key)}"
    refused = client.post(address, {"act": "publish"})
    assert refused.status_code == 422
    assert b"It has no picture." in refused.content
    client.post(address, {"act": "waive", "why": "it is drawn later"})
    assert client.post(address, {"act": "publish"}).status_code == 302
    assert get_product(key).state is ProductState.PUBLISHED
    assert {row.act for row in ChangeRow.objects.all()} == {"picture_waived", "product_published"}


def test_a_price_with_its_time_is_set_and_a_wrong_one_is_refused_in_words() -> None:
    key = product("lamp")
    sku = list_skus_by_code(["NRD-lamp"])["NRD-lamp"]
    client, address = staff(Role.BUYER), f"/console/catalogue/product/{wire_form(key)}"
    begin = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    form = {"act": "price", "sku": wire_form(sku), "kind": "selling", "amount": "88.80", "starts_at": begin}
    assert client.post(address, form).status_code == 302
    amounts = [price.amount for price in list_prices_from([sku], clock.now())]
    assert amounts == [Money(9900), Money(8880)]
    for wrong in ({"amount": "-3"}, {"amount": "1.005"}, {"starts_at": "2001-01-01T00:00"}, {"kind": "x"}):
        assert client.post(address, form | wrong).status_code in (404, 422), wrong
    assert len(list_prices_from([sku], clock.now())) == 2
    assert client.post(address, form | {"sku": wire_form(Id(7))}).status_code == 404


def test_a_day_s_rate_is_entered_and_a_wrong_one_is_refused() -> None:
    client = staff(Role.BUYER)
    today = clock.now().date()
    form = {"currency": "USD", "on": today.isoformat(), "rate": "7.1", "source": "the bank"}
    assert client.post("/console/catalogue/rates", form).status_code == 302
    assert str(rate_on("USD", today).rate) == "7.10000000"
    for wrong in ({"rate": "0"}, {"rate": "many"}, {"on": "soon"}, {"currency": "CNY"}, {"source": ""}):
        assert client.post("/console/catalogue/rates", form | wrong).status_code == 422, wrong
    assert RateRow.objects.count() == 1
