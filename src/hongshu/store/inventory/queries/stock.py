"""Reads of stock: what can be had, what lies where, and what runs out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import connection

from hongshu.kernel import clock
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id, id_at
from hongshu.store.inventory.contracts import (
    Availability,
    LotBalance,
    LowStock,
    StockLine,
    WarehouseKind,
    Zone,
)
from hongshu.store.inventory.models.stock import NEVER
from hongshu.store.inventory.queries.lots import day_of

_AVAILABLE = """
SELECT s.sku_id,
    coalesce(sum(s.sellable) FILTER (WHERE s.expires_on > today), 0)::int,
    sum(s.reserved)::int,
    (sum(s.quarantined) + coalesce(sum(s.sellable) FILTER (WHERE s.expires_on <= today), 0))::int,
    min(s.expires_on) FILTER (WHERE s.sellable > 0 AND s.expires_on > today)
FROM inventory_stock AS s, CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
WHERE s.sku_id = ANY(%(skus)s) AND NOT s.is_spent AND (%(kinds)s::text[] IS NULL OR s.warehouse_id IN (
    SELECT w.id FROM inventory_warehouse AS w WHERE w.kind = ANY(%(kinds)s)
))
GROUP BY s.sku_id
"""
_LINES = """
SELECT s.lot_id, s.sku_id, s.warehouse_id, s.zone, sum(s.sellable)::int, sum(s.reserved)::int,
    sum(s.quarantined)::int, min(s.expires_on)
FROM inventory_stock AS s
WHERE NOT s.is_spent
    AND (%(lot)s::bigint IS NULL OR s.lot_id = %(lot)s) AND (%(sku)s::bigint IS NULL OR s.sku_id = %(sku)s)
    AND (%(warehouse)s::bigint IS NULL OR s.warehouse_id = %(warehouse)s)
    AND (%(zone)s::text IS NULL OR s.zone = %(zone)s)
    AND (%(last_lot)s::bigint IS NULL OR s.lot_id <= %(last_lot)s AND (
        s.lot_id < %(last_lot)s OR (s.warehouse_id, s.zone) > (%(last_warehouse)s, %(last_zone)s)
    ))
GROUP BY s.lot_id, s.sku_id, s.warehouse_id, s.zone
HAVING sum(s.sellable) + sum(s.reserved) + sum(s.quarantined) > 0
ORDER BY s.lot_id DESC, s.warehouse_id, s.zone LIMIT %(limit)s
"""
_EXPIRING = """
SELECT s.lot_id, s.sku_id, s.warehouse_id, s.zone, sum(s.sellable)::int, sum(s.reserved)::int,
    sum(s.quarantined)::int, s.expires_on
FROM inventory_stock AS s
WHERE NOT s.is_spent
    AND s.expires_on <= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date + %(days)s::int
GROUP BY s.lot_id, s.sku_id, s.warehouse_id, s.zone, s.expires_on
HAVING sum(s.sellable) + sum(s.reserved) + sum(s.quarantined) > 0
ORDER BY s.expires_on, s.lot_id, s.warehouse_id, s.zone LIMIT %(limit)s
"""
_BALANCES = """
SELECT l.id, l.received_quantity,
    coalesce(m.disposed, 0)::int, coalesce(m.sold, 0)::int,
    coalesce(s.sellable, 0)::int, coalesce(s.reserved, 0)::int, coalesce(s.quarantined, 0)::int
