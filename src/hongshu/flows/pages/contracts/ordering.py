"""The checkout, orders and addresses as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import PictureView
from hongshu.flows.pages.contracts.carts import CouponView, OffView
from hongshu.kernel.errors import NotFound
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """One of the viewer's addresses, in one line, and whose parcel it is."""

    id: Id
    recipient: str
    phone: str
    line: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class TaxPart:
    """A part of the import tax: "tariff", "consumption" or "vat", its rate in percent, and how much."""

    name: str
    rate: str
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """Units of a SKU in a checkout or an order: ``total`` is their price, ``tax`` the import tax on them.

    ``left`` is how many can be had, None where that is no question any more.
    """

    id: Id | None
    product_id: Id
    sku_id: Id
    name: str
    option: str
    picture: PictureView | None
    color: str
    brand_name: str
    quantity: int
    unit_before: Money
    unit: Money
    total: Money
    tax: Money
    tax_parts: tuple[TaxPart, ...]
    refunded_units: int = 0
    left: int | None = None


@dataclass(frozen=True, slots=True)
class SplitView:
    """One of the orders that a checkout becomes, and why: ``shipping`` as in a cart, ``reason`` a word."""

    shipping: str
    reason: str
    lines: tuple[OrderedLine, ...]
    goods: Money
    freight: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What a buyer agrees to, with its version."""

    kind: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """A checkout. ``total`` is exactly what is charged; ``problem`` the words' code of what is in the way."""

    id: Id
    version: int
    is_from_cart: bool
    address: OwnAddress | None
    addresses: tuple[OwnAddress, ...]
    splits: tuple[SplitView, ...]
    before: Money
    offs: tuple[OffView, ...]
    freight: Money
    tax: Money
    total: Money
    coupons: tuple[CouponView, ...]
    coupon_ids: tuple[Id, ...]
    consents: tuple[ConsentView, ...]
    needs_identity: bool
    quota_wanted: Money
    quota_left: Money | None
    providers: tuple[str, ...]
    problem: str
    details: dict[str, str | int]

    @property
    def can_be_placed(self) -> bool:
        """Whether nothing is in the way but the buyer's word."""
        return not self.problem and bool(self.providers)


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of an order's way; ``at`` is None for what is still to come."""

    state: str
    at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class RefundView:
    """Something that was given back; ``is_settled``: it has arrived."""

    amount: Money
    reason: str
    at: datetime
    is_settled: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as its buyer sees it. ``steps`` are those done and those to come."""

    id: Id
    number: str
    checkout_id: Id
    shipping: str
    state: str
    reason: str
    split_number: int
    split_count: int
    lines: tuple[OrderedLine, ...]
    before: Money
    discount: Money
    goods: Money
    freight: Money
    tax: Money
    total: Money
    refunded: Money
    refund_state: str
    carrier: str
    tracking: str
    end_reason: str
    recipient: str
    address_line: str
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    steps: tuple[StepView, ...]
    can_cancel: bool
    is_cancel_asked: bool = False
    refunds: tuple[RefundView, ...] = ()
    provider: str = ""
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """A member's orders in a tab."""

    tab: str
    tabs: tuple[str, ...]
    orders: tuple[OrderView, ...]
    next_cursor: str


class UnknownOrderTab(NotFound):
    """No such tab of orders."""

    code = "unknown_order_tab"
