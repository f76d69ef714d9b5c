"""The stockroom's pages: landing, movements, counts, figures, checklists, warehouses, and finding SKUs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.database.test_inventory_tables_in_console import staff
from tests.support.buying import (
    CREAM,
    LIPSTICK,
    MUG,
    PORTER,
    RATE,
    Shop,
    bought,
    open_shop,
    ordered,
    passed,
    today,
)
from tests.support.community import member, note

from hongshu.flows.moderation.services import decide, report
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.kept import forget_all
from hongshu.kernel.money import Money
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.trust.contracts import Action, Subject
from hongshu.store.catalog.contracts import ProductDraft, Rate, SkuDraft, Text
from hongshu.store.catalog.models import ProductRow
from hongshu.store.catalog.services import save_products, save_rates
from hongshu.store.inventory.contracts import (
    WarehouseDraft,
    WarehouseKind,
)
from hongshu.store.inventory.models import LotRow, StockRow
from hongshu.store.inventory.queries import (
    get_checklist,
    get_stock_figures,
    list_counts_due,
    list_lots,
    list_purchase_orders,
    list_warehouses,
)
from hongshu.store.inventory.services import (
    adjust_stock,
    record_count,
    save_warehouses,
    sell_hold,
    set_aside,
    take_stock,
    transfer_stock,
)

pytestmark = pytest.mark.django_db
MOST_ASKED = 12


def english(role: Role) -> Client:
    client = staff(role)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def asked_by(client: Client, address: str) -> list[str]:
    """The statements of a page that finds nothing in this process."""
    forget_all()
    caches["process"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return [query["sql"][:90] for query in asked.captured_queries]


def far_warehouse() -> Id:
    draft = WarehouseDraft(
        code="sh", name_zh="上海仓", name_en="Shanghai", kind=WarehouseKind.DOMESTIC, country="CN"
    )
    return save_warehouses([draft])["sh"]


def fill_every_part(shop: Shop) -> Id:
    """Something for every part of every role's landing; a lot of which much is to be told."""
    lots = [bought(shop, code, 9) for code in (CREAM, LIPSTICK, MUG)]
    for key in lots:
        passed(key)
    place = {"lot_id": lots[0], "warehouse_id": shop.warehouse_id, "actor_id": PORTER}
    set_aside(**place, quantity=1, reason="Wet.", key="a")
    transfer_stock(
        lot_id=lots[0], from_warehouse_id=shop.warehouse_id, to_warehouse_id=far_warehouse(), quantity=2,
        actor_id=PORTER, key="t",
    )  # fmt: skip
    LotRow.objects.filter(id=lots[0]).update(received_at=days_ago(200))
    for table, key in ((LotRow, "id"), (StockRow, "lot_id")):
        table.objects.filter(**{key: lots[1]}).update(expires_on=today() + timedelta(days=9))
    bought(shop, MUG, 4)
    ordered(shop, {CREAM: (3, 1000), MUG: (2, 100)})
    take_stock(wanted={shop.skus[CREAM]: 2}, holder_kind="order", holder_id=Id(1), hold_s=60)
    sell_hold(holder_kind="order", holder_id=Id(1))
    return lots[0]


def days_ago(days: int) -> Any:
    """A moment by the clock of the database."""
    return Now() - timedelta(days=days)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.BUYER, Role.INSPECTOR, Role.WAREHOUSE, Role.ANALYST])
def test_a_full_landing_and_every_list_asks_at_most_twelve_things(role: Role) -> None:
    shop = open_shop()
    lot_id = fill_every_part(shop)
    client = staff(role)
    pages = {
        "": tuple(Role),
        "lots": tuple(Role),
        "lots?q=PON-CRM-50": tuple(Role),
        f"stock/lot/{wire_form(lot_id)}": tuple(Role),
        "stock": (Role.BUYER, Role.WAREHOUSE, Role.ANALYST),
        "movements": (Role.BUYER, Role.WAREHOUSE, Role.ANALYST),
        "counting": (Role.WAREHOUSE,),
        "inspecting": (Role.INSPECTOR,),
        "checklists": (Role.INSPECTOR,),
        "receiving": (Role.WAREHOUSE,),
        "figures": (Role.BUYER, Role.ANALYST),
        "buying": (Role.BUYER, Role.ANALYST),
        "buying/new": (Role.BUYER,),
    }
    for address, roles in pages.items():
        if role in (*roles, Role.ADMIN):
            asked = asked_by(client, f"/console/{address}")
            assert len(asked) <= MOST_ASKED, (address, asked)


