"""Reads of promotions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text
from hongshu.store.promotions.contracts import Layer, Promotion, PromotionDraft, PromotionNotFound
from hongshu.store.promotions.models import PromotionRow
from hongshu.store.promotions.rules.stored import (
    check_condition,
    check_effect,
    condition_of,
    effect_of,
)

# JSON that travels with other reads is text, which is read once.
COLUMNS = (
    "id", "name_zh", "name_en", "layer", "group", "combines_with", "priority", "by_coupon",
    "condition_text", "effect_text", "starts_at", "ends_at",
)  # fmt: skip


def told(rows: QuerySet[PromotionRow], *, prefix: str = "") -> QuerySet[Any]:
    """The rows with COLUMNS, of promotions that *prefix* leads to."""
    return rows.annotate(
        condition_text=Cast(f"{prefix}condition", TextField()),
        effect_text=Cast(f"{prefix}effect", TextField()),
    )


def promotion_of(row: Sequence[Any]) -> Promotion:
    """A promotion of its COLUMNS."""
    key, zh, en, layer, group, combines, priority, by_coupon, condition, effect, starts_at, ends_at = row
    return Promotion(
        id=Id(key),
        name=Text(zh=zh, en=en),
        layer=Layer(layer),
        condition=condition_of(json.loads(condition)),
        effect=effect_of(json.loads(effect)),
        group=group,
        combines_with=tuple(combines),
        priority=priority,
        by_coupon=by_coupon,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def list_active(at: datetime) -> tuple[Promotion, ...]:
    """The promotions that hold at a moment for whoever meets their conditions; those of coupons are not
    among them. One query.
    """
    return ask_active(at).answer


def ask_active(at: datetime) -> Asked[tuple[Promotion, ...]]:
    """As ``list_active``, to be sent with others."""
    rows = PromotionRow.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at, by_coupon=False
    )
    return Asked.rows(
        told(rows.order_by("id")).values_list(*COLUMNS), lambda found: tuple(map(promotion_of, found))
    )


def list_promotions(*, at: datetime | None = None, limit: int = 100) -> tuple[Promotion, ...]:
    """Promotions for staff, the newest first; with *at* those that hold or are to come. One query."""
    rows = PromotionRow.objects.all()
    if at is not None:
        rows = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    return tuple(map(promotion_of, told(rows.order_by("-id")).values_list(*COLUMNS)[:limit]))


def get_promotion(promotion_id: Id) -> Promotion:
    """One promotion, of whatever time. Raises PromotionNotFound."""
    row = told(PromotionRow.objects.filter(id=promotion_id)).values_list(*COLUMNS).first()
    if row is None:
        raise PromotionNotFound
    return promotion_of(row)


def drafted(draft: PromotionDraft, *, promotion_id: Id) -> Promotion:
    """What a draft would be, to try it. No query. Raises InvalidPromotion."""
    check_condition(draft.condition)
    check_effect(draft.effect, draft.condition)
    return Promotion(
        id=promotion_id,
        name=draft.name,
        layer=draft.layer,
        condition=draft.condition,
        effect=draft.effect,
        group=draft.group or draft.layer.value,
        combines_with=draft.combines_with,
        priority=draft.priority,
        by_coupon=draft.by_coupon,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
    )
