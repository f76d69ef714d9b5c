"""Recalling: a lot's sale stops at once, everywhere."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import LotActKind, LotRecalled, Recall, StockChanged
from hongshu.store.inventory.queries.reservations import list_broken_holds
from hongshu.store.inventory.rules.moving import checked_reason
from hongshu.store.inventory.services.movements import find_act, tell_changed, write_act
from hongshu.store.inventory.services.shelving import LockedLot

_REASON_MAX = 500
_OF_RECALL = ["recalled_at", "recalled_by", "recall_reason"]


@transaction.atomic
def recall_lot(*, lot_id: Id, reason: str, recalled_by: Id, key: str) -> Recall:
    """Stop a lot's sale: what is sellable is quarantined in every warehouse, and who holds or has units of it
    is listed. What comes back later, by a release or a return, is quarantined too.

    Reservations are left as they are: what becomes of an order is decided by who sells. Idempotent: again,
    the first reason stays, and the list is made anew; a *key* that recalled the lot once does not recall it
    again after the recall was lifted. Locks the lot, then its stock rows by id: a reservation that was being
    made is either in the list or finds nothing. Raises LotNotFound, StockReasonNeeded.
    """
    kept = checked_reason(reason, most=_REASON_MAX)
    lot = LockedLot(lot_id)
    if lot.row.recalled_at is None and find_act(lot, LotActKind.RECALLED, key) is None:
        lot.row.recalled_at = Now()
        lot.row.recalled_by = recalled_by
        lot.row.recall_reason = kept
        lot.row.save(update_fields=_OF_RECALL)
        units = lot.shut(lot.stock)
        lot.save()
        write_act(lot, LotActKind.RECALLED, key=key, actor_id=recalled_by, quantity=units, reason=kept)
        outbox.append(
            LotRecalled(lot_id=lot.id, sku_id=lot.sku_id),
            StockChanged(sku_ids=(lot.sku_id,)),
        )
    return Recall(
        lot_id=lot.id,
        quarantined=sum(row.quarantined for row in lot.stock),
        broken=list_broken_holds(lot.id),
    )


@transaction.atomic
def lift_recall(*, lot_id: Id, reason: str, lifted_by: Id, key: str) -> int:
    """Take a recall back: how many units are sellable again, on shelves and if the lot may be sold otherwise.

    Who did it and why is kept beside who recalled the lot. Idempotent: a lot that is not recalled is left
    alone, and a *key* that lifted one recall does not lift the next; it is answered as it was the first time.
    Raises LotNotFound, StockReasonNeeded.
    """
    kept = checked_reason(reason, most=_REASON_MAX)
    lot = LockedLot(lot_id)
    if (before := find_act(lot, LotActKind.LIFTED, key)) is not None:
        return before.quantity
    if lot.row.recalled_at is None:
        return 0
    lot.row.recalled_at, lot.row.recalled_by, lot.row.recall_reason = None, None, ""
    lot.row.save(update_fields=_OF_RECALL)
    units = lot.open_shelves() if lot.may_be_sold else 0
    lot.save()
    write_act(lot, LotActKind.LIFTED, key=key, actor_id=lifted_by, quantity=units, reason=kept)
    tell_changed(lot)
    return units
