"""What is told of a lot's way: only what a buyer may see, and what of it is not as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import Authorisation, Inspection, LotHistory
from hongshu.store.provenance.contracts import (
    AuthorisationState,
    CheckedPoint,
    LotWay,
    ShownAuthorisation,
    ShownInspection,
)

_SHANGHAI = timedelta(hours=8)


def way_of(history: LotHistory, *, brand_id: Id, today: date) -> LotWay:
    """The way of a lot of a brand's goods, as everybody may read it.

    Left out: what it cost, who inspected it and their remarks, whatever the supplier showed for other brands.
    """
    ordered_on = None if history.ordered_at is None else day_of(history.ordered_at)
    received_on = day_of(history.received_at)
    return LotWay(
        lot_id=history.lot_id,
        sku_id=history.sku_id,
        product_id=history.product_id,
        lot_code=history.code,
        supplier_name=history.supplier_name,
        supplier_country=history.supplier_country,
        authorisation=_authorisation(
            [each for each in history.authorisations if each.brand_id == brand_id],
            bought_on=ordered_on or received_on,
            today=today,
        ),
        ordered_month=None if ordered_on is None else ordered_on.replace(day=1),
        received_on=received_on,
        warehouse_name_zh=history.warehouse.name_zh,
        warehouse_name_en=history.warehouse.name_en,
        warehouse_kind=history.warehouse.kind,
        warehouse_country=history.warehouse.country,
        customs_port=history.warehouse.customs_port,
        inspection=_inspection(history.inspections[0], len(history.inspections))
        if history.inspections
        else None,
        produced_on=history.produced_on,
        expires_on=history.expires_on,
        recalled_on=None if history.recalled_at is None else day_of(history.recalled_at),
        recall_reason=history.recall_reason,
    )


def day_of(at: datetime) -> date:
    """The calendar day where the business is."""
    return (at + _SHANGHAI).date()


def _authorisation(
    shown: Sequence[Authorisation], *, bought_on: date, today: date
) -> ShownAuthorisation | None:
    """The one that holds today; else the one under which it was bought; else the one that lasted longest."""
    ranked = sorted(
        shown, key=lambda each: (each.covers(today), each.covers(bought_on), each.valid_until), reverse=True
    )
    if not ranked:
        return None
    best = ranked[0]
    if best.withdrawn_at is not None:
        state = AuthorisationState.WITHDRAWN
    elif best.valid_until < today:
        state = AuthorisationState.ENDED
    elif best.valid_from > today:
        state = AuthorisationState.NOT_YET
    else:
        state = AuthorisationState.VALID
    return ShownAuthorisation(
        number=best.number,
        valid_from=best.valid_from,
        valid_until=best.valid_until,
        state=state,
        held_when_bought=any(each.valid_from <= bought_on <= each.valid_until for each in shown),
        document_ids=best.document_ids,
    )


def _inspection(made: Inspection, attempts: int) -> ShownInspection:
    fine = {answer.slug: answer.is_fine for answer in made.answers}
    return ShownInspection(
        verdict=made.verdict,
        decided_on=day_of(made.decided_at),
        attempts=attempts,
        sample_size=made.plan.sample_size,
        accept_number=made.plan.accept_number,
        code_letter=made.plan.code_letter,
        aql=made.aql,
        defects_found=made.defects_found,
        points=tuple(
            CheckedPoint(
                name_zh=item.name_zh,
                name_en=item.name_en,
                is_critical=item.is_critical,
                is_fine=fine.get(item.slug),
            )
            for item in made.items
        ),
        conditions_zh=made.conditions_zh,
        conditions_en=made.conditions_en,
        picture_ids=made.picture_ids,
    )
