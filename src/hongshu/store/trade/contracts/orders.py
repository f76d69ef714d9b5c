"""Orders and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.carts.contracts import Touch
from hongshu.store.catalog.contracts import Text
from hongshu.store.trade.contracts.addresses import Address


class OrderMode(StrEnum):
    """How the goods reach the buyer: within the country, from a bonded warehouse, or from abroad."""

    DOMESTIC = "domestic"
    BONDED = "bonded"
    DIRECT = "direct"


class OrderState(StrEnum):
    """placed → paid → (declared → released →) allocated → packed → shipped → delivered → completed;
    cancelled, or refused by customs.
    """

    PLACED = "placed"
    PAID = "paid"
    DECLARED = "declared"
    RELEASED = "released"
    ALLOCATED = "allocated"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class Refunded(StrEnum):
    """How much of what an order cost goes back: it stands beside the state."""

    NONE = "none"
    PARTLY = "partly"
    WHOLE = "whole"


class Actor(StrEnum):
    """Who moved an order."""

    BUYER = "buyer"
    STAFF = "staff"
    SYSTEM = "system"
    CUSTOMS = "customs"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """Units of one SKU at one price. ``refunded_units`` were given back from the first one on.

    ``tax_parts`` are tariff, consumption tax and VAT in fen, ``rates`` theirs in millionths.
    """

    id: Id
    order_id: Id
    position: int
    sku_id: Id
    product_id: Id
    name: Text
    option: Text
    picture_id: Id | None
    quantity: int
    refunded_units: int
    unit_before: Money
    unit: Money
    tax: Money
    tax_parts: tuple[int, int, int]
    rates: tuple[int, int, int]
    touches: tuple[Touch, ...]

    @property
    def total(self) -> Money:
        """The price of all units, without tax."""
        return self.unit * self.quantity

    @property
    def last_touch(self) -> Touch | None:
        """What led to it last."""
        return self.touches[-1] if self.touches else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line of an order's history."""

    order_id: Id
    state: OrderState
    actor: Actor
    actor_id: Id | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order. ``dutiable`` is what it uses of the buyer's year; ``tracking`` is the carrier's number.

    ``reason`` is why it stands by itself in its checkout ("whole", "warehouse", "single_limit" …);
    ``end_reason`` why it was cancelled or refused.
    """

    id: Id
    number: str
    user_id: Id
    checkout_id: Id
    split_number: int
    split_count: int
    mode: OrderMode
    warehouse_id: Id
    state: OrderState
    reason: str
    address: Address = field(repr=False)
    lines: tuple[OrderLine, ...]
    before: Money
    discount: Money
    goods: Money
    freight: Money
    tax: Money
    total: Money
    refunded: Money
    dutiable: Money
    carrier: str
    tracking: str
    end_reason: str
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None

    @property
    def refund_state(self) -> Refunded:
        """How much of it goes back."""
        if not self.refunded.amount_minor:
            return Refunded.NONE
        return Refunded.WHOLE if self.refunded == self.total else Refunded.PARTLY

    @property
    def units(self) -> int:
        """How many units are in it."""
        return sum(line.quantity for line in self.lines)

    @property
    def is_from_abroad(self) -> bool:
        """Whether customs have to let it go."""
        return self.mode is not OrderMode.DOMESTIC


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefund:
    """What was given back of an order at once. ``units`` are by line."""

    id: Id
    order_id: Id
    key: str
    goods: Money
    freight: Money
    tax: Money
    units: dict[Id, int]
    reason: str
    at: datetime

    @property
    def total(self) -> Money:
        """What goes to the buyer."""
        return self.goods + self.freight + self.tax
