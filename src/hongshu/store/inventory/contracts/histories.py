"""Where a lot came from, and what of a SKU is on sale: what pages tell buyers. No cost is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts.buying import Authorisation, Warehouse, WarehouseKind
from hongshu.store.inventory.contracts.lots import Inspection, Quality


@dataclass(frozen=True, slots=True, kw_only=True)
class LotHistory:
    """The way of a lot up to now.

    ``authorisations`` are all that its supplier showed, of any brand, the longest valid first.
    ``inspections`` are the latest first; ``warehouse`` is where it was received, or where it lies on sale.
    """

    lot_id: Id
    sku_id: Id
    product_id: Id
    code: str
    supplier_name: str
    supplier_country: str
    authorisations: tuple[Authorisation, ...]
    ordered_at: datetime | None
    received_at: datetime
    warehouse: Warehouse
    inspections: tuple[Inspection, ...]
    quality: Quality
    produced_on: date | None
    expires_on: date | None
    recalled_at: datetime | None
    recall_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSale:
    """What a buyer can have of a SKU now.

    ``was_here`` tells what is sold out from what never came. ``warehouse_id`` and ``warehouse_kind`` are of
    the lot that would be taken first. ``coming_on`` is the nearest day on which more is expected.
    """

    sku_id: Id
    sellable: int
    was_here: bool
    warehouse_id: Id | None
    warehouse_kind: WarehouseKind | None
    soonest_expiry: date | None
    coming_on: date | None
