"""Suppliers with their authorisations, and purchase orders from draft to closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import buying
from tests.support.buying import BUYER, CREAM, LIPSTICK, MUG, RATE, draft_of, fresh_key, open_shop, ordered

from hongshu.kernel import clock
from hongshu.kernel.cursors import InvalidCursor
from hongshu.kernel.idempotency import IdempotencyKeyReused
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.media.contracts import PictureNotFound
from hongshu.store.inventory.contracts import (
    AuthorisationNotFound,
    InvalidAuthorisation,
    InvalidPurchaseOrder,
    InvalidQuantity,
    InvalidSupplier,
    InvalidWarehouse,
    NotAuthorised,
    PurchaseState,
    SupplierDraft,
    SupplierNotFound,
    WarehouseDraft,
    WarehouseKind,
    WarehouseNotFound,
    WrongPurchaseState,
)
from hongshu.store.inventory.models import PurchaseOrderRow
from hongshu.store.inventory.queries import (
    count_purchase_orders,
    find_purchase_order,
    get_purchase_order,
    get_supplier,
    list_authorisation_watch,
    list_purchase_orders,
    list_suppliers,
    list_warehouses,
)
from hongshu.store.inventory.services import (
    add_authorisation,
    cancel_purchase_order,
    close_purchase_order,
    create_purchase_order,
    place_purchase_order,
    save_suppliers,
    save_warehouses,
    withdraw_authorisation,
)

pytestmark = pytest.mark.django_db
TOKYO = WarehouseDraft(
    code="tyo", name_zh="东京仓", name_en="Tokyo", kind=WarehouseKind.OVERSEAS, country="JP"
)


def create(shop: buying.Shop, lines: dict[str, tuple[int, int]], *, key: str = "", **costs: int) -> Id:
    draft = draft_of(shop, lines, **costs)
    return create_purchase_order(draft=draft, created_by=BUYER, key=key or fresh_key(), rate=RATE)


def test_a_warehouse_and_a_supplier_are_known_by_their_codes() -> None:
    shop = open_shop()
    assert save_warehouses([TOKYO]) == save_warehouses([replace(TOKYO, name_en="Tokyo Bay")])
    assert [each.name_en for each in list_warehouses()] == ["Ningbo", "Tokyo Bay"]
    save_warehouses([replace(TOKYO, is_open=False)])
    assert [each.code for each in list_warehouses()] == ["nb"]
    again = save_suppliers([SupplierDraft(code="nordlys", name="Nordlys Ab", country="SE", currency="SEK")])
    assert again == {"nordlys": shop.supplier_id}
    assert [each.name for each in list_suppliers()] == ["Nordlys Ab"]


@pytest.mark.parametrize(
    "change",
    [{"code": ""}, {"code": "Tokyo 1"}, {"name_zh": " "}, {"country": "jp"}, {"kind": WarehouseKind.BONDED}],
)
def test_a_warehouse_that_cannot_be_is_refused_by_its_field(change: dict[str, object]) -> None:
    with pytest.raises(InvalidWarehouse) as refused:
        save_warehouses([replace(TOKYO, **change)])  # type: ignore[arg-type]
    assert refused.value.field == next(iter(change)).replace("kind", "customs_port")
    assert list_warehouses() == ()


@pytest.mark.parametrize("change", [{"name": ""}, {"currency": "XYZ"}, {"country": "Japan"}])
def test_a_supplier_that_cannot_be_is_refused_by_its_field(change: dict[str, str]) -> None:
    draft = SupplierDraft(code="s", name="S", country="JP", currency="JPY")
    with pytest.raises(InvalidSupplier) as refused:
        save_suppliers([replace(draft, **change)])
    assert refused.value.field == next(iter(change))


def test_an_authorisation_is_entered_once_and_stands_first_where_it_is_newest() -> None:
    shop = open_shop()
    day = buying.today()
    entry = {
        "supplier_id": shop.supplier_id, "brand_id": shop.brands["pondlight"], "number": " B-2 ",
        "valid_from": day, "valid_until": day + timedelta(days=400), "added_by": BUYER,
    }  # fmt: skip
    made = add_authorisation(**entry)  # type: ignore[arg-type]
    assert add_authorisation(**entry) == made  # type: ignore[arg-type]
    with pytest.raises(InvalidAuthorisation) as refused:
        add_authorisation(**{**entry, "valid_until": day})  # type: ignore[arg-type]
    assert refused.value.field == "number"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        supplier = get_supplier(shop.supplier_id)
    assert len(asked) == 2
    assert (supplier.authorisations[0].id, supplier.authorisations[0].number) == (made, "B-2")
    assert len(supplier.authorisations) == 3


def test_an_authorisation_needs_sane_days_a_brand_a_supplier_and_own_pictures() -> None:
    shop = open_shop()
    day = buying.today()
    entry = {
        "supplier_id": shop.supplier_id, "brand_id": shop.brands["lintwood"], "number": "X",
        "valid_from": day, "valid_until": day, "added_by": BUYER,
    }  # fmt: skip
    for change, field in (
        ({"valid_until": day - timedelta(days=1)}, "valid_until"), ({"brand_id": Id(1)}, "brand"),
        ({"number": " "}, "number"),
    ):  # fmt: skip
        with pytest.raises(InvalidAuthorisation) as refused:
            add_authorisation(**{**entry, **change})  # type: ignore[arg-type]
        assert refused.value.field == field
    with pytest.raises(SupplierNotFound):
        add_authorisation(**{**entry, "supplier_id": Id(1)})  # type: ignore[arg-type]
    with pytest.raises(PictureNotFound):
        add_authorisation(**entry, document_ids=[Id(5)])  # type: ignore[arg-type]
    assert len(get_supplier(shop.supplier_id).authorisations) == 2
    with pytest.raises(SupplierNotFound):
        get_supplier(Id(1))


def test_a_withdrawn_authorisation_covers_no_day() -> None:
    shop = open_shop()
    withdraw_authorisation(authorisation_id=shop.authorisations["lintwood"])
    first = get_supplier(shop.supplier_id)
    withdraw_authorisation(authorisation_id=shop.authorisations["lintwood"])
    assert get_supplier(shop.supplier_id) == first
    covering = {each.number: each.covers(buying.today()) for each in first.authorisations}
    assert covering == {"A-pondlight": True, "A-lintwood": False}
    with pytest.raises(AuthorisationNotFound):
        withdraw_authorisation(authorisation_id=Id(1))


def test_a_draft_has_a_number_of_its_day_and_tells_what_a_unit_will_cost() -> None:
    shop = open_shop()
    key = create(
        shop, {CREAM: (3, 1000), MUG: (2, 500)}, freight_minor=301, insurance_minor=99, duty_minor=40
    )
    with CaptureQueriesContext(connection) as asked:
        order = get_purchase_order(key)
    assert len(asked) == 2
    assert order.number == f"PO-{buying.today():%Y%m%d}-0001"
    assert find_purchase_order(order.number.lower()) == order
    assert (order.state, order.currency, order.freight) == (PurchaseState.DRAFT, "EUR", Money(301, "EUR"))
    # 30.00 + 3.00 + 0.30 euro at 7.8123 are 260.15 yuan for three.
    assert [line.landed_unit_cost for line in order.lines] == [Money(8671), Money(4335)]


def test_the_same_key_makes_one_order_and_another_draft_needs_another_key() -> None:
    shop = open_shop()
    first = create(shop, {CREAM: (3, 1000)}, key="k")
    assert create(shop, {CREAM: (3, 1000)}, key="k") == first
    with pytest.raises(IdempotencyKeyReused):
        create(shop, {CREAM: (4, 1000)}, key="k")
    second = get_purchase_order(create(shop, {CREAM: (4, 1000)}))
    assert second.number.endswith("-0002")
    assert PurchaseOrderRow.objects.count() == 2


def test_numbers_go_on_behind_four_digits() -> None:
    shop = open_shop()
    key = create(shop, {CREAM: (3, 1000)})
    PurchaseOrderRow.objects.filter(id=key).update(number=f"PO-{buying.today():%Y%m%d}-9999")
    numbers = [get_purchase_order(create(shop, {CREAM: (3, 1000)})).number[-6:] for _ in range(2)]
    assert numbers == ["-10000", "-10001"]


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001, 2.5, True])
def test_a_quantity_is_whole_and_above_zero(quantity: int) -> None:
    shop = open_shop()
    with pytest.raises(InvalidQuantity) as refused:
        create(shop, {MUG: (2, 1), CREAM: (quantity, 1000)})
    assert refused.value.field == "lines.1.quantity"
    assert PurchaseOrderRow.objects.count() == 0


def test_a_draft_that_cannot_be_ordered_is_refused_by_its_field() -> None:
    shop = open_shop()
    good = draft_of(shop, {CREAM: (3, 1000)})
    line = good.lines[0]
    for draft, field in (
        (replace(good, currency="XYZ"), "currency"),
        (replace(good, lines=()), "lines"),
        (replace(good, lines=(line, line)), "lines.1.sku"),
        (replace(good, lines=(replace(line, sku_id=Id(3)),)), "lines.0.sku"),
        (replace(good, lines=(replace(line, unit_price_minor=-1),)), "lines.0.unit_price"),
        (replace(good, duty_minor=-1), "duty"),
    ):
        with pytest.raises(InvalidPurchaseOrder) as refused:
            create_purchase_order(draft=draft, created_by=BUYER, key=fresh_key(), rate=RATE)
        assert refused.value.field == field
    with pytest.raises(SupplierNotFound):
        create_purchase_order(draft=replace(good, supplier_id=Id(1)), created_by=BUYER, key="a", rate=RATE)
    with pytest.raises(WarehouseNotFound):
        create_purchase_order(draft=replace(good, warehouse_id=Id(1)), created_by=BUYER, key="b", rate=RATE)
    assert PurchaseOrderRow.objects.count() == 0


def test_an_order_keeps_the_rate_of_the_day_it_was_placed() -> None:
    shop = open_shop()
    key = create(shop, {CREAM: (1, 1000)})
    place_purchase_order(order_id=key, rate=Decimal("8.1"))
    place_purchase_order(order_id=key, rate=Decimal("9.9"))
    order = get_purchase_order(key)
    assert (order.state, order.rate, order.rate_on) == (PurchaseState.ORDERED, Decimal("8.1"), buying.today())
    assert order.lines[0].landed_unit_cost == Money(8100)
    assert order.ordered_at is not None


def test_only_what_is_authorised_on_the_day_can_be_ordered() -> None:
    shop = open_shop()
    key = create(shop, {CREAM: (1, 1000), MUG: (1, 1000)})
    withdraw_authorisation(authorisation_id=shop.authorisations["lintwood"])
    with pytest.raises(NotAuthorised) as refused:
        place_purchase_order(order_id=key, rate=RATE)
    assert refused.value.details == {"brand": "Lintwood", "day": buying.today().isoformat()}
    assert get_purchase_order(key).state is PurchaseState.DRAFT
    late = create(shop, {LIPSTICK: (1, 1000)})
    with clock.fixed_at(clock.now() + timedelta(days=181)), pytest.raises(NotAuthorised):
        place_purchase_order(order_id=late, rate=RATE)
    place_purchase_order(order_id=late, rate=RATE)
    assert get_purchase_order(late).state is PurchaseState.ORDERED


def test_a_draft_or_an_order_of_which_nothing_came_can_be_cancelled() -> None:
    shop = open_shop()
    draft, open_one = create(shop, {CREAM: (1, 1)}), ordered(shop, {CREAM: (1, 1)})
    for key in (draft, open_one):
        cancel_purchase_order(order_id=key)
        cancel_purchase_order(order_id=key)
        with pytest.raises(WrongPurchaseState) as refused:
            place_purchase_order(order_id=key, rate=RATE)
        assert refused.value.details == {"state": "cancelled"}
    assert count_purchase_orders()[PurchaseState.CANCELLED] == 2


def test_an_order_of_which_something_came_is_closed_but_not_cancelled() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000)})
    buying.received(key, buying.came(key, 0, 2))
    with pytest.raises(WrongPurchaseState):
        cancel_purchase_order(order_id=key)
    close_purchase_order(order_id=key)
    assert get_purchase_order(key).state is PurchaseState.CLOSED
    with pytest.raises(WrongPurchaseState):
        close_purchase_order(order_id=create(shop, {CREAM: (1, 1)}))


def test_orders_are_listed_by_state_a_page_at_a_time() -> None:
    shop = open_shop()
    placed = [ordered(shop, {CREAM: (1, 1)}) for _ in range(3)]
    create(shop, {CREAM: (1, 1)})
    with CaptureQueriesContext(connection) as asked:
        first, cursor = list_purchase_orders(state=PurchaseState.ORDERED, limit=2)
    assert len(asked) == 2
    second, end = list_purchase_orders(state=PurchaseState.ORDERED, limit=2, cursor=cursor)
    assert [order.id for order in (*first, *second)] == placed[::-1]
    assert end == ""
    with pytest.raises(InvalidCursor):
        list_purchase_orders(cursor=cursor)
    assert len(list_purchase_orders()[0]) == 4


def test_an_authorisation_that_ends_is_watched_with_what_depends_on_it() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000), MUG: (1, 100)})
    (lot_id,) = buying.received(key, buying.came(key, 0, 2))
    day = buying.today()
    assert list_authorisation_watch(today=day, days=60) == ()
    soon = list_authorisation_watch(today=day + timedelta(days=150), days=60)
    soon = tuple(sorted(soon, key=lambda each: each.authorisation.number, reverse=True))
    assert [(each.authorisation.number, each.days_left) for each in soon] == [
        ("A-pondlight", 30),
        ("A-lintwood", 30),
    ]
    assert [(each.order_ids, each.lot_ids) for each in soon] == [((key,), (lot_id,)), ((key,), ())]
    close_purchase_order(order_id=key)
    ended = list_authorisation_watch(today=day + timedelta(days=200), days=60)
    assert [(each.authorisation.number, each.days_left, each.lot_ids) for each in ended] == [
        ("A-pondlight", -20, (lot_id,))
    ]
    add_authorisation(
        supplier_id=shop.supplier_id, brand_id=shop.brands["pondlight"], number="next", valid_from=day,
        valid_until=day + timedelta(days=999), added_by=BUYER,
    )  # fmt: skip
    assert list_authorisation_watch(today=day + timedelta(days=200), days=60) == ()
