"""What can be had now, by where it stands: a read that goes with others."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import WarehouseKind

_BY_KIND = """
SELECT s.sku_id, w.kind, sum(s.sellable)::int
FROM inventory_stock AS s JOIN inventory_warehouse AS w ON w.id = s.warehouse_id,
    CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
WHERE s.sku_id = ANY(%(skus)s) AND NOT s.is_spent AND s.sellable > 0 AND s.expires_on > today
GROUP BY s.sku_id, w.kind
"""
_BY_WAREHOUSE = """
SELECT s.sku_id, s.warehouse_id, w.kind, sum(s.sellable)::int
FROM inventory_stock AS s JOIN inventory_warehouse AS w ON w.id = s.warehouse_id,
    CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
WHERE s.sku_id = ANY(%(skus)s) AND NOT s.is_spent AND s.zone = 'shelf' AND s.sellable > 0
    AND s.expires_on > today
GROUP BY s.sku_id, s.warehouse_id, w.kind ORDER BY s.sku_id, s.warehouse_id
"""


def ask_sellable_by_kind(sku_ids: Collection[Id]) -> Asked[dict[Id, dict[WarehouseKind, int]]]:
    """The sellable units of each SKU by the kind of warehouse; what cannot be had anywhere is left out."""
    if not sku_ids:
        return Asked.known({})

    def answer(rows: list[tuple[int, str, int]]) -> dict[Id, dict[WarehouseKind, int]]:
        found: dict[Id, dict[WarehouseKind, int]] = {}
        for sku_id, kind, units in rows:
            found.setdefault(Id(sku_id), {})[WarehouseKind(kind)] = units
        return found

    return Asked(_BY_KIND, {"skus": sorted(set(sku_ids))}, answer, columns=3)


def ask_sellable_by_warehouse(
    sku_ids: Collection[Id],
) -> Asked[dict[Id, tuple[tuple[Id, WarehouseKind, int], ...]]]:
    """Where each SKU can be had: (warehouse, its kind, sellable units); what cannot be had is left out."""
    if not sku_ids:
        return Asked.known({})

    def answer(rows: list[tuple[int, int, str, int]]) -> dict[Id, tuple[tuple[Id, WarehouseKind, int], ...]]:
        found: dict[Id, list[tuple[Id, WarehouseKind, int]]] = {}
        for sku_id, warehouse_id, kind, units in rows:
            found.setdefault(Id(sku_id), []).append((Id(warehouse_id), WarehouseKind(kind), units))
        return {sku_id: tuple(places) for sku_id, places in found.items()}

    return Asked(_BY_WAREHOUSE, {"skus": sorted(set(sku_ids))}, answer, columns=4)
