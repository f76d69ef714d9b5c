"""Commands on the inventory: every write. Each opens a transaction, or joins the caller's."""

from hongshu.store.inventory.services.adjusting import (
    adjust_stock,
    dispose_stock,
    spread_stock,
)
from hongshu.store.inventory.services.checking import (
    set_aside,
    settle_checking,
    take_back,
)
from hongshu.store.inventory.services.counting import (
    record_count,
)
from hongshu.store.inventory.services.inspecting import (
    inspect_lot,
    save_checklist,
)
from hongshu.store.inventory.services.purchasing import (
    cancel_purchase_order,
    close_purchase_order,
    create_purchase_order,
    place_purchase_order,
)
from hongshu.store.inventory.services.recalling import (
    lift_recall,
    recall_lot,
)
from hongshu.store.inventory.services.receiving import (
    receive_lots,
)
from hongshu.store.inventory.services.reserving import (
    confirm_hold,
    expire_holds,
    release_hold,
    sell_hold,
    take_stock,
)
from hongshu.store.inventory.services.suppliers import (
    add_authorisation,
    save_suppliers,
    save_warehouses,
    withdraw_authorisation,
)
from hongshu.store.inventory.services.transferring import (
    confirm_transfer,
    transfer_stock,
)
from hongshu.store.inventory.services.watching import (
    quarantine_expired,
    sweep_spent,
)

__all__ = [
    "add_authorisation",
    "adjust_stock",
    "cancel_purchase_order",
    "close_purchase_order",
    "confirm_hold",
    "confirm_transfer",
    "create_purchase_order",
    "dispose_stock",
    "expire_holds",
    "inspect_lot",
    "lift_recall",
    "place_purchase_order",
    "quarantine_expired",
    "recall_lot",
    "receive_lots",
    "record_count",
    "release_hold",
    "save_checklist",
    "save_suppliers",
    "save_warehouses",
    "sell_hold",
    "set_aside",
    "settle_checking",
    "spread_stock",
    "sweep_spent",
    "take_back",
    "take_stock",
    "transfer_stock",
    "withdraw_authorisation",
]
