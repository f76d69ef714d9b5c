"""A small shop and what it buys, through the doors: two brands, three SKUs, one supplier, one warehouse."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import BrandDraft, CategoryDraft, ProductDraft, SkuDraft, Text
from hongshu.store.catalog.queries import list_skus_by_code
from hongshu.store.catalog.services import save_brands, save_categories, save_products
from hongshu.store.inventory.contracts import (
    CheckAnswer,
    InspectionDraft,
    PurchaseLineDraft,
    PurchaseOrderDraft,
    Quality,
    ReceivedLine,
    SupplierDraft,
    WarehouseDraft,
    WarehouseKind,
)
from hongshu.store.inventory.queries import get_inspection_plan, get_purchase_order
from hongshu.store.inventory.services import (
    add_authorisation,
    create_purchase_order,
    inspect_lot,
    place_purchase_order,
    receive_lots,
    save_suppliers,
    save_warehouses,
)

BUYER, INSPECTOR, PORTER = Id(21), Id(22), Id(23)
CREAM, LIPSTICK, MUG = "PON-CRM-50", "PON-LIP-01", "LIN-MUG-1"
RATE = Decimal("7.8123")
_keys = itertools.count(1)


@dataclass(frozen=True)
class Shop:
    """Ids of what is there; SKUs by their codes, brands by their slugs."""

    skus: dict[str, Id]
    brands: dict[str, Id]
    supplier_id: Id
    warehouse_id: Id
    authorisations: dict[str, Id]


def fresh_key() -> str:
    """An idempotency key that nobody has used."""
    return f"key-{next(_keys)}"


def today() -> date:
    """The day where the business is."""
    return (clock.now() + timedelta(hours=8)).date()


def open_shop() -> Shop:
    """The shop, whose supplier is authorised for both brands for a year around today."""
    brands = save_brands(
        [BrandDraft("pondlight", Text(en="Pondlight")), BrandDraft("lintwood", Text(en="Lintwood"))]
    )
    save_categories(
        [
            CategoryDraft("skincare", "", Text(en="Skincare")),
            CategoryDraft("moisturizer", "skincare", Text(en="Moisturizer")),
            CategoryDraft("makeup", "", Text(en="Makeup")),
            CategoryDraft("home", "", Text(en="Home")),
        ]
    )
    save_products(
        [
            _product("cream", "pondlight", "moisturizer", CREAM),
            _product("lipstick", "pondlight", "makeup", LIPSTICK),
            _product("mug", "lintwood", "home", MUG),
        ]
    )
    supplier = save_suppliers(
        [SupplierDraft(code="nordlys", name="Nordlys Oy", country="FI", currency="EUR")]
    )
    warehouse = save_warehouses(
        [
            WarehouseDraft(
                code="nb", name_zh="宁波保税仓", name_en="Ningbo", kind=WarehouseKind.BONDED, country="CN",
                customs_port="3104",
            )
        ]
    )  # fmt: skip
    day = today()
    return Shop(
        skus=list_skus_by_code([CREAM, LIPSTICK, MUG]),
        brands=brands,
        supplier_id=supplier["nordlys"],
        warehouse_id=warehouse["nb"],
        authorisations={
            slug: add_authorisation(
                supplier_id=supplier["nordlys"],
                brand_id=key,
                number=f"A-{slug}",
                valid_from=day - timedelta(days=180),
                valid_until=day + timedelta(days=180),
                added_by=BUYER,
            )
            for slug, key in brands.items()
        },
    )


def draft_of(shop: Shop, lines: dict[str, tuple[int, int]], **costs: int) -> PurchaseOrderDraft:
    """An order of SKUs (by code) with their quantities and unit prices in euro cents."""
    return PurchaseOrderDraft(
        supplier_id=shop.supplier_id,
        warehouse_id=shop.warehouse_id,
        currency="EUR",
        lines=tuple(
            PurchaseLineDraft(sku_id=shop.skus[code], quantity=quantity, unit_price_minor=price)
            for code, (quantity, price) in lines.items()
        ),
        **costs,
    )


def ordered(shop: Shop, lines: dict[str, tuple[int, int]], **costs: int) -> Id:
    """An order that was placed."""
    key = create_purchase_order(
        draft=draft_of(shop, lines, **costs), created_by=BUYER, key=fresh_key(), rate=RATE
    )
    place_purchase_order(order_id=key, rate=RATE)
    return key


def came(
    order_id: Id, position: int, quantity: int, *, code: str = "L1", expires_on: date | None = None
) -> ReceivedLine:
    """What came of the order's line at *position* (from 0); it keeps two years."""
    line = get_purchase_order(order_id).lines[position]
    ends = expires_on or today() + timedelta(days=730)
    return ReceivedLine(line_id=line.id, quantity=quantity, code=code, expires_on=ends)


def received(order_id: Id, *lines: ReceivedLine) -> tuple[Id, ...]:
    """The lots of what came; without *lines*, everything that the order waits for."""
    if not lines:
        order = get_purchase_order(order_id)
        lines = tuple(
            came(order_id, position, line.quantity - line.received_quantity)
            for position, line in enumerate(order.lines)
            if line.quantity > line.received_quantity
        )
    return receive_lots(order_id=order_id, lines=lines, received_by=PORTER, key=fresh_key())


def bought(shop: Shop, code: str, quantity: int) -> Id:
    """A lot of a SKU that was ordered and came; it waits for an inspector."""
    (lot_id,) = received(ordered(shop, {code: (quantity, 1000)}))
    return lot_id


def verdict_on(
    lot_id: Id, verdict: Quality = Quality.PASSED, *, failing: tuple[str, ...] = (), defects: int = 0,
    note: str = "", conditions: tuple[str, str] = ("", ""), picture_ids: tuple[Id, ...] = (),
) -> InspectionDraft:  # fmt: skip
    """A verdict with an answer for every point; *failing* are not fine."""
    items = get_inspection_plan(lot_id).checklist.items
    return InspectionDraft(
        lot_id=lot_id,
        verdict=verdict,
        defects_found=defects,
        answers=tuple(CheckAnswer(slug=item.slug, is_fine=item.slug not in failing) for item in items),
        note=note,
        conditions_zh=conditions[0],
        conditions_en=conditions[1],
        picture_ids=picture_ids,
    )


def passed(lot_id: Id, *, buckets: int = 1) -> Id:
    """An inspection that the lot passed."""
    return inspect_lot(draft=verdict_on(lot_id), inspector_id=INSPECTOR, key=fresh_key(), buckets=buckets)


def failed(lot_id: Id) -> Id:
    """An inspection that the lot failed."""
    draft = verdict_on(lot_id, Quality.FAILED, note="The print is blurred.")
    return inspect_lot(draft=draft, inspector_id=INSPECTOR, key=fresh_key())


def _product(slug: str, brand: str, category: str, code: str) -> ProductDraft:
    return ProductDraft(
        source="test", source_key=slug, brand_slug=brand, category_slug=category, name=Text(en=slug),
        skus=(SkuDraft(code, Money(9900)),),
    )  # fmt: skip
