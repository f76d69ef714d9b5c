"""The comparison. It reads only; what differs is named, and a person puts it right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hongshu.flows.reconciling.contracts import Difference, Reconciliation
from hongshu.kernel import clock
from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import HoldState
from hongshu.store.inventory.queries import list_held_units
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_balances, list_nets_of
from hongshu.store.payments.contracts import PartView, Payment, Provider, StatementLine
from hongshu.store.payments.queries import (
    list_captured_payments,
    list_parts_of_orders,
    list_providers,
    list_refunds_by_number,
    list_statement,
)
from hongshu.store.trade.contracts import Order, OrderState
from hongshu.store.trade.queries import list_orders_from

_BATCH = 500
_LEFT = frozenset({OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED})
_ENDED = frozenset({OrderState.CANCELLED, OrderState.REFUSED})


def reconcile(*, days: int = 2, with_statements: bool = True) -> Reconciliation:
    """Compare all orders with their parts, their ledger and their stock, and the providers' statements of the
    last *days* (China's) with the payments. Not in a transaction: providers are asked.
    """
    differences = list(_balances())
    orders = 0
    captured = refunded = 0
    after: Id | None = None
    while batch := list_orders_from(after=after, limit=_BATCH):
        ids = [order.id for order in batch]
        parts = list_parts_of_orders(ids)
        funds = list_nets_of(subject_kind="order", account=Account.CUSTOMER_FUNDS, subject_ids=ids)
        held = list_held_units(holder_kind="order", holder_ids=ids)
        for order in batch:
            part = parts.get(order.id)
            if part is None:
                differences.append(Difference("order_without_part", order.number, 1, 0))
                continue
            captured += part.captured.amount_minor
            refunded += part.refunded.amount_minor
            differences += _of_money(order, part, funds.get(order.id, 0))
            differences += _of_stock(order, held.get(order.id, {}))
        orders += len(batch)
        after = ids[-1]
    payments = list(_captured_payments())
    lines, unheard = _statements(days) if with_statements else ({}, ())
    if lines:
        differences += _of_statements(lines, payments)
    return Reconciliation(
        orders=orders,
        payments=len(payments),
        statement_lines=sum(map(len, lines.values())),
        captured_minor=captured,
        refunded_minor=refunded,
        differences=tuple(differences),
        unheard=unheard,
        last_order_id=after,
    )


def _balances() -> Iterator[Difference]:
    by_currency: dict[str, int] = {}
    for each in list_balances():
        by_currency[each.currency] = by_currency.get(each.currency, 0) + each.net_minor
    for currency, net in by_currency.items():
        if net:
            yield Difference("ledger_unbalanced", currency, 0, net)


def _of_money(order: Order, part: PartView, funds: int) -> Iterator[Difference]:
    total, captured = order.total.amount_minor, part.captured.amount_minor
    if part.amount.amount_minor != total:
        yield Difference("part_is_not_the_order", order.number, total, part.amount.amount_minor)
    wanted = total if order.paid_at is not None else 0
    if captured != wanted:
        kind = "paid_without_capture" if wanted else "captured_and_not_settled"
        yield Difference(kind, order.number, wanted, captured)
    if order.refunded.amount_minor != part.given_back.amount_minor:
        yield Difference(
            "refund_differs", order.number, order.refunded.amount_minor, part.given_back.amount_minor
        )
    # What was earned is no longer the buyer's; what goes back is, until they have it.
    mine = order.refunded.amount_minor if order.state in _LEFT else captured
    expected = mine - part.refunded.amount_minor
    if funds != expected:
        yield Difference("customer_funds_differ", order.number, expected, funds)


def _of_stock(order: Order, held: dict[HoldState, int]) -> Iterator[Difference]:
    units = order.units
    if order.state in _LEFT:
        if held.get(HoldState.SOLD, 0) != units:
            yield Difference("units_not_sold", order.number, units, held.get(HoldState.SOLD, 0))
    elif order.state in _ENDED:
        if held.get(HoldState.HELD, 0):
            yield Difference("units_still_held", order.number, 0, held[HoldState.HELD])
    elif held.get(HoldState.HELD, 0) + held.get(HoldState.SOLD, 0) != units:
        yield Difference("units_not_held", order.number, units, held.get(HoldState.HELD, 0))


def _captured_payments() -> Iterator[Payment]:
    after: Id | None = None
    while batch := list_captured_payments(after=after, limit=_BATCH):
        yield from batch
        after = batch[-1].id


def _statements(days: int) -> tuple[dict[tuple[Provider, date], tuple[StatementLine, ...]], tuple[str, ...]]:
    today = clock.business_day()
    found: dict[tuple[Provider, date], tuple[StatementLine, ...]] = {}
    unheard = []
    for provider in list_providers():
        for back in range(days):
            day = today - timedelta(days=back)
            try:
                found[provider, day] = list_statement(provider, day)
            except OutsideFailure:
                unheard.append(f"{provider.value} {day.isoformat()}")
    return found, tuple(unheard)


def _of_statements(
    lines: dict[tuple[Provider, date], tuple[StatementLine, ...]], payments: list[Payment]
) -> Iterator[Difference]:
    by_number = {payment.number: payment for payment in payments}
    told: dict[str, int] = {}
    refunds = list_refunds_by_number(
        {line.number for group in lines.values() for line in group if line.kind == "refund"}
    )
    for group in lines.values():
        for line in group:
            amount = abs(line.amount.amount_minor)
            if line.kind == "refund":
                refund = refunds.get(line.number)
                ours = refund.amount.amount_minor if refund else 0
                if ours != amount:
                    yield Difference("statement_refund_differs", line.number, ours, amount)
                continue
            told[line.number] = amount
            payment = by_number.get(line.number)
            ours = payment.amount.amount_minor if payment else 0
            if ours != amount:
                yield Difference("statement_capture_differs", line.number, ours, amount)
    for (provider, day), _ in lines.items():
        for payment in payments:
            at = payment.captured_at
            if (
                payment.provider is provider
                and at is not None
                and clock.business_day(at) == day
                and payment.number not in told
            ):
                yield Difference("capture_not_on_statement", payment.number, payment.amount.amount_minor, 0)
