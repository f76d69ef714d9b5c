"""From rows to what crosses the door."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.carts.contracts import Touch
from hongshu.store.catalog.contracts import Text
from hongshu.store.trade.contracts import (
    Actor,
    Address,
    Order,
    OrderLine,
    OrderMode,
    OrderRefund,
    OrderState,
    Step,
)
from hongshu.store.trade.models import OrderLineRow, OrderRefundRow, OrderRow, StepRow
from hongshu.store.trade.rules.stored import address_of

PARTS = ("tariff", "consumption", "vat")


def order_of(row: OrderRow, lines: Iterable[OrderLineRow]) -> Order:
    """The contract of an order's row with its lines'."""

    def money(amount: int) -> Money:
        return Money(amount, row.currency)

    return Order(
        id=Id(row.id),
        number=row.number,
        user_id=Id(row.user_id),
        checkout_id=Id(row.checkout_id),
        split_number=row.split_number,
        split_count=row.split_count,
        mode=OrderMode(row.mode),
        warehouse_id=Id(row.warehouse_id),
        state=OrderState(row.state),
        reason=row.reason,
        address=_address(row.address),
        lines=tuple(map(line_of, lines)),
        before=money(row.before_minor),
        discount=money(row.discount_minor),
        goods=money(row.goods_minor),
        freight=money(row.freight_minor),
        tax=money(row.tax_minor),
        total=money(row.total_minor),
        refunded=money(row.refunded_goods_minor + row.refunded_freight_minor + row.refunded_tax_minor),
        dutiable=money(row.dutiable_minor),
        carrier=row.carrier,
        tracking=row.tracking,
        end_reason=row.end_reason,
        placed_at=row.placed_at,
        expires_at=row.expires_at,
        paid_at=row.paid_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
    )


def line_of(row: OrderLineRow) -> OrderLine:
    """The contract of a line's row."""
    tax = row.tax or {}
    parts = [tax.get(f"{name}_fen", 0) for name in PARTS]
    rates = [tax.get(f"{name}_millionths", 0) for name in PARTS]
    touches: tuple[Touch, ...] = tuple(map(Touch.restored, row.touches))
    return OrderLine(
        id=Id(row.id),
        order_id=Id(row.order_id),
        position=row.position,
        sku_id=Id(row.sku_id),
        product_id=Id(row.product_id),
        name=Text(zh=row.name_zh, en=row.name_en),
        option=Text(zh=row.option_zh, en=row.option_en),
        picture_id=None if row.picture_id is None else Id(row.picture_id),
        quantity=row.quantity,
        refunded_units=row.refunded_units,
        unit_before=Money(row.unit_before_minor),
        unit=Money(row.unit_minor),
        tax=Money(row.tax_minor),
        tax_parts=(parts[0], parts[1], parts[2]),
        rates=(rates[0], rates[1], rates[2]),
        touches=touches,
    )


def step_of(row: StepRow) -> Step:
    """The contract of a step's row."""
    return Step(
        order_id=Id(row.order_id),
        state=OrderState(row.state),
        actor=Actor(row.actor),
        actor_id=None if row.actor_id is None else Id(row.actor_id),
        reason=row.reason,
        at=row.at,
    )


def refund_of(row: OrderRefundRow) -> OrderRefund:
    """The contract of a refund's row."""
    return OrderRefund(
        id=Id(row.id),
        order_id=Id(row.order_id),
        key=row.key,
        goods=Money(row.goods_minor),
        freight=Money(row.freight_minor),
        tax=Money(row.tax_minor),
        units={Id(line_id): units for line_id, units in row.units},
        reason=row.reason,
        at=row.at,
    )


def _address(stored: dict[str, Any]) -> Address:
    address = address_of(stored)
    assert address is not None, "an order has an address"
    return address