def test_a_full_landing_has_every_part_of_a_role() -> None:
    fill_every_part(open_shop())
    parts = {
        Role.BUYER: ("Orders on their way", "Running out", "lot waits"),
        Role.INSPECTOR: ("Lots to inspect", "Units to check"),
        Role.WAREHOUSE: ("Transfers to confirm", "Counts that are due", "never counted", "Expiring within"),
        Role.ANALYST: ("Running out", "Expiring within"),
    }
    for role, words in parts.items():
        text = english(role).get("/console/").content.decode()
        assert [each for each in words if each not in text] == [], role


def test_buyers_see_how_many_products_have_values_that_were_filled_by_default() -> None:
    open_shop()
    ProductRow.objects.filter(source_key="mug").update(needs_review=["weight_g"])
    client = english(Role.BUYER)
    text = client.get("/console/").content.decode()
    assert "1 product has values that were filled by default" in text
    found = client.get("/console/catalog/productrow/?review=waits").content.decode()
    assert "Lintwood" in found
    assert "Pondlight" not in found


def test_a_lot_shows_its_newest_movements_and_earlier_ones_on_the_next_page() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 5)
    for number in range(51):
        adjust_stock(
            lot_id=lot_id, warehouse_id=shop.warehouse_id, quantity=1, reason=f"Found no. {number}",
            actor_id=PORTER, key=f"f{number}",
        )  # fmt: skip
    client = english(Role.WAREHOUSE)
    address = f"/console/stock/lot/{wire_form(lot_id)}"
    first = client.get(address).content.decode()
    assert "Found no. 50" in first
    assert "Found no. 0<" not in first
    onward = first.split('href="?cursor=')[1].split("#")[0]
    second = client.get(f"{address}?cursor={onward}").content.decode()
    assert "Found no. 0<" in second
    assert "Found no. 50" not in second


def test_movements_are_found_by_kind_sku_warehouse_and_day() -> None:
    shop = open_shop()
    cream, mug = bought(shop, CREAM, 5), bought(shop, MUG, 7)
    adjust_stock(
        lot_id=mug, warehouse_id=shop.warehouse_id, quantity=-1, reason="Broken", actor_id=PORTER, key="b"
    )
    client = english(Role.WAREHOUSE)

    def lots(**wanted: str) -> list[bool]:
        text = client.get("/console/movements", wanted).content.decode()
        return [f"/console/stock/lot/{wire_form(key)}" in text for key in (cream, mug)]

    here, far = wire_form(shop.warehouse_id), wire_form(far_warehouse())
    assert lots() == [True, True]
    assert lots(kind="adjusted") == [False, True]
    assert lots(kind="nonsense", since="soon") == [True, True]
    assert lots(sku=CREAM) == [True, False]
    assert lots(sku="nothing") == [False, False]
    assert (lots(warehouse=here), lots(warehouse=far)) == ([True, True], [False, False])
    assert lots(since=today().isoformat(), until=today().isoformat()) == [True, True]
    assert lots(until=(today() - timedelta(days=1)).isoformat()) == [False, False]
    assert lots(since=(today() + timedelta(days=1)).isoformat()) == [False, False]


def test_what_was_not_counted_for_long_is_due_until_it_is_counted() -> None:
    shop = open_shop()
    late, _fresh = bought(shop, CREAM, 5), bought(shop, MUG, 7)
    LotRow.objects.filter(id=late).update(received_at=days_ago(91))
    ((due,), _onward) = list_counts_due()
    assert (due.lot_id, due.expected, due.counted_at) == (late, 5, None)
    client = english(Role.WAREHOUSE)
    assert "never counted" in client.get("/console/counting").content.decode()
    record_count(lot_id=late, warehouse_id=shop.warehouse_id, counted=5, counted_by=PORTER, key="c")
    assert list_counts_due() == ((), "")
    assert "Well done" in client.get("/console/counting").content.decode()
    LotRow.objects.update(received_at=days_ago(91))
    first, onward = list_counts_due(every_days=0, limit=1)
    second, end = list_counts_due(every_days=0, limit=1, cursor=onward)
    assert (len(first), len(second), end) == (1, 1, "")
    assert first[0].lot_id != second[0].lot_id


