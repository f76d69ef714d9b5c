"""The cart, the buy sheet, the wish list, coupons and flash sales as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import PictureView, ProductCard, SkuView
from hongshu.flows.pages.contracts.shop import AxisView
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OffView:
    """Something taken off: its source ("member", "flash", "promotion", "coupon"), its name, how much."""

    source: str
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A line. ``unit`` is what one unit costs by itself, ``struck`` what is struck through beside it;
    ``total`` is what the line costs with all discounts, when it is chosen.

    ``before`` is the price that was seen last, when it is another one now. ``state`` is "ok", "few" (``left``
    units can be had), "short" (fewer than are wanted), "sold_out" or "gone" (not for sale any more).
    """

    id: Id
    sku_id: Id
    product_id: Id
    name: str
    option: str
    brand_name: str
    picture: PictureView | None
    color: str
    quantity: int
    most: int
    is_chosen: bool
    unit: Money
    struck: Money | None
    total: Money
    offs: tuple[OffView, ...]
    before: Money | None
    state: str
    left: int

    @property
    def can_be_bought(self) -> bool:
        """Whether it can go on to the checkout."""
        return self.state not in ("sold_out", "gone")


@dataclass(frozen=True, slots=True)
class CartGroup:
    """Lines that are shipped in the same way: "domestic", "bonded", "overseas".

    ``tax`` is the import tax that is estimated for the chosen ones; None where it cannot be told yet.
    """

    shipping: str
    lines: tuple[CartLineView, ...]
    tax: Money | None


@dataclass(frozen=True, slots=True)
class ReachView:
    """What a little more would bring: ``missing`` of goods, or ``missing_units``."""

    name: str
    missing: Money | None
    missing_units: int
    gives: Money | None


@dataclass(frozen=True, slots=True)
class CartPage:
    """A cart. The sums are of what is chosen and can be bought; ``tax`` is an estimate, ``total`` without it.

    ``idle`` are the lines that cannot be bought at the moment.
    """

    groups: tuple[CartGroup, ...]
    idle: tuple[CartLineView, ...]
    units: int
    chosen_units: int
    before: Money
    offs: tuple[OffView, ...]
    total: Money
    tax: Money | None
    reach: tuple[ReachView, ...]
    is_guest: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not (self.groups or self.idle)


@dataclass(frozen=True, slots=True)
class BuySheet:
    """Choosing one of a product's SKUs: ``unit`` is what it costs this viewer now, with ``struck`` beside it.

    ``left`` units can be had, ``most`` at once; ``shipping`` says from where. ``flash_units`` is what
    is left of the flash sale for this viewer, None without one.
    """

    product_id: Id
    name: str
    brand_name: str
    color: str
    picture: PictureView | None
    sku: SkuView
    axes: tuple[AxisView, ...]
    unit: Money
    struck: Money | None
    offs: tuple[OffView, ...]
    shipping: str
    left: int
    most: int
    flash_units: int | None
    flash_ends_at: datetime | None
    promotions: tuple[str, ...]
    is_wished: bool


@dataclass(frozen=True, slots=True)
class WishView:
    """A wished product; ``cheaper_by`` against the price of the day it was wished."""

    product: ProductCard
    wished_at: datetime
    cheaper_by: Money | None


@dataclass(frozen=True, slots=True)
class WishesPage:
    """A member's wish list, a page of it."""

    wishes: tuple[WishView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class CouponView:
    """A coupon, or one to be claimed: what it gives in words of its promotion, from what sum of goods on.

    ``id`` is the coupon's or the batch's. ``state`` is "claimable", "claimed" (no more for this member),
    "gone" (none left now), "usable", "used" or "expired".
    """

    id: Id
    name: str
    effect: str
    amount: Money | None
    part: int
    at_most: Money | None
    least: Money | None
    ends_at: datetime
    state: str
    left: int | None = None


@dataclass(frozen=True, slots=True)
class CouponsPage:
    """What can be claimed, and what a member has; a visitor has nothing."""

    claimable: tuple[CouponView, ...]
    usable: tuple[CouponView, ...]
    used: tuple[CouponView, ...]
    expired: tuple[CouponView, ...]


@dataclass(frozen=True, slots=True)
class FlashItemView:
    """A SKU in a flash sale: ``sold_part`` of its quota in hundredths is gone."""

    sku_id: Id
    product_id: Id
    name: str
    option: str
    brand_name: str
    picture: PictureView | None
    color: str
    price: Money
    usual: Money
    sold_part: int
    is_sold_out: bool
    per_member: int


@dataclass(frozen=True, slots=True)
class FlashSaleView:
    """A flash sale that runs or is to come."""

    id: Id
    name: str
    starts_at: datetime
    ends_at: datetime
    is_running: bool
    items: tuple[FlashItemView, ...]


@dataclass(frozen=True, slots=True)
class FlashPage:
    """Flash sales by the server's clock, which said ``now``."""

    sales: tuple[FlashSaleView, ...]
    now: datetime
