"""Recalling: a lot's sale stops at once, everywhere."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import LotRecalled, Recall, StockChanged
from hongshu.store.inventory.queries.reservations import list_broken_holds
from hongshu.store.inventory.rules.moving import checked_reason
from hongshu.store.inventory.services.shelving import LockedLot

_REASON_MAX = 500


@transaction.atomic
def recall_lot(*, lot_id: Id, reason: str, recalled_by: Id) -> Recall:
    """Stop a lot's sale: what is sellable is quarantined in every warehouse, and who holds or has units of it
    is listed. What comes back later, by a release or a return, is quarantined too.

    Reservations are left as they are: what becomes of an order is decided by who sells. Idempotent: again,
    the first reason stays, and the list is made anew. Locks the lot, then its stock rows by id: a
    reservation that was being made is either in the list or finds nothing. Raises LotNotFound,
    StockReasonNeeded.
    """
    kept = checked_reason(reason, most=_REASON_MAX)
    lot = LockedLot(lot_id)
    if lot.row.recalled_at is None:
        lot.row.recalled_at = Now()
        lot.row.recalled_by = recalled_by
        lot.row.recall_reason = kept
        lot.row.save(update_fields=["recalled_at", "recalled_by", "recall_reason"])
        lot.shut(lot.stock)
        lot.save()
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
def lift_recall(*, lot_id: Id) -> int:
    """Take a recall back: how many units are sellable again, on shelves and if the lot may be sold otherwise.

    Idempotent: a lot that is not recalled is left alone. Raises LotNotFound.
    """
    lot = LockedLot(lot_id)
    if lot.row.recalled_at is None:
        return 0
    lot.row.recalled_at, lot.row.recalled_by, lot.row.recall_reason = None, None, ""
    lot.row.save(update_fields=["recalled_at", "recalled_by", "recall_reason"])
    units = lot.open_shelves() if lot.may_be_sold else 0
    lot.save()
    outbox.append(StockChanged(sku_ids=(lot.sku_id,)))
    return units
