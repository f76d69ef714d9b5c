"""Counting: what somebody found on a shelf, against what should be there."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import CountBelowReserved, CountDiffers, HoldState, Zone
from hongshu.store.inventory.models import CountRow, ReservationRow
from hongshu.store.inventory.rules.moving import check_units, checked_reason
from hongshu.store.inventory.services.adjusting import adjust
from hongshu.store.inventory.services.shelving import LockedLot, check_warehouse

_MOST_NAMED = 10


def record_count(
    *,
    lot_id: Id,
    warehouse_id: Id,
    counted: int,
    counted_by: Id,
    key: str,
    reason: str = "",
    is_confirmed: bool = False,
) -> Id:
    """Enter how many units of a lot lie on a warehouse's shelf, reserved ones included; the count's id.

    What agrees is kept as it is. What does not is refused as CountDiffers, and nothing is saved, until it
    comes again confirmed, with a reason and a new key: then the difference is written up or off at unit
    cost. Units that are reserved do not vanish by a count: fewer than these are refused as
    CountBelowReserved, which names who holds them, so that somebody decides who gets none. Idempotent on
    (counted_by, key).

    Raises also LotNotFound, WarehouseNotFound, InvalidQuantity, StockReasonNeeded.
    """
    check_units(counted, least=0)
    form = _Form(
        lot_id=lot_id,
        warehouse_id=warehouse_id,
        counted=counted,
        reason=reason,
        is_confirmed=is_confirmed,
    )
    return once(
        owner_id=counted_by,
        key=key,
        fingerprint=fingerprint_of("record_count", form),
        work=lambda: _count(form, counted_by, key),
        store=int,
        restore=Id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What was entered."""

    lot_id: Id
    warehouse_id: Id
    counted: int
    reason: str
    is_confirmed: bool


def _count(form: _Form, counted_by: Id, key: str) -> Id:
    lot_id, warehouse_id, counted, reason = form.lot_id, form.warehouse_id, form.counted, form.reason
    check_warehouse(warehouse_id)
    lot = LockedLot(lot_id)
    shelf = lot.at(warehouse_id, Zone.SHELF)
    reserved = sum(row.reserved for row in shelf)
    expected = lot.there(warehouse_id, Zone.SHELF) + reserved
    if counted != expected:
        if not form.is_confirmed:
            raise CountDiffers(field="counted", expected=expected, counted=counted)
        reason = checked_reason(reason)
        if counted < reserved:
            raise CountBelowReserved(
                field="counted", counted=counted, reserved=reserved, holds=_holds(lot_id, warehouse_id)
            )
        difference = counted - expected
        adjust(lot, warehouse_id, Zone.SHELF, difference, reason=reason, actor_id=counted_by, key=key)
        lot.save()
    made = CountRow.objects.create(
        sku_id=lot.sku_id,
        lot=lot.row,
        warehouse_id=warehouse_id,
        expected=expected,
        counted=counted,
        reason=reason.strip()[:200],
        counted_by=counted_by,
    )
    return Id(made.id)


def _holds(lot_id: Id, warehouse_id: Id) -> str:
    rows = ReservationRow.objects.filter(
        lot_id=lot_id, warehouse_id=warehouse_id, state=HoldState.HELD.value
    ).order_by("id")[:_MOST_NAMED]
    return ", ".join(f"{row.holder_kind} {row.holder_id} ({row.quantity})" for row in rows)
