"""A checkout: what is about to be ordered, with everything that it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.carts.contracts import Touch
from hongshu.store.catalog.contracts import Text
from hongshu.store.payments.contracts import Payment
from hongshu.store.promotions.contracts import Discount
from hongshu.store.trade.contracts.addresses import Address
from hongshu.store.trade.contracts.orders import OrderMode

# So long a prepared checkout may be placed as it is; afterwards it is prepared anew.
CHECKOUT_KEPT_S = 30 * 60
# So long an order waits for its payment, and so much longer its stock: who pays in the last second gets it.
PAY_WITHIN_S = 30 * 60
HOLD_LONGER_S = 15 * 60


class CheckoutState(StrEnum):
    """open → placed."""

    OPEN = "open"
    PLACED = "placed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyNow:
    """One SKU that goes to the checkout without a cart, with what led to it."""

    sku_id: Id
    quantity: int = 1
    touches: tuple[Touch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutLine:
    """Units of one SKU at one price in one of the orders. All money is of all units, unless ``unit_…``.

    ``tax`` is the import tax of these units, ``tax_parts`` what it consists of (tariff, consumption, VAT);
    ``left`` is how many units can be had from that warehouse.
    """

    sku_id: Id
    product_id: Id
    name: Text
    option: Text
    picture_id: Id | None
    quantity: int
    unit_before: Money
    unit: Money
    total: Money
    discounts: tuple[Discount, ...]
    tax: Money
    tax_parts: tuple[int, int, int]
    rates: tuple[int, int, int]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutOrder:
    """One of the orders that the checkout will become. ``reason`` is customs' ("single_limit"), or "whole",
    "warehouse" and "mode".
    """

    mode: OrderMode
    warehouse_id: Id
    reason: str
    lines: tuple[CheckoutLine, ...]
    goods: Money
    freight: Money
    tax: Money

    @property
    def total(self) -> Money:
        """What is charged for it."""
        return self.goods + self.freight + self.tax


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A prepared checkout. ``total`` is exactly what is charged.

    ``problem`` is the code of what keeps it from being placed ("address_needed", "out_of_stock",
    "cannot_ship_there", "quota_exceeded", "identity_needed", or customs' own), empty when nothing does;
    ``details`` fill the blanks of its words. ``consents`` are the kinds that the buyer must agree to.
    ``quota_left`` and ``quota_used`` are of the year, None where none is asked for.
    """

    id: Id
    user_id: Id
    state: CheckoutState
    version: int
    is_from_cart: bool
    address: Address | None
    orders: tuple[CheckoutOrder, ...]
    before: Money
    discount: Money
    goods: Money
    freight: Money
    tax: Money
    total: Money
    discounts: tuple[Discount, ...]
    coupon_ids: tuple[Id, ...]
    line_ids: tuple[Id, ...]
    consents: tuple[str, ...]
    needs_identity: bool
    resident_id: Id | None
    quota_wanted: Money
    quota_left: Money | None
    problem: str
    details: Mapping[str, str | int]
    prepared_at: datetime

    @property
    def units(self) -> int:
        """How many units are in it."""
        return sum(line.quantity for order in self.orders for line in order.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of a checkout: its orders in the order of the split, and what is to be paid."""

    checkout_id: Id
    order_ids: tuple[Id, ...]
    payment: Payment
