"""What the engine prices, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text
from hongshu.store.promotions.contracts.promotions import Promotion

FLASH_GROUP = "flash"
MEMBER_SOURCE = 0


class DiscountSource(StrEnum):
    """Where a discount comes from."""

    MEMBER = "member"
    FLASH = "flash"
    PROMOTION = "promotion"
    COUPON = "coupon"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToPrice:
    """What is to be priced. ``key`` is the caller's own, unique among the lines. Prices are of one unit, in
    fen; None where there is no such price.
    """

    key: int
    sku_id: Id
    product_id: Id
    quantity: int
    selling_minor: int
    brand_slug: str = ""
    category_path: tuple[str, ...] = ()
    list_minor: int | None = None
    member_minor: int | None = None


@dataclass(frozen=True, slots=True)
class OwnedCoupon:
    """A coupon somebody wants to use, with what it gives."""

    id: Id
    promotion: Promotion


@dataclass(frozen=True, slots=True)
class Discount:
    """What one source took off one line. ``source_id``: of the promotion, the coupon or the flash item; for
    the member price 0.
    """

    source: DiscountSource
    source_id: int
    name: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line: ``before_minor - discounts = total_minor``, all for ``quantity`` units.

    ``list_minor`` is what is struck through, never below ``before_minor``. ``unit_minors`` splits the total
    to its units, exactly: what the return of each of them gives back.
    """

    key: int
    sku_id: Id
    quantity: int
    list_minor: int
    before_minor: int
    total_minor: int
    discounts: tuple[Discount, ...]
    unit_minors: tuple[int, ...]
    flash_item_id: Id | None = None
    flash_units: int = 0


@dataclass(frozen=True, slots=True)
class WithinReach:
    """A promotion that a little more would bring: ``missing_minor`` of goods, or ``missing_units``."""

    promotion_id: Id
    name: Text
    missing_minor: int
    missing_units: int
    gives_minor: int


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with all its prices. Lines are in the order in which they were given; the sums are theirs.

    ``coupons_used`` are those of the coupons that took something off; ``within_reach`` has the nearest first.
    """

    lines: tuple[PricedLine, ...]
    before_minor: int
    discount_minor: int
    total_minor: int
    by_source: tuple[Discount, ...]
    coupons_used: tuple[Id, ...]
    within_reach: tuple[WithinReach, ...]
