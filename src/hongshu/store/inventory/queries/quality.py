"""Reads of checklists, plans and inspections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.inventory.contracts import (
    CheckAnswer,
    CheckItem,
    Checklist,
    Inspection,
    InspectionPlan,
    LotNotFound,
    Quality,
    SamplingPlan,
)
from hongshu.store.inventory.models import ChecklistRow, InspectionRow, LotRow
from hongshu.store.inventory.rules.checklists import DEFAULTS, checklist_for
from hongshu.store.inventory.rules.sampling import plan_for


def list_checklists() -> tuple[Checklist, ...]:
    """Every checklist that holds, by the slug of its category; the one for all others first. One query."""
    return tuple(sorted({**DEFAULTS, **_written()}.values(), key=lambda each: each.category_slug))


def get_checklist(category_path: Sequence[str]) -> Checklist:
    """What holds for a category, whose path has the slugs from the root to itself. One query."""
    return checklist_for(category_path, _written(category_path))


def get_inspection_plan(lot_id: Id) -> InspectionPlan:
    """What an inspector of the lot has to do now. Three queries. Raises LotNotFound."""
    lot = LotRow.objects.filter(id=lot_id).first()
    if lot is None:
        raise LotNotFound
    return plan_of(lot)


def list_inspections_by_id(ids: Collection[Id]) -> dict[Id, Inspection]:
    """Inspections by their ids; one query, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): _inspection(row) for row in InspectionRow.objects.filter(id__in=set(ids))}


def list_inspections_of_lots(lot_ids: Collection[Id]) -> dict[Id, tuple[Inspection, ...]]:
    """The inspections of lots, the latest first; one query, none for no ids. Without any: left out."""
    if not lot_ids:
        return {}
    found: dict[Id, list[Inspection]] = {}
    for row in InspectionRow.objects.filter(lot_id__in=set(lot_ids)).order_by("lot_id", "-attempt"):
        found.setdefault(Id(row.lot_id), []).append(_inspection(row))
    return {key: tuple(rows) for key, rows in found.items()}


def list_inspections_made_by(inspector_id: Id, *, limit: int = 24) -> tuple[Inspection, ...]:
    """The latest inspections that somebody made, the latest first. One query."""
    rows = InspectionRow.objects.filter(inspector_id=inspector_id).order_by("-id")[:limit]
    return tuple(map(_inspection, rows))


def plan_of(lot: LotRow) -> InspectionPlan:
    """What an inspector of the lot has to do now. Two queries. Not a door."""
    skus = list_skus_by_id([Id(lot.sku_id)])
    checklist = get_checklist(skus[Id(lot.sku_id)].category_path if skus else ())
    return InspectionPlan(checklist=checklist, sampling=plan_for(lot.received_quantity, checklist.aql))


def _written(slugs: Sequence[str] | None = None) -> dict[str, Checklist]:
    rows = ChecklistRow.objects.all()
    if slugs is not None:
        rows = rows.filter(category_slug__in=[*slugs, ""])
    return {row.category_slug: _checklist(row) for row in rows}


def _checklist(row: ChecklistRow) -> Checklist:
    return Checklist(category_slug=row.category_slug, aql=row.aql, items=tuple(map(_item, row.items)))


def _item(values: Mapping[str, Any]) -> CheckItem:
    return CheckItem(**values)


def _answer(values: Mapping[str, Any]) -> CheckAnswer:
    return CheckAnswer(**values)


def _inspection(row: InspectionRow) -> Inspection:
    return Inspection(
        id=Id(row.id),
        lot_id=Id(row.lot_id),
        attempt=row.attempt,
        inspector_id=Id(row.inspector_id),
        aql=row.aql,
        plan=SamplingPlan(
            code_letter=row.code_letter, sample_size=row.sample_size, accept_number=row.accept_number
        ),
        defects_found=row.defects_found,
        items=tuple(map(_item, row.items)),
        answers=tuple(map(_answer, row.answers)),
        verdict=Quality(row.verdict),
        note=row.note,
        conditions_zh=row.conditions_zh,
        conditions_en=row.conditions_en,
        picture_ids=tuple(map(Id, row.picture_ids)),
        decided_at=row.decided_at,
    )
