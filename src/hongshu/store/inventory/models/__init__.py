"""Tables of the inventory."""

from hongshu.store.inventory.models.buying import (
    AuthorisationRow,
    PurchaseLineRow,
    PurchaseOrderRow,
    SupplierRow,
    WarehouseRow,
)
from hongshu.store.inventory.models.quality import ChecklistRow, InspectionRow
from hongshu.store.inventory.models.stock import (
    CountRow,
    LotActRow,
    LotRow,
    MovementRow,
    ReservationRow,
    StockRow,
)

__all__ = [
    "AuthorisationRow",
    "ChecklistRow",
    "CountRow",
    "InspectionRow",
    "LotActRow",
    "LotRow",
    "MovementRow",
    "PurchaseLineRow",
    "PurchaseOrderRow",
    "ReservationRow",
    "StockRow",
    "SupplierRow",
    "WarehouseRow",
]