FROM inventory_lot AS l
LEFT JOIN LATERAL (
    SELECT -sum(quantity) FILTER (WHERE kind IN ('disposed', 'adjusted')) AS disposed,
        -sum(quantity) FILTER (WHERE kind IN ('sold', 'returned')) AS sold
    FROM inventory_movement WHERE lot_id = l.id
) AS m ON true
LEFT JOIN LATERAL (
    SELECT sum(sellable) AS sellable, sum(reserved) AS reserved, sum(quarantined) AS quarantined
    FROM inventory_stock WHERE lot_id = l.id
) AS s ON true
WHERE l.id = ANY(%s)
"""
_LOW = """
WITH here AS (
    SELECT sku_id, min(product_id) AS product_id,
        coalesce(sum(sellable) FILTER (WHERE zone = 'shelf' AND expires_on > today), 0)::int AS sellable
    FROM inventory_stock, CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
    GROUP BY sku_id
), gone AS (
    SELECT sku_id, -sum(quantity)::int AS sold FROM inventory_movement
    WHERE id >= %(since)s AND kind IN ('sold', 'returned') GROUP BY sku_id
), both_sides AS (
    SELECT here.*, greatest(coalesce(gone.sold, 0), 0) AS sold FROM here LEFT JOIN gone USING (sku_id)
)
SELECT sku_id, product_id, sellable, sold, sellable * %(window)s::bigint / nullif(sold, 0) AS days_left
FROM both_sides
WHERE sellable <= %(least)s OR sellable * %(window)s::bigint < sold::bigint * %(cover)s
ORDER BY days_left NULLS LAST, sellable, sku_id LIMIT %(limit)s
"""
_IN_STOCK = """
SELECT product_id, bool_or(NOT is_spent AND zone = 'shelf' AND sellable > 0 AND expires_on > today)
FROM inventory_stock, CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
GROUP BY product_id
"""


def list_availability(
    sku_ids: Collection[Id], *, warehouse_kinds: Collection[WarehouseKind] | None = None
) -> dict[Id, Availability]:
    """What can be had of each SKU now, in all warehouses or those of some kinds; one query, none for no ids.

    Every SKU that is asked for is in the answer. What has expired counts as quarantined from its date on.
    """
    if not sku_ids:
        return {}
    found = {
        Id(sku_id): Availability(
            sku_id=Id(sku_id), sellable=0, reserved=0, quarantined=0, soonest_expiry=None
        )
        for sku_id in sku_ids
    }
    kinds = None if warehouse_kinds is None else [kind.value for kind in warehouse_kinds]
    rows = _rows(_AVAILABLE, {"skus": sorted(set(sku_ids)), "kinds": kinds})
    for sku_id, sellable, reserved, quarantined, soonest in rows:
        found[Id(sku_id)] = Availability(
            sku_id=Id(sku_id),
            sellable=sellable,
            reserved=reserved,
            quarantined=quarantined,
            soonest_expiry=_expiry(soonest),
        )
    return found


def list_stock(
    *,
    lot_id: Id | None = None,
    sku_id: Id | None = None,
    warehouse_id: Id | None = None,
    zone: Zone | None = None,
    cursor: str = "",
    limit: int = 50,
) -> tuple[tuple[StockLine, ...], str]:
    """A page of what lies where, the newest lot first, with the next page's cursor. One query.

    Places with nothing in them are left out. Raises InvalidCursor.
    """
    return ask_stock(
        lot_id=lot_id, sku_id=sku_id, warehouse_id=warehouse_id, zone=zone, cursor=cursor, limit=limit
    ).answer


def ask_stock(
    *,
    lot_id: Id | None = None,
    sku_id: Id | None = None,
    warehouse_id: Id | None = None,
    zone: Zone | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Asked[tuple[tuple[StockLine, ...], str]]:
    """``list_stock`` to be asked together with others."""
    listing = f"stock:{lot_id}:{sku_id}:{warehouse_id}:{zone}"
    last_lot, last_warehouse, last_zone = decode_cursor(listing, cursor) if cursor else (None, None, "")
    values = {
        "lot": lot_id, "sku": sku_id, "warehouse": warehouse_id,
        "zone": None if zone is None else zone.value, "limit": limit + 1,
        "last_lot": last_lot, "last_warehouse": last_warehouse, "last_zone": last_zone,
    }  # fmt: skip

    def page(rows: list[tuple[Any, ...]]) -> tuple[tuple[StockLine, ...], str]:
        lines = tuple(map(_line, rows[:limit]))
        if len(rows) <= limit:
            return lines, ""
        last = lines[-1]
        return lines, encode_cursor(listing, [int(last.lot_id), int(last.warehouse_id), last.zone.value])

    return Asked(_LINES, values, page, columns=8)


def list_near_expiry(*, within_days: int = 90, limit: int = 100) -> tuple[StockLine, ...]:
    """What expires within so many days or has expired and is still here, the soonest first; one query."""
    return ask_near_expiry(within_days=within_days, limit=limit).answer


def ask_near_expiry(*, within_days: int = 90, limit: int = 100) -> Asked[tuple[StockLine, ...]]:
    """``list_near_expiry`` to be asked together with others."""
    values = {"days": within_days, "limit": limit}
    return Asked(_EXPIRING, values, lambda found: tuple(map(_line, found)), columns=8)


def list_low_stock(
    *, least_units: int = 10, cover_days: int = 14, window_days: int = 28, limit: int = 100
) -> tuple[LowStock, ...]:
    """SKUs that we have or had, and that run out, the first to run out first; one query.

    At most *least_units* are left, or what is left lasts less than *cover_days* at the pace of *window_days*.
    """
    return ask_low_stock(
        least_units=least_units, cover_days=cover_days, window_days=window_days, limit=limit
    ).answer


def ask_low_stock(
    *, least_units: int = 10, cover_days: int = 14, window_days: int = 28, limit: int = 100
) -> Asked[tuple[LowStock, ...]]:
    """``list_low_stock`` to be asked together with others."""
    since = id_at(clock.now() - timedelta(days=window_days))
    return Asked(
        _LOW,
        {"least": least_units, "cover": cover_days, "window": window_days, "since": since, "limit": limit},
        lambda found: tuple(
            LowStock(
                sku_id=Id(sku_id),
                product_id=Id(product_id),
                sellable=sellable,
                sold=sold,
                days_left=days_left,
            )
            for sku_id, product_id, sellable, sold, days_left in found
        ),
        columns=5,
    )


def list_lot_balances(lot_ids: Collection[Id]) -> dict[Id, LotBalance]:
    """Each lot's equation, from its movements and its stock; one query, none for no ids."""
    return ask_lot_balances(lot_ids).answer


