"""Units sent to another warehouse, and laid onto its shelf when they have come.

Each command locks the lot, then its stock rows by id, and is idempotent on its key: a click that comes twice
is answered twice and takes effect once (``kernel.idempotency``), and the key stands in what is written of it,
where the database refuses it a second time for ever.
"""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import InvalidWarehouse, LotActKind, MovementKind, Zone
from hongshu.store.inventory.rules.moving import check_units, checked_reason
from hongshu.store.inventory.services.movements import (
    move_units,
    moved_once,
    tell_changed,
    write_act,
)
from hongshu.store.inventory.services.shelving import LockedLot, check_warehouse


def transfer_stock(
    *,
    lot_id: Id,
    from_warehouse_id: Id,
    to_warehouse_id: Id,
    quantity: int,
    actor_id: Id,
    key: str,
    reason: str = "",
) -> None:
    """Send unreserved units of a lot from a shelf to another warehouse: they are in transit there until
    ``confirm_transfer``, quarantined.

    Idempotent on (actor_id, key). Raises LotNotFound, WarehouseNotFound, InvalidWarehouse when both are the
    same, InvalidQuantity, NotEnoughThere.
    """
    check_units(quantity)
    kept = checked_reason(reason) if reason.strip() else ""
    if from_warehouse_id == to_warehouse_id:
        raise InvalidWarehouse(field="to_warehouse")

    def work() -> None:
        check_warehouse(to_warehouse_id)
        lot = LockedLot(lot_id)
        lot.take(from_warehouse_id, Zone.SHELF, quantity)
        lot.put(to_warehouse_id, Zone.TRANSIT, quantity)
        move_units(
            lot,
            (from_warehouse_id, MovementKind.SENT, -quantity, f"sent:{key}"),
            (to_warehouse_id, MovementKind.ARRIVED, quantity, f"arrived:{key}"),
            reason=kept,
            actor_id=actor_id,
        )
        lot.save()

    form = (lot_id, from_warehouse_id, to_warehouse_id, quantity, kept)
    moved_once(work, actor_id, key, "transfer_stock", *form)


def confirm_transfer(*, lot_id: Id, warehouse_id: Id, quantity: int, actor_id: Id, key: str) -> None:
    """Lay what has come to a warehouse onto its shelf: sellable if the lot may be sold, else quarantined.

    What has not come stays in transit, until it comes or is written off (``adjust_stock`` in that zone).
    Idempotent on (actor_id, key). Raises LotNotFound, InvalidQuantity, NotEnoughThere.
    """
    check_units(quantity)

    def work() -> None:
        lot = LockedLot(lot_id)
        lot.take_of(warehouse_id, Zone.TRANSIT, quantity, count="quarantined")
        lot.put(warehouse_id, Zone.SHELF, quantity)
        write_act(
            lot,
            LotActKind.SHELVED,
            key=key,
            actor_id=actor_id,
            quantity=quantity,
            warehouse_id=warehouse_id,
        )
        lot.save()
        tell_changed(lot)

    moved_once(work, actor_id, key, "confirm_transfer", lot_id, warehouse_id, quantity)
