"""Promotions as staff see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion: what it gives (``effect`` with its amounts), from what on, to whom, and beside what."""

    id: Id
    name: str
    layer: str
    group: str
    combines_with: tuple[str, ...]
    effect: str
    amount: Money | None
    part: int
    at_most: Money | None
    least: Money | None
    least_units: int
    categories: tuple[str, ...]
    is_for_members: bool
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """Coupons to be claimed, and how many were; 0 is no limit."""

    id: Id
    name: str
    code: str
    is_public: bool
    claimed: int
    total: int
    per_day: int
    per_member: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class FlashRow:
    """A flash sale; each item is its code, its price, how many are sold, of how many."""

    id: Id
    name: str
    starts_at: datetime
    ends_at: datetime
    items: tuple[tuple[str, Money, int, int], ...]


@dataclass(frozen=True, slots=True)
class PromotionsDesk:
    """All of it, the newest first."""

    promotions: tuple[PromotionRow, ...]
    batches: tuple[BatchRow, ...]
    flash: tuple[FlashRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of a cart that is tried: what it costs now, and then, with what is taken off then."""

    name: str
    code: str
    quantity: int
    now: Money
    then: Money
    offs: tuple[tuple[str, Money], ...]


@dataclass(frozen=True, slots=True)
class PromotionPreview:
    """What a cart costs now, and what it would cost."""

    now: Money
    then: Money
    lines: tuple[PreviewLine, ...]
