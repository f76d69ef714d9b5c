"""What may be moved, how a shelf is split, and when a lot may be sold."""

from __future__ import annotations

from datetime import date, datetime

from hongshu.store.inventory.contracts import (
    MAY_BE_SOLD,
    MOST_ORDERED_UNITS,
    InvalidQuantity,
    Quality,
    StockReasonNeeded,
)

REASON_MAX = 200


def may_be_sold(*, quality: Quality, recalled_at: datetime | None, expires_on: date, today: date) -> bool:
    """Whether a lot's units may be sold: it passed, is not recalled, and expires after *today*."""
    return quality in MAY_BE_SOLD and recalled_at is None and expires_on > today


def check_units(units: int, *, least: int = 1) -> None:
    """Raise InvalidQuantity unless *units* is a whole number from *least* to the most that are moved."""
    if type(units) is not int or not least <= units <= MOST_ORDERED_UNITS:
        raise InvalidQuantity(field="quantity", most=MOST_ORDERED_UNITS)


def check_signed_units(units: int) -> None:
    """Raise InvalidQuantity unless *units* is a whole number other than 0, not too large either way."""
    check_units(abs(units) if type(units) is int else units)


def checked_reason(reason: str, *, most: int = REASON_MAX) -> str:
    """The reason without blanks around it. Raises StockReasonNeeded when none is left or it is too long."""
    kept = reason.strip()
    if not 0 < len(kept) <= most:
        raise StockReasonNeeded(field="reason", most=most)
    return kept


def shares(units: int, buckets: int) -> list[int]:
    """*units* over *buckets* as evenly as can be, the larger shares first; their sum is *units*."""
    return [units // buckets + (bucket < units % buckets) for bucket in range(buckets)]
