"""When a verdict can be given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from hongshu.store.inventory.contracts import (
    AQLS,
    MAY_BE_SOLD,
    MOST_BUCKETS,
    CheckItem,
    Checklist,
    InspectionDraft,
    InvalidChecklist,
    InvalidInspection,
    InvalidQuantity,
    Quality,
    SamplingPlan,
)

MOST_PICTURES = 12
MOST_ITEMS = 30
WORDS_MAX = 2000
CONDITIONS_MAX = 300
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_inspection(draft: InspectionDraft, *, checklist: Checklist, plan: SamplingPlan, units: int) -> None:
    """Raise InvalidInspection, with the field, unless the verdict follows from what was found.

    Passed: no more defects than the plan accepts. Passed and conditional: no critical point failed.
    Conditional: conditions in both languages. Failed: some point, the defects, or a note says why.
    """
    if draft.verdict is Quality.AWAITING:
        raise InvalidInspection(field="verdict", why="no_verdict")
    found = sorted(answer.slug for answer in draft.answers)
    if found != sorted(item.slug for item in checklist.items):
        raise InvalidInspection(field="answers", why="points_unanswered")
    if type(draft.defects_found) is not int or not 0 <= draft.defects_found <= units:
        raise InvalidInspection(field="defects_found", why="defects_out_of_range")
    if len(set(draft.picture_ids)) > MOST_PICTURES:
        raise InvalidInspection(field="picture_ids", why="too_many_pictures")
    _check_words(draft)
    critical = {item.slug for item in checklist.items if item.is_critical}
    failing = {answer.slug for answer in draft.answers if not answer.is_fine}
    if draft.verdict in MAY_BE_SOLD and failing & critical:
        raise InvalidInspection(field="verdict", why="critical_point_failed")
    is_within = draft.defects_found <= plan.accept_number
    if draft.verdict is Quality.PASSED and not is_within:
        raise InvalidInspection(field="verdict", why="too_many_defects")
    if draft.verdict is Quality.FAILED and is_within and not failing and not draft.note.strip():
        raise InvalidInspection(field="note", why="no_reason")


def check_checklist(*, aql: Decimal, items: Sequence[CheckItem]) -> None:
    """Raise InvalidChecklist, with the field, unless lots can be inspected by it."""
    if aql not in AQLS:
        raise InvalidChecklist(field="aql")
    if not 0 < len(items) <= MOST_ITEMS or len({item.slug for item in items}) != len(items):
        raise InvalidChecklist(field="items")
    for position, item in enumerate(items):
        is_named = item.name_zh.strip() and item.name_en.strip()
        if not is_named or not _SLUG.fullmatch(item.slug):
            raise InvalidChecklist(field=f"items.{position}")


def check_buckets(buckets: int) -> None:
    """Raise InvalidQuantity unless a shelf can be split into so many buckets."""
    if type(buckets) is not int or not 0 < buckets <= MOST_BUCKETS:
        raise InvalidQuantity(field="buckets", most=MOST_BUCKETS)


def _check_words(draft: InspectionDraft) -> None:
    if len(draft.note) > WORDS_MAX or any(len(answer.note) > WORDS_MAX for answer in draft.answers):
        raise InvalidInspection(field="note", why="note_too_long")
    for name in ("conditions_zh", "conditions_en"):
        words = getattr(draft, name).strip()
        if draft.verdict is Quality.CONDITIONAL and not words:
            raise InvalidInspection(field=name, why="no_conditions")
        if len(words) > CONDITIONS_MAX:
            raise InvalidInspection(field=name, why="conditions_too_long")
