"""Reads of orders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.store.trade.contracts import Order, OrderNotFound, OrderRefund, OrderState, Step
from hongshu.store.trade.models import OrderLineRow, OrderRefundRow, OrderRow, StepRow
from hongshu.store.trade.queries.shapes import order_of, refund_of, step_of


def get_order(order_id: Id, *, user_id: Id | None = None) -> Order:
    """An order with its lines; with *user_id* only that member's. Two queries. Raises OrderNotFound."""
    rows = OrderRow.objects.filter(id=order_id)
    found = with_lines(rows if user_id is None else rows.filter(user_id=user_id))
    if not found:
        raise OrderNotFound
    return found[0]


def list_orders_by_id(order_ids: Collection[Id]) -> dict[Id, Order]:
    """Orders with their lines, whoever's; what is not there is left out. Two queries, none for none."""
    if not order_ids:
        return {}
    return {order.id: order for order in with_lines(OrderRow.objects.filter(id__in=set(order_ids)))}


def list_orders_of_checkout(checkout_id: Id, *, user_id: Id) -> tuple[Order, ...]:
    """A member's orders of one checkout, in the order of the split; two queries."""
    rows = OrderRow.objects.filter(user_id=user_id, checkout_id=checkout_id)
    return with_lines(rows.order_by("split_number"))


def list_orders_of(
    user_id: Id, *, states: Collection[OrderState] = (), cursor: str = "", limit: int = 20
) -> tuple[tuple[Order, ...], str]:
    """A member's orders, the newest first, with the next page's cursor; all states unless told. Two queries.

    Raises InvalidCursor.
    """
    return _page(OrderRow.objects.filter(user_id=user_id), states, f"orders:{user_id}", cursor, limit)


def list_orders_for_staff(
    *, states: Collection[OrderState] = (), number: str = "", cursor: str = "", limit: int = 50
) -> tuple[tuple[Order, ...], str]:
    """Orders of everybody, the newest first, and the next page's cursor; two queries.

    Raises InvalidCursor.
    """
    rows = OrderRow.objects.all()
    if number:
        rows = rows.filter(number=number)
    return _page(rows, states, f"orders:staff:{number}", cursor, limit)


def list_orders_from(*, after: Id | None = None, limit: int = 500) -> tuple[Order, ...]:
    """Orders of everybody by their ids from behind *after*, for reconciling; two queries."""
    rows = OrderRow.objects.order_by("id")
    return with_lines((rows if after is None else rows.filter(id__gt=after))[:limit])


def list_steps(order_ids: Collection[Id]) -> dict[Id, tuple[Step, ...]]:
    """The history of orders, each from its first step on; one query."""
    found: dict[Id, list[Step]] = {order_id: [] for order_id in order_ids}
    for row in StepRow.objects.filter(order_id__in=list(found)).order_by("id"):
        found[Id(row.order_id)].append(step_of(row))
    return {order_id: tuple(steps) for order_id, steps in found.items()}


def list_refunds_of(order_id: Id) -> tuple[OrderRefund, ...]:
    """What was given back of an order, the first one first; one query."""
    return tuple(map(refund_of, OrderRefundRow.objects.filter(order_id=order_id).order_by("id")))


def with_lines(rows: Iterable[OrderRow]) -> tuple[Order, ...]:
    """Orders of rows, in their order, with their lines; two queries."""
    found = list(rows)
    lines: dict[int, list[OrderLineRow]] = {row.id: [] for row in found}
    if found:
        for line in OrderLineRow.objects.filter(order_id__in=list(lines)).order_by("order_id", "position"):
            lines[line.order_id].append(line)
    return tuple(order_of(row, lines[row.id]) for row in found)


def _page(
    rows: QuerySet[OrderRow], states: Collection[OrderState], listing: str, cursor: str, limit: int
) -> tuple[tuple[Order, ...], str]:
    wanted: Sequence[str] = sorted(state.value for state in states)
    listing = f"{listing}:{','.join(wanted)}"
    if wanted:
        rows = rows.filter(state__in=wanted)
    if cursor:
        [last] = decode_cursor(listing, cursor)
        rows = rows.filter(id__lt=last)
    found = list(rows.order_by("-id")[: limit + 1])
    onward = encode_cursor(listing, [int(found[limit - 1].id)]) if len(found) > limit else ""
    return with_lines(found[:limit]), onward