def test_figures_say_what_stock_is_worth_how_long_it_lies_and_how_it_turns() -> None:
    shop = open_shop()
    cream, mug = bought(shop, CREAM, 10), bought(shop, MUG, 4)
    cost = {row.sku_id: row.unit_cost_minor for row in LotRow.objects.all()}
    each, other = cost[shop.skus[CREAM]], cost[shop.skus[MUG]]
    passed(cream)
    LotRow.objects.filter(id=mug).update(received_at=days_ago(100))
    take_stock(wanted={shop.skus[CREAM]: 3}, holder_kind="order", holder_id=Id(1), hold_s=60)
    sell_hold(holder_kind="order", holder_id=Id(1))
    figures = get_stock_figures()
    (here,) = figures.warehouses
    assert (here.units, here.sellable, here.quarantined) == (11, Money(7 * each), Money(4 * other))
    assert figures.total == Money(7 * each + 4 * other)
    assert [band.units for band in figures.ages] == [7, 0, 0, 4, 0, 0]
    assert sum(band.units for band in figures.expiries) + figures.never_expiring.units == 11
    month = figures.months[-1]
    assert (month.sold_units, month.sold, month.stock_at_end) == (3, Money(3 * each), figures.total)
    assert month.turnover == pytest.approx(3 * each / ((7 * each + 4 * other) / 2))
    assert figures.months[-2].stock_at_end == Money(0)
    assert len(figures.months) == 12


def test_figures_are_plots_with_words_tables_and_csv() -> None:
    shop = open_shop()
    passed(bought(shop, CREAM, 10))
    client = english(Role.ANALYST)
    text = client.get("/console/figures").content.decode()
    assert text.count('<svg height="') == text.count('role="img"') == text.count("<title id=") == 4
    assert text.count("<caption") == 4
    for part, first in (("value", "Ningbo"), ("age", "0–30 days"), ("expiry", "expired"), ("turnover", "2")):
        answer = client.get(f"/console/figures/{part}.csv")
        assert answer["Content-Type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[1][0].startswith(first)
        assert all(len(row) == len(rows[0]) for row in rows)
    rows = list(csv.reader(io.StringIO(client.get("/console/figures/value.csv").content.decode("utf-8-sig"))))
    assert Decimal(rows[1][-1]) == get_stock_figures().total.amount
    assert client.get("/console/figures/nonsense.csv").status_code == 404
    empty = english(Role.BUYER)
    StockRow.objects.all().delete()
    assert empty.get("/console/figures").status_code == 200


def test_an_inspector_writes_a_categorys_own_checklist() -> None:
    open_shop()
    client = english(Role.INSPECTOR)
    assert "as Skincare" in client.get("/console/checklists").content.decode()
    address = "/console/checklists/moisturizer"
    before = client.get(address).content.decode()
    assert "uses the checklist of the one above" in before
    form = {
        "aql": "0.65", "slug": ["seal", "gone", ""], "name_zh": ["封口完好", "", "泵头"],
        "name_en": ["Seal unbroken", " ", "Pump works"], "critical": ["0"],
    }  # fmt: skip
    assert client.post(address, form).status_code == 302
    found = get_checklist(("skincare", "moisturizer"))
    assert (found.aql, [(item.slug, item.is_critical) for item in found.items]) == (
        Decimal("0.65"),
        [("seal", True), ("pump-works", False)],
    )
    refused = client.post(address, {**form, "name_zh": ["", "", "泵头"]})
    assert refused.status_code == 422
    assert 'value="Seal unbroken"' in refused.content.decode()
    assert "aria-invalid" in refused.content.decode()
    assert client.post(address, {**form, "aql": "3"}).status_code == 422
    assert client.get("/console/checklists/nowhere").status_code == 404
    assert client.post("/console/checklists/-", form).status_code == 302
    assert len(get_checklist(("something",)).items) == 2


def test_the_warehouse_keeps_its_places() -> None:
    open_shop()
    client = english(Role.WAREHOUSE)
    form = {
        "code": "gz", "name_zh": "广州保税仓", "name_en": "Guangzhou", "kind": "bonded", "country": "cn",
        "customs_port": "5141", "is_open": "1",
    }  # fmt: skip
    refused = client.post("/console/warehouses", {**form, "customs_port": ""})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="Guangzhou"' in text
    assert text.count('aria-invalid="true"') == 1
    assert client.post("/console/warehouses", form).status_code == 302
    assert client.post("/console/warehouses", {**form, "is_open": "", "name_en": "Canton"}).status_code == 302
    (made,) = [each for each in list_warehouses(with_closed=True) if each.code == "gz"]
    assert (made.name_en, made.country, made.is_open) == ("Canton", "CN", False)
    assert client.post("/console/warehouses", {**form, "kind": "moon"}).status_code == 422


def test_a_sku_is_found_by_barcode_code_and_name_and_goes_into_the_first_free_line() -> None:
    shop = open_shop()
    save_products(
        [
            ProductDraft(
                source="test", source_key="tea", brand_slug="lintwood", category_slug="home",
                name=Text(zh="茶碗", en="Tea bowl"),
                skus=(SkuDraft("LIN-TEA-1", Money(900), barcode="4006381333931"),),
            )
        ]
    )  # fmt: skip
    client = english(Role.BUYER)
    form = {
        "supplier": wire_form(shop.supplier_id), "sku": [CREAM, ""], "quantity": ["3", ""],
        "price": ["9.50", ""], "freight": "5",
    }  # fmt: skip
    for words in ("4006381333931", "LIN-TEA-1", "tea bowl", "茶碗"):
        text = client.post("/console/buying/new", {**form, "act": "find", "find": words}).content.decode()
        assert 'name="add" value="LIN-TEA-1"' in text, words
        assert 'value="9.50"' in text
    nothing = client.post("/console/buying/new", {**form, "act": "find", "find": "submarine"})
    assert "Nothing is called that" in nothing.content.decode()
    text = client.post("/console/buying/new", {**form, "find": "tea", "add": "LIN-TEA-1"}).content.decode()
    codes = [part.split('"')[0] for part in text.split('name="sku" value="')[1:]]
    assert codes[:3] == [CREAM, "LIN-TEA-1", ""]
    assert not list_purchase_orders()[0]


def test_an_order_is_made_in_any_currency_that_has_a_rate() -> None:
    shop = open_shop()
    save_rates([Rate("JPY", today(), Decimal("0.0475"), "a bank"), Rate("EUR", today(), RATE, "a bank")])
    client = english(Role.BUYER)
    form = {
        "supplier": wire_form(shop.supplier_id), "warehouse": wire_form(shop.warehouse_id), "key": "y",
        "sku": [CREAM], "quantity": ["3"], "price": ["1500"], "currency": "JPY", "act": "keep",
    }  # fmt: skip
    assert client.post("/console/buying/new", form).status_code == 302
    ((order,), _onward) = list_purchase_orders()
    assert (order.currency, order.lines[0].unit_price.amount_minor) == ("JPY", 1500)
    assert client.post("/console/buying/new", {**form, "currency": "GBP", "key": "z"}).status_code in (
        409,
        422,
    )
    assert client.post("/console/buying/new", {**form, "currency": "QQQ", "key": "x"}).status_code == 422
    assert len(list_purchase_orders()[0]) == 1


def test_a_step_that_there_is_not_is_refused_in_its_own_words() -> None:
    shop = open_shop()
    address = f"/console/buying/order/{wire_form(ordered(shop, {CREAM: (3, 1000)}))}"
    answer = english(Role.BUYER).post(address, {"act": "dance"})
    assert answer.status_code == 422
    assert "This page has no such step" in answer.content.decode()


def test_a_click_that_comes_twice_recalls_and_lifts_once() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 5)
    passed(lot_id)
    client, address = english(Role.INSPECTOR), f"/console/stock/lot/{wire_form(lot_id)}"
    recall = {"act": "recall", "reason": "Mould", "key": "r"}
    lift = {"act": "lift", "reason": "Dust", "key": "l"}
    for form in (recall, recall, lift, lift, recall):
        assert client.post(address, form).status_code == 302
    assert list_lots(is_recalled=True)[0] == ()
    text = client.get(address).content.decode()
    assert "recall lifted" in text
    assert "Dust" in text


