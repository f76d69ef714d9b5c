"""Reserving stock: taking it, keeping it, giving it back, and handing it out.

A holder is (kind, id), such as ("order", 17): the inventory knows nothing else of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from hongshu.kernel.ids import Id, new_ids
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import (
    MOST_LINES,
    MOST_UNITS,
    HoldConflict,
    HoldEnded,
    HoldNotFound,
    HoldState,
    InvalidQuantity,
    MovementKind,
    Reserved,
    out_of_stock,
)
from hongshu.store.inventory.models import ReservationRow
from hongshu.store.inventory.services.movements import Moved, write_movements

_MOST_PARTS = 2000
_TAKE = "SELECT * FROM inventory_take(%s, %s, %s::bigint[], %s::int[], %s::bigint[], %s, %s::bigint[])"
# What comes back onto the shelf is sellable only where the lot may still be sold.
_GIVE_BACK = """
WITH ended AS (
    UPDATE inventory_reservation AS r SET state = %(state)s, ended_at = statement_timestamp()
    WHERE r.id = ANY(%(ids)s) AND r.state = 'held' RETURNING r.stock_id, r.quantity, r.sku_id
), back AS (
    SELECT stock_id, sum(quantity)::int AS units FROM ended GROUP BY stock_id
)
UPDATE inventory_stock AS s
SET reserved = s.reserved - back.units,
    sellable = s.sellable + CASE WHEN may.sell THEN back.units ELSE 0 END,
    quarantined = s.quarantined + CASE WHEN may.sell THEN 0 ELSE back.units END
