"""A whole catalogue imported, bought, received, inspected and put on sale, through the doors only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.buying import BUYER, INSPECTOR, PORTER, fresh_key, today, verdict_on
from tests.support.foreign_lists import no_progress, write_sephora

from hongshu.flows.importing.services import import_sephora
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money, convert
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.catalog.queries import list_product_ids_from, list_skus_by_id, list_skus_of_products
from hongshu.store.inventory.contracts import (
    Lot,
    PurchaseLineDraft,
    PurchaseOrderDraft,
    PurchaseState,
    ReceivedLine,
    SupplierDraft,
    WarehouseDraft,
    WarehouseKind,
)
from hongshu.store.inventory.queries import (
    count_purchase_orders,
    get_purchase_order,
    list_availability,
    list_lot_balances,
    list_lots,
    list_lots_to_inspect,
)
from hongshu.store.inventory.services import (
    add_authorisation,
    create_purchase_order,
    inspect_lot,
    place_purchase_order,
    receive_lots,
    save_suppliers,
    save_warehouses,
)
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_balances

pytestmark = pytest.mark.django_db(transaction=True)
REAL_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "sephora"
RATE = Decimal("7.1")
LINES = 100
UNITS = 24


def put_on_sale() -> list[tuple[str, float]]:
    """Buy, receive and inspect every SKU of the catalogue; what took how many seconds."""
    steps: list[tuple[str, float]] = []

    def done(step: str) -> None:
        steps.append((step, time.perf_counter()))

    done("begun")
    skus = [sku for page in pages() for sku in page]
    supplier_id = save_suppliers(
        [SupplierDraft(code="harbor", name="Harbor Street Wholesale", country="US", currency="USD")]
    )["harbor"]
    warehouse = WarehouseDraft(
        code="nb",
        name_zh="宁波",
        name_en="Ningbo",
        kind=WarehouseKind.BONDED,
        country="CN",
        customs_port="3104",
    )
    warehouse_id = save_warehouses([warehouse])["nb"]
    for brand_id in sorted({sku.brand_id for sku in skus}):
        add_authorisation(
            supplier_id=supplier_id, brand_id=brand_id, number="2026", valid_from=today(),
            valid_until=today() + timedelta(days=365), added_by=BUYER,
        )  # fmt: skip
    done("authorised")
    orders = [
        order(skus[first : first + LINES], supplier_id, warehouse_id) for first in range(0, len(skus), LINES)
    ]
    done("ordered")
    for order_id in orders:
        lines = [
            ReceivedLine(
                line_id=line.id, quantity=line.quantity, code="H26", expires_on=today() + timedelta(days=700)
            )
            for line in get_purchase_order(order_id).lines
        ]
        receive_lots(order_id=order_id, lines=lines, received_by=PORTER, key=fresh_key())
    done("received")
    cursor, is_first = "", True
    while cursor or is_first:
        lots, cursor = list_lots_to_inspect(cursor=cursor, limit=500)
        is_first = False
        for lot in lots:
            inspect_lot(draft=verdict_on(lot.id), inspector_id=INSPECTOR, key=fresh_key())
    done("inspected")
    return [(step, ended - steps[at][1]) for at, (step, ended) in enumerate(steps[1:])]


def pages() -> Iterator[list[SkuOfProduct]]:
    first = 0
    while ids := list_product_ids_from(first, limit=500):
        found = list_skus_by_id([key for keys in list_skus_of_products(ids).values() for key in keys])
        yield list(found.values())
        first = ids[-1] + 1


def order(skus: list[SkuOfProduct], supplier_id: Id, warehouse_id: Id) -> Id:
    lines = tuple(
        PurchaseLineDraft(
            sku_id=sku.sku.id, quantity=UNITS, unit_price_minor=sku.sku.price.amount_minor // 18
        )
        for sku in skus
    )
    draft = PurchaseOrderDraft(
        supplier_id=supplier_id, warehouse_id=warehouse_id, currency="USD", lines=lines, freight_minor=12_345,
        insurance_minor=678, duty_minor=9_101,
    )  # fmt: skip
    order_id = create_purchase_order(draft=draft, created_by=BUYER, key=fresh_key(), rate=RATE)
    place_purchase_order(order_id=order_id, rate=RATE)
    return order_id


def all_lots() -> Iterator[Lot]:
    lots, cursor = list_lots(limit=1000)
    yield from lots
    while cursor:
        lots, cursor = list_lots(cursor=cursor, limit=1000)
        yield from lots


def assert_on_sale(count: int) -> None:
    """Every SKU can be sold, nothing waits, the books balance and hold the value of the stock."""
    sku_ids = [sku.sku.id for page in pages() for sku in page]
    assert len(sku_ids) == count
    assert {each.sellable for each in list_availability(sku_ids).values()} == {UNITS}
    assert list_lots_to_inspect() == ((), "")
    orders = count_purchase_orders()
    assert orders == {**dict.fromkeys(PurchaseState, 0), PurchaseState.CLOSED: -(-count // LINES)}

    lots = list(all_lots())
    equations = list_lot_balances([lot.id for lot in lots])
    assert len(lots) == len(equations) == count
    assert all(each.holds and each.received == each.sellable == UNITS for each in equations.values())
    balances = {balance.account: balance.net_minor for balance in list_balances()}
    assert sum(balances.values()) == 0
    value = sum(lot.unit_cost.amount_minor * equations[lot.id].sellable for lot in lots)
    assert balances[Account.INVENTORY] == value
    each_order = {
        Account.FREIGHT_PAYABLE: convert(Money(13_023, "USD"), rate=RATE, currency="CNY"),
        Account.DUTY_PAYABLE: convert(Money(9_101, "USD"), rate=RATE, currency="CNY"),
    }
    for account, owed in each_order.items():
        assert -balances[account] == owed.amount_minor * orders[PurchaseState.CLOSED]
    assert 0 <= balances.get(Account.COST_OF_GOODS, 0) < count * UNITS, "less than a fen a unit is left over"


def test_an_imported_catalogue_is_bought_and_put_on_sale(tmp_path: Path) -> None:
    products = [
        {"product_id": f"Q{n}", "product_name": f"Toner {n}", "price_usd": str(7 + n)} for n in range(120)
    ]
    import_sephora(write_sephora(tmp_path / "in", products=products), progress=no_progress)
    put_on_sale()
    assert_on_sale(120)


@pytest.mark.soak
def test_the_whole_real_catalogue_is_bought_and_put_on_sale(tmp_path: Path) -> None:
    if not REAL_DATA.is_dir():
        pytest.skip(f"needs the real lists in {REAL_DATA}")
    (tmp_path / "product_info.csv.zip").symlink_to(REAL_DATA / "product_info.csv.zip")
    assert import_sephora(tmp_path, progress=no_progress).refused == ()
    for step, seconds in put_on_sale():
        print(f"{step}: {seconds:.1f} s")
    assert_on_sale(8494)
