"""Reads of what happened to stock: movements, counts, and acts on lots."""

from __future__ import annotations

from typing import Any

from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import (
    COUNT_EVERY_DAYS,
    Count,
    CountDue,
    LotAct,
    LotActKind,
    Movement,
    MovementKind,
)
from hongshu.store.inventory.models import CountRow, LotActRow, MovementRow
from hongshu.store.inventory.models.stock import NEVER
from hongshu.store.inventory.queries.lots import day_of

_DUE = """
SELECT s.lot_id, s.sku_id, s.warehouse_id, sum(s.sellable + s.reserved + s.quarantined)::int,
    min(s.expires_on), max(c.counted_at)
FROM inventory_stock AS s JOIN inventory_lot AS l ON l.id = s.lot_id
LEFT JOIN LATERAL (
    SELECT max(counted_at) AS counted_at FROM inventory_count
    WHERE lot_id = s.lot_id AND warehouse_id = s.warehouse_id
) AS c ON true
WHERE NOT s.is_spent AND s.zone = 'shelf' AND s.sellable + s.reserved + s.quarantined > 0
    AND coalesce(c.counted_at, l.received_at) < statement_timestamp() - make_interval(days => %(days)s)
GROUP BY s.lot_id, s.sku_id, s.warehouse_id
ORDER BY min(coalesce(c.counted_at, l.received_at)), s.lot_id, s.warehouse_id
OFFSET %(after)s LIMIT %(limit)s
"""
_MOVEMENT = (
    "id", "lot_id", "sku_id", "warehouse_id", "kind", "quantity", "reason", "actor_id", "moved_at",
)  # fmt: skip
_ACT = ("id", "lot_id", "kind", "warehouse_id", "quantity", "reason", "actor_id", "acted_at")


def list_movements(
    *,
    lot_id: Id | None = None,
    sku_id: Id | None = None,
    warehouse_id: Id | None = None,
    kind: MovementKind | None = None,
    cursor: str = "",
    limit: int = 50,
) -> tuple[tuple[Movement, ...], str]:
    """A page of movements, the newest first, with the next page's cursor. One query. Raises InvalidCursor."""
    return ask_movements(
        lot_id=lot_id, sku_id=sku_id, warehouse_id=warehouse_id, kind=kind, cursor=cursor, limit=limit
    ).answer


def ask_movements(
    *,
    lot_id: Id | None = None,
    sku_id: Id | None = None,
    warehouse_id: Id | None = None,
    kind: MovementKind | None = None,
    since: Id | None = None,
    before: Id | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Asked[tuple[tuple[Movement, ...], str]]:
    """``list_movements`` to be asked together with others. *since* and *before* are ids of moments."""
    wanted = {
        "lot_id": lot_id, "sku_id": sku_id, "warehouse_id": warehouse_id, "kind": kind and kind.value,
        "id__gte": since,
    }  # fmt: skip
    filters = {name: value for name, value in wanted.items() if value is not None}
    rows = MovementRow.objects.filter(**filters).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    listing = f"movements:{filters}:{before or ''}"
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(listing, cursor)[0])

    def page(found: list[tuple[Any, ...]]) -> tuple[tuple[Movement, ...], str]:
        onward = encode_cursor(listing, [int(found[limit - 1][0])]) if len(found) > limit else ""
        return tuple(map(_movement, found[:limit])), onward

    return Asked.rows(rows.values_list(*_MOVEMENT)[: limit + 1], page)


def list_counts(*, warehouse_id: Id, cursor: str = "", limit: int = 50) -> tuple[tuple[Count, ...], str]:
    """A page of a warehouse's counts, the newest first, with the next page's cursor. One query.

    Raises InvalidCursor.
    """
    listing = f"counts:{warehouse_id}"
    rows = CountRow.objects.filter(warehouse_id=warehouse_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(listing, cursor)[0])
    found = list(rows[: limit + 1])
    onward = encode_cursor(listing, [int(found[limit - 1].id)]) if len(found) > limit else ""
    return tuple(map(_count, found[:limit])), onward


def list_counts_due(
    *, every_days: int = COUNT_EVERY_DAYS, cursor: str = "", limit: int = 50
) -> tuple[tuple[CountDue, ...], str]:
    """A page of what lies on shelves and was not counted (or did not come) within so many days, the longest
    waiting first, with the next page's cursor. One query. Raises InvalidCursor.
    """
    listing = f"counts_due:{every_days}"
    after = int(decode_cursor(listing, cursor)[0]) if cursor else 0
    found = ask_counts_due(every_days=every_days, after=after, limit=limit + 1).answer
    return found[:limit], encode_cursor(listing, [after + limit]) if len(found) > limit else ""


def ask_counts_due(
    *, every_days: int = COUNT_EVERY_DAYS, after: int = 0, limit: int = 50
) -> Asked[tuple[CountDue, ...]]:
    """The first counts that are due, to be asked together with others."""

    def answer(rows: list[tuple[Any, ...]]) -> tuple[CountDue, ...]:
        return tuple(
            CountDue(
                lot_id=Id(lot_id),
                sku_id=Id(sku_id),
                warehouse_id=Id(warehouse_id),
                expected=expected,
                expires_on=None if day_of(ends) == NEVER else day_of(ends),
                counted_at=counted_at,
            )
            for lot_id, sku_id, warehouse_id, expected, ends, counted_at in rows
        )

    values = {"days": every_days, "after": after, "limit": limit}
    return Asked(_DUE, values, answer, columns=6, moments=(5,))


def list_lot_acts(lot_id: Id, *, limit: int = 50) -> tuple[LotAct, ...]:
    """What was done with a lot by which no unit came or went, the newest first. One query."""
    return ask_lot_acts(lot_id, limit=limit).answer


def ask_lot_acts(lot_id: Id, *, limit: int = 50) -> Asked[tuple[LotAct, ...]]:
    """``list_lot_acts`` to be asked together with others."""
    rows = LotActRow.objects.filter(lot_id=lot_id).order_by("-id").values_list(*_ACT)[:limit]
    return Asked.rows(rows, lambda found: tuple(map(_act, found)))


def _movement(values: tuple[Any, ...]) -> Movement:
    key, lot_id, sku_id, warehouse_id, kind, quantity, reason, actor_id, moved_at = values
    return Movement(
        id=Id(key),
        lot_id=Id(lot_id),
        sku_id=Id(sku_id),
        warehouse_id=Id(warehouse_id),
        kind=MovementKind(kind),
        quantity=quantity,
        reason=reason,
        actor_id=None if actor_id is None else Id(actor_id),
        moved_at=moved_at,
    )


def _act(values: tuple[Any, ...]) -> LotAct:
    key, lot_id, kind, warehouse_id, quantity, reason, actor_id, acted_at = values
    return LotAct(
        id=Id(key),
        lot_id=Id(lot_id),
        kind=LotActKind(kind),
        warehouse_id=None if warehouse_id is None else Id(warehouse_id),
        quantity=quantity,
        reason=reason,
        actor_id=Id(actor_id),
        acted_at=acted_at,
    )


def _count(row: CountRow) -> Count:
    return Count(
        id=Id(row.id),
        lot_id=Id(row.lot_id),
        sku_id=Id(row.sku_id),
        warehouse_id=Id(row.warehouse_id),
        expected=row.expected,
        counted=row.counted,
        reason=row.reason,
        counted_by=Id(row.counted_by),
        counted_at=row.counted_at,
    )
