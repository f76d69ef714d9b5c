"""Making and ending promotions."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models.functions import Greatest, Now

from hongshu.kernel.ids import Id, new_id
from hongshu.store.catalog.contracts import Text
from hongshu.store.promotions.contracts import (
    InvalidPromotion,
    Layer,
    PromotionDraft,
    PromotionNotFound,
)
from hongshu.store.promotions.models import PromotionRow
from hongshu.store.promotions.rules.stored import (
    check_condition,
    check_effect,
    stored_condition,
    stored_effect,
)

NAME_MAX = 80
GROUPS_MAX = 20
_GROUP = re.compile(r"^[a-z0-9_-]{1,20}$")


@transaction.atomic
def save_promotion(*, actor_id: Id, draft: PromotionDraft) -> Id:
    """Make a promotion. What was promised is not changed afterwards: end it, and make another.

    Raises InvalidPromotion.
    """
    name = checked_name(draft.name)
    group = draft.group or draft.layer.value
    if not _GROUP.match(group):
        raise InvalidPromotion(field="group", why="not_a_slug")
    combines_with = checked_groups(draft.combines_with)
    if draft.ends_at is not None and draft.ends_at <= draft.starts_at:
        raise InvalidPromotion(field="ends_at", why="ends_first")
    if draft.by_coupon != (draft.layer is Layer.COUPON):
        raise InvalidPromotion(field="layer", why="coupons_come_last")
    if not -1000 <= draft.priority <= 1000:
        raise InvalidPromotion(field="priority", why="out_of_range")
    check_condition(draft.condition)
    check_effect(draft.effect, draft.condition)
    row = PromotionRow(
        id=new_id(),
        name_zh=name.zh,
        name_en=name.en,
        layer=draft.layer.value,
        group=group,
        combines_with=list(combines_with),
        priority=draft.priority,
        by_coupon=draft.by_coupon,
        condition=stored_condition(draft.condition),
        effect=stored_effect(draft.effect),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        made_by=actor_id,
    )
    row.save(force_insert=True)
    return Id(row.id)


@transaction.atomic
def end_promotion(*, actor_id: Id, promotion_id: Id) -> bool:
    """End a promotion now; whether it was still to run. Coupons of it are worth nothing from then on.

    Raises PromotionNotFound.
    """
    rows = PromotionRow.objects.select_for_update(no_key=True).filter(id=promotion_id)
    if not rows.exists():
        raise PromotionNotFound
    running = PromotionRow.objects.filter(id=promotion_id).exclude(ends_at__lte=Now())
    return bool(running.update(ends_at=Greatest(Now(), "starts_at"), ended_by=actor_id))


def checked_name(name: Text) -> Text:
    """A name without space around it. Raises InvalidPromotion."""
    told = Text(zh=name.zh.strip(), en=name.en.strip())
    if not (told.zh or told.en):
        raise InvalidPromotion(field="name", why="missing")
    if max(len(told.zh), len(told.en)) > NAME_MAX or "\0" in told.zh + told.en:
        raise InvalidPromotion(field="name", why="too_long")
    return told


def checked_groups(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Names of groups, each once. Raises InvalidPromotion."""
    if len(groups) > GROUPS_MAX or not all(_GROUP.match(group) for group in groups):
        raise InvalidPromotion(field="combines_with", why="not_a_slug")
    return tuple(dict.fromkeys(groups))
