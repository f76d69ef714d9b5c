"""Units that are looked at: set aside, come back from who had bought them, and what becomes of them.

Each command locks the lot, then its stock rows by id, and is idempotent on its key: a click that comes twice
is answered twice and takes effect once (``kernel.idempotency``), and the key stands in what is written of it,
where the database refuses it a second time for ever.
"""

from __future__ import annotations

from django.db import transaction

from hongshu.kernel.idempotency import IdempotencyKeyReused
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import (
    HoldEnded,
    HoldNotFound,
    HoldState,
    LotActKind,
    MovementKind,
    NotEnoughThere,
    Zone,
)
from hongshu.store.inventory.models import MovementRow, ReservationRow
from hongshu.store.inventory.rules.moving import REASON_MAX, check_units, checked_reason
from hongshu.store.inventory.services.adjusting import dispose
from hongshu.store.inventory.services.movements import (
    move_units,
    moved_once,
    tell_changed,
    write_act,
)
from hongshu.store.inventory.services.shelving import LockedLot, check_warehouse


def set_aside(*, lot_id: Id, warehouse_id: Id, quantity: int, reason: str, actor_id: Id, key: str) -> None:
    """Take sellable units off the shelf to be looked at; ``settle_checking`` says what becomes of them.

    Who did it and why is kept. Idempotent on (actor_id, key). Raises LotNotFound, InvalidQuantity,
    StockReasonNeeded, NotEnoughThere.
    """
    check_units(quantity)
    kept = checked_reason(reason)

    def work() -> None:
        lot = LockedLot(lot_id)
        lot.take_of(warehouse_id, Zone.SHELF, quantity, count="sellable")
        lot.put(warehouse_id, Zone.CHECKING, quantity)
        write_act(
            lot,
            LotActKind.SET_ASIDE,
            key=key,
            actor_id=actor_id,
            quantity=quantity,
            reason=kept,
            warehouse_id=warehouse_id,
        )
        lot.save()
        tell_changed(lot)

    moved_once(work, actor_id, key, "set_aside", lot_id, warehouse_id, quantity, kept)


def settle_checking(
    *, lot_id: Id, warehouse_id: Id, quantity: int, is_fine: bool, actor_id: Id, key: str, reason: str = ""
) -> None:
    """Say what becomes of units that were looked at: back onto the shelf, or disposed of with a reason.

    On the shelf they are sellable if their lot may be sold. Idempotent on (actor_id, key). Raises
    LotNotFound, InvalidQuantity, StockReasonNeeded, NotEnoughThere.
    """
    check_units(quantity)
    kept = reason.strip()[:REASON_MAX] if is_fine else checked_reason(reason)

    def work() -> None:
        lot = LockedLot(lot_id)
        if is_fine:
            lot.take_of(warehouse_id, Zone.CHECKING, quantity, count="quarantined")
            lot.put(warehouse_id, Zone.SHELF, quantity)
            write_act(
                lot,
                LotActKind.CLEARED,
                key=key,
                actor_id=actor_id,
                quantity=quantity,
                reason=kept,
                warehouse_id=warehouse_id,
            )
            tell_changed(lot)
        else:
            dispose(lot, warehouse_id, Zone.CHECKING, quantity, reason=kept, actor_id=actor_id, key=key)
        lot.save()

    moved_once(work, actor_id, key, "settle_checking", lot_id, warehouse_id, quantity, is_fine, kept)


@transaction.atomic
def take_back(
    *, reservation_id: Id, quantity: int, key: str, actor_id: Id | None = None, warehouse_id: Id | None = None
) -> None:
    """Take in units that were sold and have come back: they wait in checking, where they were sold from or at
    *warehouse_id*.

    Joins the caller's transaction: the trade posts what a return does to the books. Never more than were
    sold, however often. Idempotent on *key* for the SKU. Locks the lot, the reservation, then stock rows.
    Raises HoldNotFound, HoldEnded when it was not sold, InvalidQuantity, WarehouseNotFound, NotEnoughThere,
    and IdempotencyKeyReused when the key was used for other units.
    """
    check_units(quantity)
    found = ReservationRow.objects.filter(id=reservation_id).values_list("lot_id", "warehouse_id").first()
    if found is None:
        raise HoldNotFound
    if warehouse_id is not None:
        check_warehouse(warehouse_id)
    place = Id(found[1]) if warehouse_id is None else warehouse_id
    lot = LockedLot(Id(found[0]))
    name = f"returned:{key}"
    before = MovementRow.objects.filter(sku_id=lot.sku_id, key=name).first()
    if before is not None:
        if (before.lot_id, before.warehouse_id, before.quantity) != (lot.id, place, quantity):
            raise IdempotencyKeyReused
        return
    row = ReservationRow.objects.select_for_update(no_key=True).get(id=reservation_id)
    if row.state != HoldState.SOLD.value:
        raise HoldEnded(state=row.state)
    there = row.quantity - row.returned_quantity
    if quantity > there:
        raise NotEnoughThere(there=there, quantity=quantity)
    row.returned_quantity += quantity
    row.save(update_fields=["returned_quantity"])
    lot.put(place, Zone.CHECKING, quantity)
    move_units(lot, (place, MovementKind.RETURNED, quantity, name), reason="", actor_id=actor_id)
    lot.save()
