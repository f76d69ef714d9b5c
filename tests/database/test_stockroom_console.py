"""The stockroom in the console: each role does its own work there, and no other."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from PIL import Image
from tests.database.test_inventory_tables_in_console import staff
from tests.support.buying import CREAM, RATE, bought, open_shop, ordered, passed, today

from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.contracts import Role
from hongshu.store.catalog.contracts import Rate
from hongshu.store.catalog.services import save_rates
from hongshu.store.inventory.contracts import PurchaseState, Quality
from hongshu.store.inventory.queries import (
    get_inspection_plan,
    get_lot,
    get_purchase_order,
    list_availability,
    list_inspections_of_lots,
    list_lot_balances,
    list_lots,
    list_purchase_orders,
)
from hongshu.store.inventory.services import take_stock

pytestmark = pytest.mark.django_db
MOST_ASKED = 12
OWN = {
    "buying": {Role.BUYER, Role.ANALYST},
    "buying/new": {Role.BUYER},
    "buying/order/<str:key>": {Role.BUYER, Role.ANALYST},
    "suppliers": {Role.BUYER, Role.ANALYST},
    "suppliers/<str:key>": {Role.BUYER, Role.ANALYST},
    "receiving": {Role.WAREHOUSE},
    "receiving/<str:key>": {Role.WAREHOUSE},
    "inspecting": {Role.INSPECTOR},
    "inspecting/<str:key>": {Role.INSPECTOR},
    "stock": {Role.BUYER, Role.WAREHOUSE, Role.ANALYST},
    "lots": {Role.BUYER, Role.INSPECTOR, Role.WAREHOUSE, Role.ANALYST},
    "stock/lot/<str:key>": {Role.BUYER, Role.INSPECTOR, Role.WAREHOUSE, Role.ANALYST},
    "movements": {Role.BUYER, Role.WAREHOUSE, Role.ANALYST},
    "counting": {Role.WAREHOUSE},
    "warehouses": {Role.WAREHOUSE},
    "checklists": {Role.INSPECTOR},
    "checklists/<str:slug>": {Role.INSPECTOR},
    "promotions": {Role.BUYER, Role.ANALYST},
    "promotions/new": {Role.BUYER},
    "promotions/flash": {Role.BUYER},
    "figures": {Role.BUYER, Role.ANALYST},
    "figures/<slug:part>.csv": {Role.BUYER, Role.ANALYST},
}
ELSEWHERE = {
    # test_catalogue_console.py
    "catalogue", "catalogue/product/<str:key>", "catalogue/rates", "catalogue/import",
    "catalogue/import/<str:key>", "catalogue/files/<str:name>",
    # test_customs_console.py
    "customs/rates", "customs/rates/<slug:table>.csv", "customs/quota", "customs/declarations",
    "customs/returns", "customs/report", "customs/report.csv",
    "queue", "queue/case/<str:key>", "queue/decision/<str:key>/lift", "queue/decision/<str:key>/answer",
    # test_packing_console.py
    "packing", "packing/order/<str:key>", "packing/parcel/<str:key>", "packing/parcel/<str:key>/move",
    # test_service_console.py
    "sold", "sold/<str:key>", "finance",
    "limits", "channels", "kols", "kols/<slug:handle>", "held",
}  # fmt: skip
# Whose an act on a lot is.
ACTS = {
    **dict.fromkeys(("adjust", "dispose", "transfer", "confirm", "count"), Role.WAREHOUSE),
    **dict.fromkeys(("set_aside", "settle", "recall", "lift"), Role.INSPECTOR),
}


def address_of(route: str, *, lot_id: Id, order_id: Id, supplier_id: Id) -> str:
    key = order_id if route.startswith(("buying", "receiving")) else lot_id
    key = supplier_id if route.startswith("suppliers") else key
    named = {"<str:key>": wire_form(key), "<str:slug>": "skincare", "<slug:part>": "turnover"}
    for blank, value in named.items():
        route = route.replace(blank, value)
    return f"/console/{route}"


def a_photo() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "#884422").save(file, "JPEG")
    file.seek(0)
    file.name = "lot.jpg"
    return file


def verdict_form(lot_id: Id, **said: object) -> dict[str, object]:
    points = get_inspection_plan(lot_id).checklist.items
    fine = {f"point-{point.slug}": "fine" for point in points}
    return {**fine, "defects": "0", "verdict": "passed", "key": "k", **said}


def test_every_page_of_the_console_that_is_ours_is_listed() -> None:
    (console,) = [each for each in get_resolver().url_patterns if str(each.pattern) == "console/"]
    assert isinstance(console, URLResolver)
    routes = {
        str(each.pattern)
        for each in console.url_patterns
        if getattr(each, "callback", None) is not None and "hongshu.surfaces" in _module(each.callback)
    }
    assert routes - ELSEWHERE - {"", "login/"} == set(OWN)


def _module(view: object) -> str:
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return str(getattr(view, "__module__", ""))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_its_own_pages_and_no_other(role: Role) -> None:
    shop = open_shop()
    places = {
        "lot_id": bought(shop, CREAM, 5),
        "order_id": ordered(shop, {CREAM: (3, 1000)}),
        "supplier_id": shop.supplier_id,
    }
    client = staff(role)
    for route, roles in OWN.items():
        address = address_of(route, **places)
        wanted = 200 if role in roles | {Role.ADMIN} else 403
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == wanted, address
        assert len(asked) <= MOST_ASKED, (address, [each["sql"][:90] for each in asked])
        anonymous = Client().get(address)
        assert anonymous.status_code == 302
        assert "login" in anonymous["Location"]
    lot = address_of("stock/lot/<str:key>", **places)
    for act, its in ACTS.items():
        status = client.post(lot, {"act": act, "reason": ""}).status_code
        assert (status == 403) == (role not in (its, Role.ADMIN)), act
    order = address_of("buying/order/<str:key>", **places)
    answer = client.post(order, {"act": "place"}).status_code
    assert (answer == 403) == (role not in (Role.BUYER, Role.ADMIN))


def test_somebody_without_a_role_gets_no_page_of_the_stockroom() -> None:
    shop = open_shop()
    places = {
        "lot_id": bought(shop, CREAM, 5),
        "order_id": ordered(shop, {CREAM: (3, 1000)}),
        "supplier_id": shop.supplier_id,
    }
    member = staff(Role.MODERATOR)
    assert {member.get(address_of(route, **places)).status_code for route in OWN} == {403}


@pytest.mark.parametrize(
    "role, words",
    [
        (Role.BUYER, ("/console/buying", "Running out")),
        (Role.INSPECTOR, ("/console/inspecting/", "Units to check")),
        (Role.WAREHOUSE, ("/console/receiving/", "Transfers to confirm")),
        (Role.ANALYST, ("Running out", "Expiring within 90 days")),
    ],
)
def test_a_role_lands_on_what_waits_for_it(role: Role, words: tuple[str, ...]) -> None:
    shop = open_shop()
    bought(shop, CREAM, 5)
    ordered(shop, {CREAM: (3, 1000)})
    text = staff(role).get("/console/", headers={"Accept-Language": "en"}).content.decode()
    assert all(each in text for each in words)


def test_what_is_bought_received_and_passed_with_a_photograph_can_be_sold() -> None:
    shop = open_shop()
    form = {
        "supplier": wire_form(shop.supplier_id), "warehouse": wire_form(shop.warehouse_id), "key": "a",
        "sku": [CREAM, ""], "quantity": ["40", ""], "price": ["10.00", ""], "freight": "5.5",
    }  # fmt: skip
    save_rates([Rate("EUR", today(), RATE, "a bank")])
    buyer = staff(Role.BUYER)
    half = buyer.post("/console/buying/new", {**form, "quantity": ["1.5", ""], "key": "a0"})
    assert half.status_code == 422
    assert 'value="1.5"' in half.content.decode()
    made = buyer.post("/console/buying/new", form)
    assert made.status_code == 302, made.content.decode()[-3000:]
    ((order,), _onward) = list_purchase_orders()
    assert (order.lines[0].unit_price.amount_minor, order.freight.amount_minor) == (1000, 550)
    assert buyer.post(made["Location"], {"act": "place"}).status_code == 302
    assert get_purchase_order(order.id).state is PurchaseState.ORDERED

    porter, name = staff(Role.WAREHOUSE), wire_form(order.lines[0].id)
    address = f"/console/receiving/{wire_form(order.id)}"
    ends = (today() + timedelta(days=700)).isoformat()
    came = {f"quantity-{name}": "41", f"code-{name}": "L-77", f"expires-{name}": ends, "key": "b"}
    more = porter.post(address, came)
    assert more.status_code == 409
    assert "L-77" in more.content.decode()
    assert porter.post(address, {**came, f"quantity-{name}": "40", "key": "b2"}).status_code == 302
    ((lot,), _onward) = list_lots()

    inspector = staff(Role.INSPECTOR)
    address = f"/console/inspecting/{wire_form(lot.id)}"
    assert inspector.post(address, verdict_form(lot.id, defects="40")).status_code == 422
    given = inspector.post(address, verdict_form(lot.id, pictures=a_photo(), key="k2"))
    assert given.status_code == 302, given.content.decode()[-3000:]
    (inspection,) = list_inspections_of_lots([lot.id])[lot.id]
    assert len(inspection.picture_ids) == 1
    assert get_lot(lot.id).quality is Quality.PASSED
    assert list_availability([lot.sku_id])[lot.sku_id].sellable == 40
    assert inspector.get(given["Location"]).status_code == 200


def test_a_photograph_outlives_a_refused_verdict() -> None:
    lot_id = bought(open_shop(), CREAM, 5)
    inspector, address = staff(Role.INSPECTOR), f"/console/inspecting/{wire_form(lot_id)}"
    refused = inspector.post(address, verdict_form(lot_id, verdict="conditional", pictures=a_photo()))
    assert refused.status_code == 422
    picture = refused.content.decode().split('name="picture" value="')[1].split('"')[0]
    assert inspector.post(address, verdict_form(lot_id, picture=picture, key="k2")).status_code == 302
    assert len(list_inspections_of_lots([lot_id])[lot_id][0].picture_ids) == 1


def test_a_count_that_disagrees_is_asked_again_before_it_is_kept() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 5)
    porter, address = staff(Role.WAREHOUSE), f"/console/stock/lot/{wire_form(lot_id)}"
    form = {"act": "count", "warehouse": wire_form(shop.warehouse_id), "quantity": "4", "key": "c"}
    asked = porter.post(address, form)
    assert asked.status_code == 409
    assert 'name="confirmed"' in asked.content.decode()
    assert porter.post(address, {**form, "confirmed": "1", "reason": "Broken", "key": "d"}).status_code == 302
    assert list_lot_balances([lot_id])[lot_id].disposed == 1


def test_a_recalled_lot_names_who_holds_it_and_comes_back_when_lifted() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 5)
    passed(lot_id)
    take_stock(wanted={shop.skus[CREAM]: 2}, holder_kind="order", holder_id=Id(77), hold_s=60)
    inspector, address = staff(Role.INSPECTOR), f"/console/stock/lot/{wire_form(lot_id)}"
    assert inspector.post(address, {"act": "recall", "reason": " "}).status_code == 422
    assert inspector.post(address, {"act": "recall", "reason": "Smells", "key": "r"}).status_code == 302
    assert wire_form(Id(77)) in inspector.get(address).content.decode()
    assert list_availability([shop.skus[CREAM]])[shop.skus[CREAM]].sellable == 0
    assert (
        inspector.post(address, {"act": "lift", "reason": "It was the carton", "key": "l"}).status_code == 302
    )
    assert list_availability([shop.skus[CREAM]])[shop.skus[CREAM]].sellable == 3


def test_only_who_may_know_it_reads_what_a_lot_cost() -> None:
    address = f"/console/stock/lot/{wire_form(bought(open_shop(), CREAM, 5))}"
    for role, knows in ((Role.BUYER, True), (Role.WAREHOUSE, False), (Role.INSPECTOR, False)):
        text = staff(role).get(address, headers={"Accept-Language": "en"}).content.decode()
        assert ("landed cost" in text) == knows
