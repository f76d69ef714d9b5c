"""Small stocks for tests: lots that passed, laid on shelves without buying them first."""

from __future__ import annotations

from datetime import date

from hongshu.kernel.ids import Id, new_id
from hongshu.store.inventory.contracts import MovementKind, Quality
from hongshu.store.inventory.models import (
    LotRow,
    PurchaseLineRow,
    PurchaseOrderRow,
    StockRow,
    SupplierRow,
    WarehouseRow,
)
from hongshu.store.inventory.models.stock import NEVER
from hongshu.store.inventory.services.movements import Moved, write_movements

SOMEBODY = Id(7)


def warehouse(code: str = "nb", *, kind: str = "bonded") -> WarehouseRow:
    """A warehouse, the same each time."""
    made, _ = WarehouseRow.objects.get_or_create(
        code=code, defaults={"name_zh": "宁波保税仓", "name_en": "Ningbo", "kind": kind, "country": "CN"}
    )
    return made


def lot(
    sku_id: Id,
    *,
    units: int,
    expires_on: date = NEVER,
    quality: Quality = Quality.PASSED,
    buckets: int = 1,
    place: WarehouseRow | None = None,
    unit_cost_minor: int = 1_000,
) -> LotRow:
    """A lot with all its units on the shelf, sellable if it passed; spread over buckets."""
    place = place or warehouse()
    supplier, _ = SupplierRow.objects.get_or_create(
        code="s1", defaults={"name": "Nordlys Oy", "country": "FI", "currency": "EUR"}
    )
    order = PurchaseOrderRow.objects.create(
        number=f"PO-{new_id()}", supplier=supplier, warehouse=place, currency="EUR", rate="7.8",
        rate_on=date(2026, 11, 1), created_by=SOMEBODY, state="closed",
    )  # fmt: skip
    line = PurchaseLineRow.objects.create(
        order=order, position=1, sku_id=sku_id, quantity=units, received_quantity=units, unit_price_minor=100
    )
    made = LotRow.objects.create(
        sku_id=sku_id, product_id=sku_id, code=f"L{line.id}", line=line, supplier=supplier, warehouse=place,
        received_quantity=units, unit_cost_minor=unit_cost_minor, expires_on=expires_on,
        received_by=SOMEBODY, quality=quality.value,
    )  # fmt: skip
    is_sellable = quality in (Quality.PASSED, Quality.CONDITIONAL)
    for bucket in range(buckets):
        share = units // buckets + (bucket < units % buckets)
        StockRow.objects.create(
            sku_id=sku_id, product_id=sku_id, lot=made, warehouse=place, bucket=bucket, expires_on=expires_on,
            unit_cost_minor=unit_cost_minor,
            sellable=share if is_sellable else 0, quarantined=0 if is_sellable else share,
        )  # fmt: skip
    write_movements(
        [
            Moved(
                sku_id=sku_id, lot_id=Id(made.id), warehouse_id=Id(place.id), kind=MovementKind.RECEIVED,
                quantity=units, key=f"receive:{made.id}",
            )
        ]
    )  # fmt: skip
    return made


def counts(sku_id: Id) -> tuple[int, int, int]:
    """Sellable, reserved and quarantined units of a SKU, everywhere."""
    rows = StockRow.objects.filter(sku_id=sku_id).values_list("sellable", "reserved", "quarantined")
    sellable, reserved, quarantined = zip(*rows, strict=True) if rows else ((), (), ())
    return sum(sellable), sum(reserved), sum(quarantined)
