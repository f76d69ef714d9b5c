"""Moving an order from state to state: the one place where its row's state is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id, new_id
from hongshu.store.customs.contracts import QuotaNotReserved
from hongshu.store.customs.services import consume_quota
from hongshu.store.inventory.services import sell_hold
from hongshu.store.trade.contracts import (
    Actor,
    OrderEnded,
    OrderMode,
    OrderMoved,
    OrderNotFound,
    OrderPaid,
    OrderState,
)
from hongshu.store.trade.models import OrderRow, StepRow
from hongshu.store.trade.rules import terms
from hongshu.store.trade.rules.states import check_move
from hongshu.store.trade.services.posting import post_earned

HOLDER = "order"


def locked_order(order_id: Id, *, user_id: Id | None = None) -> OrderRow:
    """The order, locked before everything else of it. Raises OrderNotFound, also for another member's."""
    rows = OrderRow.objects.select_for_update(no_key=True).filter(id=order_id)
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    row = rows.first()
    if row is None:
        raise OrderNotFound
    return row


def go(
    row: OrderRow, to: OrderState, *, actor: Actor, actor_id: Id | None = None, reason: str = "", **also: Any
) -> None:
    """Move a locked order: its state, its history and its event, in the caller's transaction.

    *also* are other columns that change with it. Raises WrongOrderState.
    """
    check_move(OrderState(row.state), to, OrderMode(row.mode))
    row.state = to.value
    OrderRow.objects.filter(id=row.id).update(state=to.value, **also)
    StepRow(
        id=new_id(),
        user_id=row.user_id,
        order=row,
        state=to.value,
        actor=actor.value,
        actor_id=actor_id,
        reason=reason[:200],
    ).save(force_insert=True)
    order_id, user_id = Id(row.id), Id(row.user_id)
    events: list[DomainEvent] = [OrderMoved(order_id=order_id, user_id=user_id, state=to.value)]
    if to is OrderState.PAID:
        events.append(OrderPaid(order_id=order_id, user_id=user_id))
    if to in (OrderState.CANCELLED, OrderState.REFUSED):
        events.append(OrderEnded(order_id=order_id, user_id=user_id))
    outbox.append(*events)


@transaction.atomic
def note_release(*, order_id: Id) -> None:
    """Customs lets the goods go: what the order used of the year counts for good, and it may be packed.

    Idempotent. Raises OrderNotFound; an order that is not with customs (any more) is left as it is.
    """
    row = locked_order(order_id)
    if row.state != OrderState.DECLARED:
        return
    go(row, OrderState.RELEASED, actor=Actor.CUSTOMS)
    try:
        consume_quota(order_id=order_id)
    except QuotaNotReserved:
        assert not row.dutiable_minor, "what is dutiable was reserved"
    go(row, OrderState.ALLOCATED, actor=Actor.SYSTEM)


@transaction.atomic
def mark_packed(*, order_id: Id, actor_id: Id, reason: str = "") -> None:
    """The order lies in its parcels. Idempotent. Raises OrderNotFound, WrongOrderState."""
    _mark(order_id, OrderState.PACKED, Actor.STAFF, actor_id=actor_id, reason=reason)


@transaction.atomic
def mark_shipped(
    *, order_id: Id, carrier: str, tracking: str, actor_id: Id | None = None, reason: str = ""
) -> None:
    """The carrier has the (last) parcel: the goods leave the shelf as sold, and their price is earned.

    Idempotent. Raises OrderNotFound, WrongOrderState.
    """

    def leave(row: OrderRow) -> None:
        sell_hold(holder_kind=HOLDER, holder_id=order_id, actor_id=actor_id)
        post_earned(row)

    _mark(
        order_id,
        OrderState.SHIPPED,
        Actor.CARRIER if actor_id is None else Actor.STAFF,
        actor_id=actor_id,
        reason=reason,
        act=leave,
        shipped_at=Now(),
        carrier=carrier[:40],
        tracking=tracking[:60],
    )


@transaction.atomic
def mark_delivered(*, order_id: Id, actor_id: Id | None = None, reason: str = "") -> None:
    """The buyer has it. It is completed by itself after some days. Idempotent.

    Raises OrderNotFound, WrongOrderState.
    """
    later = Now() + timedelta(days=terms.current().complete_after_days)
    actor = Actor.CARRIER if actor_id is None else Actor.STAFF
    _mark(
        order_id,
        OrderState.DELIVERED,
        actor,
        actor_id=actor_id,
        reason=reason,
        delivered_at=Now(),
        completes_at=later,
    )


@transaction.atomic
def confirm_receipt(*, order_id: Id, user_id: Id) -> None:
    """The buyer says that all is well: the order is complete. Idempotent.

    Raises OrderNotFound, also for another member's, and WrongOrderState before the delivery.
    """
    row = locked_order(order_id, user_id=user_id)
    if row.state != OrderState.COMPLETED:
        go(row, OrderState.COMPLETED, actor=Actor.BUYER, actor_id=user_id)


def complete_due(*, limit: int = 200) -> int:
    """Complete orders whose time after the delivery is over; how many. Safe beside itself."""
    with transaction.atomic():
        rows = OrderRow.objects.select_for_update(skip_locked=True, no_key=True)
        due = rows.filter(state=OrderState.DELIVERED.value, completes_at__lte=Now())
        found = list(due.order_by("completes_at", "id")[:limit])
        for row in found:
            go(row, OrderState.COMPLETED, actor=Actor.SYSTEM)
    return len(found)


def _mark(
    order_id: Id,
    to: OrderState,
    actor: Actor,
    *,
    actor_id: Id | None,
    reason: str,
    act: Callable[[OrderRow], None] | None = None,
    **also: Any,
) -> None:
    row = locked_order(order_id)
    if row.state == to:
        return
    go(row, to, actor=actor, actor_id=actor_id, reason=reason, **also)
    if act is not None:
        act(row)
