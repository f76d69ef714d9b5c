"""Coupons: what there is to claim, and what a member has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.ids import Id
from hongshu.store.promotions.contracts.promotions import Promotion

CODE_MAX = 30


class CouponState(StrEnum):
    """What a coupon is for its member at a moment."""

    USABLE = "usable"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class CouponBatchDraft:
    """Coupons of a promotion to be given out from ``starts_at`` to before ``ends_at``.

    ``total``, ``per_day`` and ``per_member`` limit how many are claimed (a day is China's); 0 of the first
    two is no limit. Each is good for ``valid_days`` from its claim, but not beyond ``valid_until``.
    With ``is_public`` everybody sees it among those to claim; a ``code`` claims it too.
    """

    promotion_id: Id
    starts_at: datetime
    ends_at: datetime
    valid_until: datetime
    valid_days: int = 30
    code: str = ""
    is_public: bool = True
    total: int = 0
    per_day: int = 0
    per_member: int = 1


@dataclass(frozen=True, slots=True)
class CouponBatch:
    """A batch as staff see it."""

    id: Id
    promotion: Promotion
    code: str
    is_public: bool
    total: int
    per_day: int
    per_member: int
    claimed: int
    starts_at: datetime
    ends_at: datetime
    valid_until: datetime
    valid_days: int
    is_ended: bool


@dataclass(frozen=True, slots=True)
class Claimable:
    """A batch as a member sees it: ``mine`` of them they have claimed; ``left`` None is without limit."""

    batch_id: Id
    promotion: Promotion
    ends_at: datetime
    left: int | None
    mine: int
    per_member: int


@dataclass(frozen=True, slots=True)
class Coupon:
    """A member's coupon."""

    id: Id
    user_id: Id
    batch_id: Id
    promotion: Promotion
    state: CouponState
    claimed_at: datetime
    expires_at: datetime
    checkout_id: Id | None
