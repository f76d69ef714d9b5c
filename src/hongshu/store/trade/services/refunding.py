"""Giving back: exact to the fen, whatever comes back in which order.

A line's units cost the same each, and its tax is shared out by the unit's number, so what the parts give back
adds up to what the line was charged. An order's row is locked first; payments lock its part after it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.money import Money
from hongshu.store.customs.queries import tax_of_units
from hongshu.store.payments.services import refund_part
from hongshu.store.trade.contracts import (
    InvalidOrderRefund,
    OrderRefund,
    OrderRefundConflict,
    OrderRefunded,
    OrderState,
)
from hongshu.store.trade.models import OrderLineRow, OrderRefundRow, OrderRow
from hongshu.store.trade.queries.shapes import refund_of
from hongshu.store.trade.rules.states import HAS_LEFT
from hongshu.store.trade.rules.stored import tax_of
from hongshu.store.trade.services.moving import locked_order
from hongshu.store.trade.services.posting import post_given_back


@transaction.atomic
def refund_lines(
    *,
    order_id: Id,
    lines: Mapping[Id, int],
    reason: str,
    key: str,
    with_freight: bool = False,
    with_tax: bool = True,
) -> OrderRefund:
    """Give back units of an order's lines: their price, their tax unless the law keeps it, and with
    ``with_freight`` what is left of the freight.

    Joins the caller's transaction; payments send the money by a job. Idempotent on (order, key). Tax that is
    kept is not given back later. Raises OrderNotFound, InvalidOrderRefund (nothing, another order's line,
    more units than are left, an order that is not paid), OrderRefundConflict, and what payments refuse.
    """
    row = locked_order(order_id)
    there = OrderRefundRow.objects.filter(order=row, key=key).first()
    if there is not None:
        if {Id(line_id): units for line_id, units in there.units} != dict(lines):
            raise OrderRefundConflict
        return refund_of(there)
    if row.paid_at is None or not 0 < len(key) <= 60:
        raise InvalidOrderRefund(why="not_paid" if row.paid_at is None else "key")
    goods, tax = _take_units(row, lines, with_tax=with_tax)
    freight = row.freight_minor - row.refunded_freight_minor if with_freight else 0
    return _give(row, _Given(goods, freight, tax), units=lines, reason=reason, key=key)


def refund_rest(row: OrderRow, *, reason: str, key: str) -> OrderRefund | None:
    """Give back everything that is left of a locked order; None when nothing is."""
    there = OrderRefundRow.objects.filter(order=row, key=key).first()
    if there is not None:
        return refund_of(there)
    lines = OrderLineRow.objects.filter(order=row).order_by("position")
    units = {Id(line.id): line.quantity - line.refunded_units for line in lines}
    rest = _Given(
        row.goods_minor - row.refunded_goods_minor,
        row.freight_minor - row.refunded_freight_minor,
        row.tax_minor - row.refunded_tax_minor,
    )
    if not sum(rest):
        return None
    OrderLineRow.objects.filter(order=row).update(refunded_units=F("quantity"))
    return _give(
        row, rest, units={line_id: count for line_id, count in units.items() if count}, reason=reason, key=key
    )


class _Given(tuple[int, int, int]):
    """Goods, freight and tax."""

    def __new__(cls, goods: int, freight: int, tax: int) -> _Given:
        return super().__new__(cls, (goods, freight, tax))


def _take_units(row: OrderRow, lines: Mapping[Id, int], *, with_tax: bool) -> tuple[int, int]:
    if not lines or any(units <= 0 for units in lines.values()):
        raise InvalidOrderRefund(why="nothing")
    found = {Id(line.id): line for line in OrderLineRow.objects.filter(order=row, id__in=list(lines))}
    if len(found) != len(lines):
        raise InvalidOrderRefund(why="line")
    goods = tax = 0
    for line_id, units in sorted(lines.items()):
        line = found[line_id]
        if line.refunded_units + units > line.quantity:
            raise InvalidOrderRefund(why="units")
        goods += line.unit_minor * units
        charged = tax_of(line.tax)
        if charged is not None and with_tax:
            tax += tax_of_units(charged, first=line.refunded_units, count=units).tax_fen
        OrderLineRow.objects.filter(id=line.id).update(refunded_units=F("refunded_units") + units)
    return goods, tax


def _give(row: OrderRow, given: _Given, *, units: Mapping[Id, int], reason: str, key: str) -> OrderRefund:
    goods, freight, tax = given
    made = OrderRefundRow(
        id=new_id(),
        user_id=row.user_id,
        order=row,
        key=key,
        goods_minor=goods,
        freight_minor=freight,
        tax_minor=tax,
        units=[[int(line_id), count] for line_id, count in sorted(units.items())],
        reason=reason[:200],
    )
    made.save(force_insert=True)
    OrderRow.objects.filter(id=row.id).update(
        refunded_goods_minor=F("refunded_goods_minor") + goods,
        refunded_freight_minor=F("refunded_freight_minor") + freight,
        refunded_tax_minor=F("refunded_tax_minor") + tax,
    )
    row.refunded_goods_minor += goods
    row.refunded_freight_minor += freight
    row.refunded_tax_minor += tax
    if OrderState(row.state) in HAS_LEFT:
        post_given_back(row, made)
    refund_part(
        order_id=Id(row.id),
        amount=Money(goods + freight + tax, row.currency),
        key=key,
        reason=reason,
    )
    outbox.append(OrderRefunded(order_id=Id(row.id), user_id=Id(row.user_id), refund_id=Id(made.id)))
    made.refresh_from_db(fields=["at"])
    return refund_of(made)
