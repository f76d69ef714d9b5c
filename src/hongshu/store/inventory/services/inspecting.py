"""Inspecting: a verdict on a lot, which says whether its units may be sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from hongshu.kernel import clock, outbox
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id
from hongshu.platform.media.services import claim_pictures
from hongshu.store.inventory.contracts import (
    MAY_BE_SOLD,
    CheckItem,
    InspectionDraft,
    InspectionPlan,
    LotInspected,
    LotRecalledAlready,
    LotSoldOut,
    MovementKind,
    Quality,
    StockChanged,
    Zone,
)
from hongshu.store.inventory.models import ChecklistRow, InspectionRow, LotRow, MovementRow
from hongshu.store.inventory.queries.quality import plan_of
from hongshu.store.inventory.rules.inspecting import check_buckets, check_checklist, check_inspection
from hongshu.store.inventory.services.shelving import LockedLot


@transaction.atomic
def save_checklist(*, category_slug: str, aql: Decimal, items: Sequence[CheckItem], changed_by: Id) -> None:
    """Write what inspectors look at for a category and all below it; an empty slug: for all others.

    Inspections that were made keep the list that held then. Idempotent. Raises InvalidChecklist.
    """
    check_checklist(aql=aql, items=items)
    ChecklistRow.objects.update_or_create(
        category_slug=category_slug,
        defaults={
            "aql": aql,
            "items": [asdict(item) for item in items],
            "changed_by": changed_by,
            "changed_at": clock.now(),
        },
    )


def inspect_lot(
    *, draft: InspectionDraft, inspector_id: Id, key: str, is_confirmed: bool = False, buckets: int = 1
) -> Id:
    """Give a verdict; the inspection's id. It takes effect at once, also against an earlier verdict.

    Passed and conditional: what is quarantined on the lot's shelves becomes sellable unless the lot has
    expired, spread over *buckets* so that many buyers need not wait for one row. Failed: what is sellable
    is quarantined; reservations stay, and ``queries.list_broken_holds`` names them. The plan and the
    checklist are kept with the result. Idempotent on (inspector_id, key); a changed form needs a new key.
    Locks the lot, then its stock rows by id.

    Raises LotNotFound, LotRecalledAlready, InvalidInspection with the field, PictureNotFound, and
    LotSoldOut when nothing of the lot is here any more, unless *is_confirmed*.
    """
    check_buckets(buckets)
    return once(
        owner_id=inspector_id,
        key=key,
        fingerprint=fingerprint_of("inspect_lot", draft, is_confirmed, buckets),
        work=lambda: _inspect(draft, inspector_id, is_confirmed, buckets),
        store=int,
        restore=Id,
    )


def _inspect(draft: InspectionDraft, inspector_id: Id, is_confirmed: bool, buckets: int) -> Id:
    lot = LockedLot(draft.lot_id)
    if lot.row.recalled_at is not None:
        raise LotRecalledAlready
    plan = plan_of(lot.row)
    check_inspection(draft, checklist=plan.checklist, plan=plan.sampling, units=lot.row.received_quantity)
    is_here = any(row.sellable or row.reserved or row.quarantined for row in lot.stock)
    if not is_here and not is_confirmed:
        raise LotSoldOut(sold=_sold(lot.row))
    claim_pictures(owner_id=inspector_id, picture_ids=draft.picture_ids)
    made = _write(lot.row, draft, plan, inspector_id)
    lot.row.quality = draft.verdict.value
    lot.row.save(update_fields=["quality"])
    if lot.may_be_sold:
        _open(lot, buckets)
    elif draft.verdict not in MAY_BE_SOLD:
        lot.shut(lot.stock)
    lot.save()
    outbox.append(
        LotInspected(lot_id=lot.id, sku_id=lot.sku_id, inspection_id=Id(made.id)),
        StockChanged(sku_ids=(lot.sku_id,)),
    )
    return Id(made.id)


def _open(lot: LockedLot, buckets: int) -> None:
    lot.open_shelves()
    if buckets > 1:
        for warehouse_id in sorted({row.warehouse_id for row in lot.stock if row.zone == Zone.SHELF}):
            lot.spread(Id(warehouse_id), buckets)


def _sold(lot: LotRow) -> int:
    sold = MovementRow.objects.filter(
        lot=lot, kind__in=[MovementKind.SOLD.value, MovementKind.RETURNED.value]
    ).aggregate(units=Sum("quantity"))["units"]
    return -(sold or 0)


def _write(lot: LotRow, draft: InspectionDraft, plan: InspectionPlan, inspector_id: Id) -> InspectionRow:
    is_conditional = draft.verdict is Quality.CONDITIONAL
    return InspectionRow.objects.create(
        sku_id=lot.sku_id,
        lot=lot,
        attempt=InspectionRow.objects.filter(lot=lot).count() + 1,
        inspector_id=inspector_id,
        aql=plan.checklist.aql,
        code_letter=plan.sampling.code_letter,
        sample_size=plan.sampling.sample_size,
        accept_number=plan.sampling.accept_number,
        defects_found=draft.defects_found,
        items=[asdict(item) for item in plan.checklist.items],
        answers=[asdict(answer) for answer in draft.answers],
        verdict=draft.verdict.value,
        note=draft.note.strip(),
        conditions_zh=draft.conditions_zh.strip() if is_conditional else "",
        conditions_en=draft.conditions_en.strip() if is_conditional else "",
        picture_ids=list(draft.picture_ids),
        decided_at=clock.now(),
    )
