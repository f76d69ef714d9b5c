"""Units found, lost and disposed of, and a shelf split for many buyers.

Each command locks the lot, then its stock rows by id, and is idempotent on its key: a click that comes twice
is answered twice and takes effect once (``kernel.idempotency``), and the key stands in what is written of it,
where the database refuses it a second time for ever.
"""

from __future__ import annotations

from django.db import transaction

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import MovementKind, Zone
from hongshu.store.inventory.rules.inspecting import check_buckets
from hongshu.store.inventory.rules.moving import check_signed_units, check_units, checked_reason
from hongshu.store.inventory.services.movements import move_units, moved_once, post_units, tell_changed
from hongshu.store.inventory.services.shelving import LockedLot, check_warehouse
from hongshu.store.ledger.contracts import Account


def adjust_stock(
    *,
    lot_id: Id,
    warehouse_id: Id,
    quantity: int,
    reason: str,
    actor_id: Id,
    key: str,
    zone: Zone = Zone.SHELF,
) -> None:
    """Write units up that were found (above 0), or off that are lost (below 0), at the lot's unit cost.

    Found units of a lot that may be sold become sellable on a shelf; lost ones are taken from what nobody has
    reserved. Idempotent on (actor_id, key); a changed form needs a new key. Raises LotNotFound,
    WarehouseNotFound, InvalidQuantity, StockReasonNeeded, and NotEnoughThere.
    """
    check_signed_units(quantity)
    kept = checked_reason(reason)

    def work() -> None:
        check_warehouse(warehouse_id)
        lot = LockedLot(lot_id)
        adjust(lot, warehouse_id, zone, quantity, reason=kept, actor_id=actor_id, key=key)
        lot.save()

    moved_once(work, actor_id, key, "adjust_stock", lot_id, warehouse_id, quantity, kept, zone)


def dispose_stock(
    *,
    lot_id: Id,
    warehouse_id: Id,
    quantity: int,
    reason: str,
    actor_id: Id,
    key: str,
    zone: Zone = Zone.CHECKING,
) -> None:
    """Dispose of quarantined units of a zone; their cost becomes a loss. What may be sold is not disposed of.

    Idempotent on (actor_id, key). Raises LotNotFound, InvalidQuantity, StockReasonNeeded, NotEnoughThere.
    """
    check_units(quantity)
    kept = checked_reason(reason)

    def work() -> None:
        lot = LockedLot(lot_id)
        dispose(lot, warehouse_id, zone, quantity, reason=kept, actor_id=actor_id, key=key)
        lot.save()

    moved_once(work, actor_id, key, "dispose_stock", lot_id, warehouse_id, quantity, kept, zone)


@transaction.atomic
def spread_stock(*, lot_id: Id, warehouse_id: Id, buckets: int) -> None:
    """Split what is sellable of a lot on a shelf over that many rows, so that many buyers of it need not wait
    for one row; 1 puts it together again. Reserved units stay where they are. Idempotent.

    Raises LotNotFound, and InvalidQuantity.
    """
    check_buckets(buckets)
    lot = LockedLot(lot_id)
    lot.spread(warehouse_id, buckets)
    lot.save()


def adjust(
    lot: LockedLot, warehouse_id: Id, zone: Zone, quantity: int, *, reason: str, actor_id: Id, key: str
) -> None:
    """Write units of a locked lot up or off, with movement and transfer; the caller saves. Not a door."""
    if quantity > 0:
        lot.put(warehouse_id, zone, quantity)
        sides = Account.INVENTORY, Account.STOCK_FOUND
    else:
        lot.take(warehouse_id, zone, -quantity)
        sides = Account.STOCK_LOSS, Account.INVENTORY
    (movement_id,) = move_units(
        lot,
        (warehouse_id, MovementKind.ADJUSTED, quantity, f"adjusted:{key}"),
        reason=reason,
        actor_id=actor_id,
    )
    post_units(lot, sides, abs(quantity), reason="adjust_stock", key=f"adjusted:{movement_id}")
    tell_changed(lot)


def dispose(
    lot: LockedLot, warehouse_id: Id, zone: Zone, quantity: int, *, reason: str, actor_id: Id, key: str
) -> None:
    """Take quarantined units of a locked lot away for good; the caller saves. Not a door."""
    lot.take_of(warehouse_id, zone, quantity, count="quarantined")
    (movement_id,) = move_units(
        lot,
        (warehouse_id, MovementKind.DISPOSED, -quantity, f"disposed:{key}"),
        reason=reason,
        actor_id=actor_id,
    )
    sides = Account.STOCK_LOSS, Account.INVENTORY
    post_units(lot, sides, quantity, reason="dispose_stock", key=f"disposed:{movement_id}")
