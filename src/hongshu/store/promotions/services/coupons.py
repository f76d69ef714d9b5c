"""Giving out coupons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Greatest, Now, Upper

from hongshu.kernel.ids import Id, new_id
from hongshu.store.promotions.contracts import (
    CODE_MAX,
    CouponBatchDraft,
    CouponBatchNotFound,
    CouponsGone,
    InvalidPromotion,
    PromotionDraft,
    PromotionNotFound,
)
from hongshu.store.promotions.models import BatchRow, CouponRow, PromotionRow
from hongshu.store.promotions.services.promotions import save_promotion

_CODE = re.compile(rf"^[A-Z0-9_-]{{3,{CODE_MAX}}}$")
_COUNT_MAX = 10_000_000
_PER_MEMBER_MAX = 20

# One statement counts and decides, under the row's lock: who comes at the same moment waits and is counted.
_COUNT_IN = """
UPDATE promotions_batch AS b SET claimed = b.claimed + 1,
    claimed_today = CASE WHEN b.claimed_on = t.today THEN b.claimed_today + 1 ELSE 1 END,
    claimed_on = t.today
FROM (SELECT (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date AS today) AS t
WHERE b.id = %(batch)s AND b.starts_at <= statement_timestamp() AND b.ends_at > statement_timestamp()
    AND b.valid_until > statement_timestamp()
    AND (b.total = 0 OR b.claimed < b.total)
    AND (b.per_day = 0 OR b.claimed_on IS DISTINCT FROM t.today OR b.claimed_today < b.per_day)
    AND EXISTS (SELECT FROM promotions_promotion AS p WHERE p.id = b.promotion_id
        AND (p.ends_at IS NULL OR p.ends_at > statement_timestamp()))
RETURNING b.per_member, least(b.valid_until, statement_timestamp() + make_interval(days => b.valid_days))
"""
_WHY_NOT = """
SELECT CASE
    WHEN b.starts_at > statement_timestamp() OR b.ends_at <= statement_timestamp()
        OR b.valid_until <= statement_timestamp() THEN 'not_now'
    WHEN b.total > 0 AND b.claimed >= b.total THEN 'total'
    WHEN b.per_day > 0 AND b.claimed_today >= b.per_day
        AND b.claimed_on = (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date THEN 'per_day'
    ELSE 'not_now' END
FROM promotions_batch AS b WHERE b.id = %(batch)s
"""


def folded_code(code: str) -> str:
    """A code as it is compared: without space around it, in capital letters."""
    return code.strip().upper()


@transaction.atomic
def save_batch(*, actor_id: Id, draft: CouponBatchDraft) -> Id:
    """Make coupons of a promotion that can be claimed. Raises InvalidPromotion, PromotionNotFound."""
    promotion = PromotionRow.objects.filter(id=draft.promotion_id).first()
    if promotion is None:
        raise PromotionNotFound
    if not promotion.by_coupon:
        raise InvalidPromotion(field="promotion", why="not_by_coupon")
    code = folded_code(draft.code)
    if code and not _CODE.match(code):
        raise InvalidPromotion(field="code", why="not_a_code")
    if not code and not draft.is_public:
        raise InvalidPromotion(field="code", why="missing")
    if draft.ends_at <= draft.starts_at or draft.valid_until <= draft.starts_at:
        raise InvalidPromotion(field="ends_at", why="ends_first")
    if not (0 <= draft.total <= _COUNT_MAX and 0 <= draft.per_day <= _COUNT_MAX):
        raise InvalidPromotion(field="total", why="out_of_range")
    if not (1 <= draft.per_member <= _PER_MEMBER_MAX and 1 <= draft.valid_days <= 366):
        raise InvalidPromotion(field="per_member", why="out_of_range")
    row = BatchRow(
        id=new_id(),
        promotion=promotion,
        code=code,
        is_public=draft.is_public,
        total=draft.total,
        per_day=draft.per_day,
        per_member=draft.per_member,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        valid_days=draft.valid_days,
        valid_until=draft.valid_until,
        made_by=actor_id,
    )
    if code and not _is_free(code):
        raise InvalidPromotion(field="code", why="taken")
    row.save(force_insert=True)
    return Id(row.id)


@transaction.atomic
def save_with_coupons(*, actor_id: Id, draft: PromotionDraft, coupons: CouponBatchDraft) -> Id:
    """Make a promotion and the coupons that give it, both or none. Raises InvalidPromotion."""
    made = save_promotion(actor_id=actor_id, draft=draft)
    save_batch(actor_id=actor_id, draft=replace(coupons, promotion_id=made))
    return made


@transaction.atomic
def end_batch(*, actor_id: Id, batch_id: Id) -> bool:
    """Let nobody claim any more; what was claimed stays good. Raises CouponBatchNotFound."""
    if not BatchRow.objects.select_for_update(no_key=True).filter(id=batch_id).exists():
        raise CouponBatchNotFound
    rows = BatchRow.objects.filter(id=batch_id, ends_at__gt=Now())
    return bool(rows.update(ends_at=Greatest(Now(), "starts_at"), ended_by=actor_id))


@transaction.atomic
def claim_coupon(*, user_id: Id, batch_id: Id | None = None, code: str = "") -> Id:
    """Claim a coupon: of a public batch, or by its code in whatever case. Gives the coupon's id.

    Raises CouponBatchNotFound, CouponsGone.
    """
    if batch_id is not None:
        rows = BatchRow.objects.filter(id=batch_id, is_public=True)
    elif _CODE.match(folded_code(code)):
        rows = BatchRow.objects.alias(folded=Upper("code")).filter(folded=folded_code(code))
    else:
        raise CouponBatchNotFound(field="code")
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise CouponBatchNotFound(field="" if batch_id is not None else "code")
    return _claim(user_id, found)


@transaction.atomic
def issue_coupons(*, batch_id: Id, user_ids: Sequence[Id]) -> dict[Id, Id]:
    """Give each of these members a coupon of a batch, all or none, under its limits; ids by member.

    Raises CouponBatchNotFound, CouponsGone.
    """
    if not BatchRow.objects.filter(id=batch_id).exists():
        raise CouponBatchNotFound
    return {user_id: _claim(user_id, batch_id) for user_id in sorted(set(user_ids))}


@transaction.atomic
def forget_member(user_id: Id) -> int:
    """Delete what a member who leaves has not used; how many. Used coupons belong to their orders."""
    return CouponRow.objects.filter(user_id=user_id, checkout_id__isnull=True).delete()[0]


def _claim(user_id: Id, batch_id: int) -> Id:
    counted = _one(_COUNT_IN, {"batch": batch_id})
    if counted is None:
        told = _one(_WHY_NOT, {"batch": batch_id})
        raise CouponsGone(why=told[0] if told else "not_now")
    per_member, expires_at = counted
    # Under the batch's lock, so no claim of this member is between.
    has = CouponRow.objects.filter(user_id=user_id, batch__id=batch_id).count()
    if has >= per_member:
        raise CouponsGone(why="per_member")
    row = CouponRow(
        id=new_id(),
        user_id=user_id,
        batch_id=batch_id,
        ordinal=has + 1,
        most=per_member,
        expires_at=expires_at,
    )
    row.save(force_insert=True)
    return Id(row.id)


def _is_free(code: str) -> bool:
    return not BatchRow.objects.alias(folded=Upper("code")).filter(folded=code).exists()


def _one(statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found