def ask_lot_balances(lot_ids: Collection[Id]) -> Asked[dict[Id, LotBalance]]:
    """``list_lot_balances`` to be asked together with others."""
    if not lot_ids:
        return Asked.known({})
    return Asked(
        _BALANCES,
        [list(lot_ids)],
        lambda found: {
            Id(lot_id): LotBalance(
                lot_id=Id(lot_id),
                received=received,
                disposed=disposed,
                sold=sold,
                sellable=sellable,
                reserved=reserved,
                quarantined=quarantined,
            )
            for lot_id, received, disposed, sold, sellable, reserved, quarantined in found
        },
        columns=7,
    )


def list_stocked_products() -> dict[Id, bool]:
    """Every product that has or had stock, and whether something of it can be had now; one query."""
    return {Id(product_id): is_there for product_id, is_there in _rows(_IN_STOCK, [])}


def _rows(statement: str, values: dict[str, Any] | list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _expiry(day: date | None) -> date | None:
    return None if day == NEVER else day


def _line(row: tuple[Any, ...]) -> StockLine:
    lot_id, sku_id, warehouse_id, zone, sellable, reserved, quarantined, expires_on = row
    return StockLine(
        lot_id=Id(lot_id),
        sku_id=Id(sku_id),
        warehouse_id=Id(warehouse_id),
        zone=Zone(zone),
        sellable=sellable,
        reserved=reserved,
        quarantined=quarantined,
        expires_on=_expiry(day_of(expires_on)),
    )