def test_who_signs_in_from_the_console_comes_to_the_page_that_was_asked_for() -> None:
    asked, signing = [
        Client().get(address) for address in ("/console/buying", "/console/login/?next=/console/buying")
    ]
    assert asked["Location"] == "/console/login/?next=/console/buying"
    assert signing["Location"] == "/account/login/?next=%2Fconsole%2Fbuying"
    buyer = staff(Role.BUYER)
    assert buyer.get("/console/login/")["Location"] == "/console/"
    assert buyer.get("/console/login/?next=/console/buying")["Location"] == "/console/buying"
    assert buyer.get("/console/login/?next=//evil.example/")["Location"] == "/console/"
    assert buyer.get("/console/login/?next=https://evil.example/")["Location"] == "/console/"


def test_moderators_land_on_what_waits_for_them() -> None:
    author, kim, moderator = member("Robin"), member("Kim"), member("Mo")
    shown, hidden = note(author, title="A lamp for sale"), note(author, title="Buy my pills")
    report(reporter_id=kim, subject=Subject("note", shown), reason="spam")
    case_id = report(reporter_id=kim, subject=Subject("note", hidden), reason="spam")
    decide(case_id=case_id, decider_id=moderator, actions=[Action.HIDE], reason="spam", words="Spam.")
    client = english(Role.MODERATOR)
    asked = asked_by(client, "/console/")
    assert len(asked) <= MOST_ASKED, asked
    text = client.get("/console/").content.decode()
    assert "A lamp for sale" in text
    assert "Buy my pills" in text
    held = client.get("/console/held").content.decode()
    assert "Buy my pills" in held
    assert "A lamp for sale" not in held
    assert "1 decision hides something" in english(Role.ADMIN).get("/console/").content.decode()
    assert staff(Role.SERVICE).get("/console/held").status_code == 403
