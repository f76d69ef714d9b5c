"""Moving units: found and lost, disposed of, sent and come, set aside, taken back.

Each command locks the lot, then its stock rows by id, and is idempotent on its key: a click that comes twice
is answered twice and takes effect once (``kernel.idempotency``), and the key stands in the movement, where
the database refuses it a second time for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from hongshu.kernel import outbox
from hongshu.kernel.idempotency import IdempotencyKeyReused, fingerprint_of, once
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import (
    HoldEnded,
    HoldNotFound,
    HoldState,
    InvalidWarehouse,
    MovementKind,
    NotEnoughThere,
    StockChanged,
    Zone,
)
from hongshu.store.inventory.models import MovementRow, ReservationRow
from hongshu.store.inventory.rules.inspecting import check_buckets
from hongshu.store.inventory.rules.moving import check_signed_units, check_units, checked_reason
from hongshu.store.inventory.services.movements import Moved, write_movements
from hongshu.store.inventory.services.shelving import LockedLot, check_warehouse
from hongshu.store.ledger.contracts import Account, TransferDraft
from hongshu.store.ledger.services import post_transfers


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

    _once(work, actor_id, key, "adjust_stock", lot_id, warehouse_id, quantity, kept, zone)


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
        _dispose(lot, warehouse_id, zone, quantity, reason=kept, actor_id=actor_id, key=key)
        lot.save()

    _once(work, actor_id, key, "dispose_stock", lot_id, warehouse_id, quantity, kept, zone)


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
        _move(
            lot,
            (from_warehouse_id, MovementKind.SENT, -quantity, f"sent:{key}"),
            (to_warehouse_id, MovementKind.ARRIVED, quantity, f"arrived:{key}"),
            reason=kept,
            actor_id=actor_id,
        )
        lot.save()

    _once(work, actor_id, key, "transfer_stock", lot_id, from_warehouse_id, to_warehouse_id, quantity, kept)


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
        lot.save()
        _tell(lot)

    _once(work, actor_id, key, "confirm_transfer", lot_id, warehouse_id, quantity)


def set_aside(*, lot_id: Id, warehouse_id: Id, quantity: int, actor_id: Id, key: str) -> None:
    """Take sellable units off the shelf to be looked at; ``settle_checking`` says what becomes of them.

    Idempotent on (actor_id, key). Raises LotNotFound, InvalidQuantity, NotEnoughThere.
    """
    check_units(quantity)

    def work() -> None:
        lot = LockedLot(lot_id)
        lot.take_of(warehouse_id, Zone.SHELF, quantity, count="sellable")
        lot.put(warehouse_id, Zone.CHECKING, quantity)
        lot.save()
        _tell(lot)

    _once(work, actor_id, key, "set_aside", lot_id, warehouse_id, quantity)


def settle_checking(
    *, lot_id: Id, warehouse_id: Id, quantity: int, is_fine: bool, actor_id: Id, key: str, reason: str = ""
) -> None:
    """Say what becomes of units that were looked at: back onto the shelf, or disposed of with a reason.

    On the shelf they are sellable if their lot may be sold. Idempotent on (actor_id, key). Raises
    LotNotFound, InvalidQuantity, StockReasonNeeded, NotEnoughThere.
    """
    check_units(quantity)
    kept = "" if is_fine else checked_reason(reason)

    def work() -> None:
        lot = LockedLot(lot_id)
        if is_fine:
            lot.take_of(warehouse_id, Zone.CHECKING, quantity, count="quarantined")
            lot.put(warehouse_id, Zone.SHELF, quantity)
            _tell(lot)
        else:
            _dispose(lot, warehouse_id, Zone.CHECKING, quantity, reason=kept, actor_id=actor_id, key=key)
        lot.save()

    _once(work, actor_id, key, "settle_checking", lot_id, warehouse_id, quantity, is_fine, kept)


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
    _move(lot, (place, MovementKind.RETURNED, quantity, name), reason="", actor_id=actor_id)
    lot.save()


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
    (movement_id,) = _move(
        lot,
        (warehouse_id, MovementKind.ADJUSTED, quantity, f"adjusted:{key}"),
        reason=reason,
        actor_id=actor_id,
    )
    _post(lot, sides, abs(quantity), reason="adjust_stock", key=f"adjusted:{movement_id}")
    _tell(lot)


def _dispose(
    lot: LockedLot, warehouse_id: Id, zone: Zone, quantity: int, *, reason: str, actor_id: Id, key: str
) -> None:
    lot.take_of(warehouse_id, zone, quantity, count="quarantined")
    (movement_id,) = _move(
        lot,
        (warehouse_id, MovementKind.DISPOSED, -quantity, f"disposed:{key}"),
        reason=reason,
        actor_id=actor_id,
    )
    sides = Account.STOCK_LOSS, Account.INVENTORY
    _post(lot, sides, quantity, reason="dispose_stock", key=f"disposed:{movement_id}")


def _once(work: Callable[[], None], actor_id: Id, key: str, *form: Any) -> None:
    once(
        owner_id=actor_id,
        key=key,
        fingerprint=fingerprint_of(*form),
        work=work,
        store=lambda _: None,
        restore=lambda _: None,
    )


def _move(
    lot: LockedLot, *moves: tuple[Id, MovementKind, int, str], reason: str, actor_id: Id | None
) -> tuple[Id, ...]:
    # The lot is locked, so a key that is not there now cannot come before the commit. It is there if somebody
    # else used it, or the same person before kept answers were swept.
    keys = [key for _, _, _, key in moves]
    if MovementRow.objects.filter(sku_id=lot.sku_id, lot_id=lot.id, key__in=keys).exists():
        raise IdempotencyKeyReused
    return write_movements(
        [
            Moved(
                sku_id=lot.sku_id,
                lot_id=lot.id,
                warehouse_id=warehouse_id,
                kind=kind,
                quantity=quantity,
                key=key,
                reason=reason,
            )
            for warehouse_id, kind, quantity, key in moves
        ],
        actor_id=actor_id,
    )


def _post(lot: LockedLot, sides: tuple[Account, Account], units: int, *, reason: str, key: str) -> None:
    # What cost nothing, such as a sample, leaves nothing in the books.
    if not lot.row.unit_cost_minor:
        return
    debit, credit = sides
    post_transfers(
        [
            TransferDraft(
                debit=debit,
                credit=credit,
                amount=Money(lot.row.unit_cost_minor * units),
                reason=reason,
                subject_kind="lot",
                subject_id=lot.id,
                key=key,
            )
        ]
    )


def _tell(lot: LockedLot) -> None:
    outbox.append(StockChanged(sku_ids=(lot.sku_id,)))
