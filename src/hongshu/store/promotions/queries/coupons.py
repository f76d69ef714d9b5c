"""Reads of coupons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.promotions.contracts import (
    Claimable,
    Coupon,
    CouponBatch,
    CouponState,
    OwnedCoupon,
)
from hongshu.store.promotions.models import BatchRow, CouponRow
from hongshu.store.promotions.queries.promotions import COLUMNS, promotion_of

_OF_PROMOTION = tuple(name if name.endswith("_text") else f"promotion__{name}" for name in COLUMNS)
_OF_COUPON = tuple(name if name.endswith("_text") else f"batch__promotion__{name}" for name in COLUMNS)
_CLAIMABLE = """
SELECT b.id, b.ends_at, nullif(b.total, 0) - b.claimed,
    CASE WHEN b.per_day > 0
        THEN b.per_day - CASE WHEN b.claimed_on = today THEN b.claimed_today ELSE 0 END END,
    (SELECT count(*) FROM promotions_coupon AS c WHERE c.user_id = %(user)s AND c.batch_id = b.id),
    b.per_member, p.id, p.name_zh, p.name_en, p.layer, p."group", p.combines_with, p.priority, p.by_coupon,
    p.condition::text, p.effect::text, p.starts_at, p.ends_at
FROM promotions_batch AS b JOIN promotions_promotion AS p ON p.id = b.promotion_id,
    CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
WHERE b.is_public AND b.starts_at <= %(at)s AND b.ends_at > %(at)s AND b.valid_until > %(at)s
    AND (p.ends_at IS NULL OR p.ends_at > %(at)s)
ORDER BY b.ends_at, b.id LIMIT %(limit)s
"""


def list_coupons_of(user_id: Id, at: datetime, *, limit: int = 200) -> tuple[Coupon, ...]:
    """A member's coupons with their state at a moment, the newest first. One query."""
    return ask_coupons_of(user_id, at, limit=limit).answer


def ask_coupons_of(user_id: Id, at: datetime, *, limit: int = 200) -> Asked[tuple[Coupon, ...]]:
    """As ``list_coupons_of``, to be sent with others."""
    rows = _told(CouponRow.objects.filter(user_id=user_id).order_by("-id")[:limit])
    return Asked.rows(rows, lambda found: tuple(_coupon_of(row, at) for row in found))


def list_usable(user_id: Id, at: datetime, *, ids: Collection[Id] | None = None) -> tuple[OwnedCoupon, ...]:
    """The coupons that a member can use at a moment, or those of *ids* among them, for the engine. One
    query.
    """
    rows = CouponRow.objects.filter(user_id=user_id, checkout_id__isnull=True, expires_at__gt=at)
    if ids is not None:
        rows = rows.filter(id__in=set(ids))
    found = (_coupon_of(row, at) for row in _told(rows.order_by("id")[:200]))
    return tuple(
        OwnedCoupon(coupon.id, coupon.promotion) for coupon in found if coupon.state is CouponState.USABLE
    )


def list_claimable(user_id: Id | None, at: datetime, *, limit: int = 50) -> tuple[Claimable, ...]:
    """What anybody can claim at a moment, the one that ends first first. One query."""
    return ask_claimable(user_id, at, limit=limit).answer


def ask_claimable(user_id: Id | None, at: datetime, *, limit: int = 50) -> Asked[tuple[Claimable, ...]]:
    """As ``list_claimable``, to be sent with others."""

    def answer(rows: list[tuple[Any, ...]]) -> tuple[Claimable, ...]:
        return tuple(
            Claimable(
                batch_id=Id(key),
                promotion=promotion_of(promotion),
                ends_at=ends_at,
                left=min((left for left in (of_total, of_today) if left is not None), default=None),
                mine=mine,
                per_member=per_member,
            )
            for key, ends_at, of_total, of_today, mine, per_member, *promotion in rows
        )

    values = {"user": user_id or 0, "at": at, "limit": limit}
    return Asked(_CLAIMABLE, values, answer, columns=18, moments=(1, 16, 17))


def list_batches(*, at: datetime | None = None, limit: int = 100) -> tuple[CouponBatch, ...]:
    """Batches for staff, the newest first; with *at* those that can still be claimed. One query."""
    rows = BatchRow.objects.annotate(
        condition_text=Cast("promotion__condition", TextField()),
        effect_text=Cast("promotion__effect", TextField()),
    )
    if at is not None:
        rows = rows.filter(ends_at__gt=at)
    own = (
        "id", "code", "is_public", "total", "per_day", "per_member", "claimed", "starts_at", "ends_at",
        "valid_until", "valid_days", "ended_by",
    )  # fmt: skip
    found = []
    for row in rows.order_by("-id").values_list(*own, *_OF_PROMOTION)[:limit]:
        values = dict(zip(own, row, strict=False))
        values["id"] = Id(values["id"])
        is_ended = values.pop("ended_by") is not None
        found.append(CouponBatch(**values, is_ended=is_ended, promotion=promotion_of(row[len(own) :])))
    return tuple(found)


def _told(rows: Any) -> Any:
    return rows.annotate(
        condition_text=Cast("batch__promotion__condition", TextField()),
        effect_text=Cast("batch__promotion__effect", TextField()),
    ).values_list("id", "user_id", "batch_id", "claimed_at", "expires_at", "checkout_id", *_OF_COUPON)


def _coupon_of(row: tuple[Any, ...], at: datetime) -> Coupon:
    key, user_id, batch_id, claimed_at, expires_at, checkout_id, *rest = row
    promotion = promotion_of(rest)
    is_over = promotion.ends_at is not None and promotion.ends_at <= at
    state = CouponState.EXPIRED if expires_at <= at or is_over else CouponState.USABLE
    return Coupon(
        id=Id(key),
        user_id=Id(user_id),
        batch_id=Id(batch_id),
        promotion=promotion,
        state=CouponState.USED if checkout_id is not None else state,
        claimed_at=claimed_at,
        expires_at=expires_at,
        checkout_id=None if checkout_id is None else Id(checkout_id),
    )