FROM back, inventory_stock AS own JOIN inventory_lot AS lot ON lot.id = own.lot_id
CROSS JOIN LATERAL (
    SELECT lot.quality IN ('passed', 'conditional') AND lot.recalled_at IS NULL
        AND lot.expires_on > (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date AS sell
) AS may
WHERE s.id = back.stock_id AND own.id = s.id
RETURNING s.sku_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What somebody wants, as the database's function takes it."""

    holder_kind: str
    holder_id: Id
    wanted: Mapping[Id, int]
    hold_s: float
    warehouse_ids: tuple[Id, ...] | None

    def take(self, *, ids: int) -> list[tuple[Any, ...]]:
        """Call the function with that many fresh ids; its rows begin with what came of it."""
        skus = sorted(self.wanted)
        warehouses = None if self.warehouse_ids is None else list(self.warehouse_ids)
        with connection.cursor() as cursor:
            cursor.execute(
                _TAKE,
                [
                    self.holder_kind, self.holder_id, skus, [self.wanted[sku_id] for sku_id in skus],
                    list(new_ids(ids)), self.hold_s, warehouses,
                ],
            )  # fmt: skip
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def take_stock(
    *,
    wanted: Mapping[Id, int],
    holder_kind: str,
    holder_id: Id,
    hold_s: float,
    warehouse_ids: Collection[Id] | None = None,
) -> tuple[Reserved, ...]:
    """Reserve units of SKUs for a holder, all or none; first-expired lots first.

    Comes last in the caller's transaction: one statement, whose locks are held until the commit. It opens no
    transaction of its own, because a statement is one: neither BEGIN and COMMIT nor a savepoint go to and fro
    while rows are locked.

    Idempotent on the holder: what it holds already is returned. Ends by itself after *hold_s* seconds of the
    database's clock unless confirmed. Raises OutOfStock with every short SKU (nothing is taken),
    InvalidQuantity, HoldConflict when the holder took something else before, and HoldEnded when that was
    given back.
    """
    _check(wanted)
    ask = _Ask(
        holder_kind=holder_kind,
        holder_id=holder_id,
        wanted=wanted,
        hold_s=hold_s,
        warehouse_ids=None if warehouse_ids is None else tuple(warehouse_ids),
    )
    rows = ask.take(ids=len(wanted))
    if rows and rows[0][0] == "ids":
        rows = ask.take(ids=len(wanted) + min(sum(wanted.values()), _MOST_PARTS))
    if rows[0][0] == "short":
        raise out_of_stock({Id(row[2]): row[5] for row in rows})
    got: dict[Id, int] = {}
    for row in rows:
        got[Id(row[2])] = got.get(Id(row[2]), 0) + row[5]
    if got != dict(wanted):
        raise HoldConflict
    if ended := next((row[0] for row in rows if row[0] not in (HoldState.HELD, HoldState.SOLD)), None):
        raise HoldEnded(state=ended)
    return tuple(_reserved(row) for row in rows)


@transaction.atomic
def confirm_hold(*, holder_kind: str, holder_id: Id) -> None:
    """Keep what a holder holds until it is sold or released, such as when it is paid. Idempotent.

    Raises HoldNotFound, and HoldEnded when it expired or was released before.
    """
    _lock_hold(holder_kind, holder_id)
    _held(holder_kind, holder_id).update(expires_at=None)


@transaction.atomic
def release_hold(*, holder_kind: str, holder_id: Id) -> int:
    """Give back all that a holder still holds; how many units. Idempotent. Units already sold stay sold."""
    rows = _held(holder_kind, holder_id).select_for_update().order_by("id")
    return _give_back([(row.id, row.quantity) for row in rows], HoldState.RELEASED)


@transaction.atomic
def expire_holds(*, limit: int = 500) -> int:
    """Give back what has run out by the database's clock; how many units. Safe beside itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, quantity FROM inventory_reservation WHERE state = 'held' AND expires_at <= now()"
            " ORDER BY expires_at LIMIT %s FOR UPDATE SKIP LOCKED",
            [limit],
        )
        rows = cursor.fetchall()
    return _give_back(rows, HoldState.EXPIRED)


@transaction.atomic
def sell_hold(
    *,
    holder_kind: str,
    holder_id: Id,
    reservation_ids: Collection[Id] | None = None,
    actor_id: Id | None = None,
) -> tuple[Id, ...]:
    """Hand out what a holder holds (all, or some reservations of it): it leaves the shelf as sold.

    Idempotent: what is sold stays so, once. Returns the reservations sold by this call. Raises
    HoldNotFound, and HoldEnded when one of them has expired or was released.
    """
    held = _lock_hold(holder_kind, holder_id, reservation_ids)
    if not held:
        return ()
    _lock_stock_of([row.id for row in held])
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (UPDATE inventory_reservation SET state = 'sold', ended_at = statement_timestamp(),"
            " expires_at = NULL WHERE id = ANY(%s) RETURNING stock_id, quantity)"
            " UPDATE inventory_stock AS s SET reserved = s.reserved - out.units"
            " FROM (SELECT stock_id, sum(quantity)::int AS units FROM gone GROUP BY stock_id) AS out"
            " WHERE s.id = out.stock_id",
            [[row.id for row in held]],
        )
    write_movements(
        [
            Moved(
                sku_id=Id(row.sku_id),
                lot_id=Id(row.lot_id),
                warehouse_id=Id(row.warehouse_id),
                kind=MovementKind.SOLD,
                quantity=-row.quantity,
                key=f"sold:{row.id}",
            )
            for row in held
        ],
        actor_id=actor_id,
    )
    return tuple(Id(row.id) for row in held)


def _check(wanted: Mapping[Id, int]) -> None:
    assert wanted, "nothing is wanted"
    if len(wanted) > MOST_LINES:
        raise InvalidQuantity(field="lines", most=MOST_LINES)
    for units in wanted.values():
        if type(units) is not int or not 0 < units <= MOST_UNITS:
            raise InvalidQuantity(most=MOST_UNITS)


def _held(kind: str, holder: Id) -> QuerySet[ReservationRow]:
    return ReservationRow.objects.filter(holder_id=holder, holder_kind=kind, state=HoldState.HELD.value)


def _lock_hold(kind: str, holder: Id, reservation_ids: Collection[Id] | None = None) -> list[ReservationRow]:
    """The rows that are still held, locked in the order of their ids."""
    rows = ReservationRow.objects.filter(holder_id=holder, holder_kind=kind)
    if reservation_ids is not None:
        rows = rows.filter(id__in=reservation_ids)
    found = list(rows.select_for_update().order_by("id"))
    if not found or (reservation_ids is not None and len(found) != len(set(reservation_ids))):
        raise HoldNotFound
    for row in found:
        if row.state in (HoldState.RELEASED, HoldState.EXPIRED):
            raise HoldEnded(state=row.state)
    return [row for row in found if row.state == HoldState.HELD]


def _give_back(rows: Collection[tuple[int, int]], state: HoldState) -> int:
    if not rows:
        return 0
    keys = [key for key, _ in rows]
    _lock_stock_of(keys)
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"ids": keys, "state": state.value})
    return sum(units for _, units in rows)


def _lock_stock_of(reservation_ids: list[int]) -> None:
    """Lock stock rows by id first, as everybody does who waits for them: an UPDATE alone has no order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM inventory_stock WHERE id IN (SELECT stock_id FROM inventory_reservation"
            " WHERE id = ANY(%s)) ORDER BY id FOR NO KEY UPDATE",
            [reservation_ids],
        )


def _reserved(row: tuple[Any, ...]) -> Reserved:
    _, key, sku_id, lot_id, warehouse_id, quantity, cost, expires_at = row
    return Reserved(
        id=Id(key),
        sku_id=Id(sku_id),
        lot_id=Id(lot_id),
        warehouse_id=Id(warehouse_id),
        quantity=quantity,
        unit_cost=Money(cost),
        expires_at=expires_at,
    )
