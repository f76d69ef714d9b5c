"""Reads of the inventory; they return contracts, never models."""

from hongshu.store.inventory.queries.authorisations import (
    list_authorisation_watch,
)
from hongshu.store.inventory.queries.buying import (
    count_purchase_orders,
    find_purchase_order,
    get_purchase_order,
    get_supplier,
    list_purchase_orders,
    list_purchase_orders_by_id,
    list_suppliers,
    list_suppliers_by_id,
    list_warehouses,
    list_warehouses_by_id,
)
from hongshu.store.inventory.queries.lots import (
    count_lots_to_inspect,
    get_lot,
    list_lots,
    list_lots_by_id,
    list_lots_of_lines,
    list_lots_to_inspect,
)
from hongshu.store.inventory.queries.quality import (
    get_checklist,
    get_inspection_plan,
    list_checklists,
    list_inspections_by_id,
    list_inspections_made_by,
    list_inspections_of_lots,
)
from hongshu.store.inventory.queries.reservations import (
    list_broken_holds,
    list_reserved,
)
from hongshu.store.inventory.queries.stock import (
    list_availability,
    list_counts,
    list_lot_balances,
    list_low_stock,
    list_movements,
    list_near_expiry,
    list_stock,
    list_stocked_products,
)

__all__ = [
    "count_lots_to_inspect",
    "count_purchase_orders",
    "find_purchase_order",
    "get_checklist",
    "get_inspection_plan",
    "get_lot",
    "get_purchase_order",
    "get_supplier",
    "list_authorisation_watch",
    "list_availability",
    "list_broken_holds",
    "list_checklists",
    "list_counts",
    "list_inspections_by_id",
    "list_inspections_made_by",
    "list_inspections_of_lots",
    "list_lot_balances",
    "list_lots",
    "list_lots_by_id",
    "list_lots_of_lines",
    "list_lots_to_inspect",
    "list_low_stock",
    "list_movements",
    "list_near_expiry",
    "list_purchase_orders",
    "list_purchase_orders_by_id",
    "list_reserved",
    "list_stock",
    "list_stocked_products",
    "list_suppliers",
    "list_suppliers_by_id",
    "list_warehouses",
    "list_warehouses_by_id",
]
