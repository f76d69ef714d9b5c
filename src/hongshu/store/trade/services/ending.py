"""Ending orders: cancelled by whoever may, expired unpaid, refused by customs. What was held comes back."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel.ids import Id
from hongshu.store.customs.contracts import QuotaNotReserved
from hongshu.store.customs.services import restore_quota
from hongshu.store.declarations.contracts import DeclarationNotFound
from hongshu.store.declarations.queries import get_declaration
from hongshu.store.declarations.services import cancel_declaration
from hongshu.store.inventory.services import release_hold
from hongshu.store.payments.contracts import PaymentNotFound
from hongshu.store.payments.services import close_payment
from hongshu.store.promotions.services import give_back
from hongshu.store.trade.contracts import (
    Actor,
    CannotCancel,
    OrderMode,
    OrderNotFound,
    OrderState,
)
from hongshu.store.trade.models import OrderRow
from hongshu.store.trade.rules.states import may_cancel
from hongshu.store.trade.services.moving import HOLDER, go, locked_order
from hongshu.store.trade.services.refunding import refund_rest

_CANCEL_KEY = "cancel"


@transaction.atomic
def cancel_order(
    *, order_id: Id, actor: Actor, actor_id: Id | None, reason: str = "", user_id: Id | None = None
) -> None:
    """Cancel an order and give everything back: stock, quota, money; the whole checkout while it is unpaid.

    With *user_id* only that member's. What lies with customs is asked back from them first, and cancelled
    when they agree. Idempotent. Raises OrderNotFound, CannotCancel, and WrongDeclarationState when customs
    cannot be asked now.
    """
    row = _first(order_id, user_id)
    if row.state == OrderState.CANCELLED:
        return
    if row.state == OrderState.PLACED:
        _cancel_checkout(row, actor=actor, actor_id=actor_id, reason=reason)
        return
    if row.state == OrderState.DECLARED and actor in (Actor.BUYER, Actor.STAFF):
        cancel_declaration(order_id=order_id, reason=reason or "buyer")
        OrderRow.objects.filter(id=row.id).update(is_cancel_asked=True)
        return
    if not may_cancel(OrderState(row.state), OrderMode(row.mode), actor):
        raise CannotCancel(state=row.state)
    end_paid(row, OrderState.CANCELLED, actor=actor, actor_id=actor_id, reason=reason)


def expire_unpaid(*, limit: int = 100) -> int:
    """Cancel orders whose time to pay has run out; how many checkouts. Safe beside itself."""
    due = OrderRow.objects.filter(state=OrderState.PLACED.value, expires_at__lte=Now())
    firsts = list(due.filter(split_number=1).order_by("expires_at").values_list("id", flat=True)[:limit])
    ended = 0
    for order_id in firsts:
        with transaction.atomic():
            row = _first(Id(order_id), None)
            if row.state == OrderState.PLACED:
                _cancel_checkout(row, actor=Actor.SYSTEM, actor_id=None, reason="unpaid")
                ended += 1
    return ended


@transaction.atomic
def note_refusal(*, order_id: Id) -> None:
    """Customs refuse: the order ends, and all goes back by itself. Idempotent. Raises OrderNotFound."""
    row = locked_order(order_id)
    if row.state != OrderState.DECLARED:
        return
    try:
        declared = get_declaration(order_id)
        reason = " ".join(part for part in (declared.status, declared.text) if part)
    except DeclarationNotFound:
        reason = ""
    end_paid(row, OrderState.REFUSED, actor=Actor.CUSTOMS, actor_id=None, reason=reason)


@transaction.atomic
def note_taken_back(*, order_id: Id) -> None:
    """Customs gave the list back before its release: the order is cancelled. Idempotent."""
    row = locked_order(order_id)
    if row.state == OrderState.DECLARED:
        end_paid(row, OrderState.CANCELLED, actor=Actor.CUSTOMS, actor_id=None, reason="taken back")


def end_paid(row: OrderRow, to: OrderState, *, actor: Actor, actor_id: Id | None, reason: str) -> None:
    """End a locked order that is paid: all of its money goes back, its stock and its quota are free."""
    go(row, to, actor=actor, actor_id=actor_id, reason=reason, end_reason=reason[:200])
    refund_rest(row, reason=reason or to.value, key=_CANCEL_KEY)
    _free(row)
    others = OrderRow.objects.filter(user_id=row.user_id, checkout_id=row.checkout_id)
    if not others.exclude(state__in=[OrderState.CANCELLED.value, OrderState.REFUSED.value]).exists():
        # A coupon belongs to the whole checkout: it comes back when nothing of that is left.
        give_back(checkout_id=Id(row.checkout_id))


def _cancel_checkout(row: OrderRow, *, actor: Actor, actor_id: Id | None, reason: str) -> None:
    """Nothing of a checkout is paid before all of it is, so it ends as a whole.

    Orders are locked by their number, as by everybody, and the payment after them.
    """
    rows = _locked_checkout(row)
    for each in rows:
        if each.state == OrderState.PLACED:
            go(
                each,
                OrderState.CANCELLED,
                actor=actor,
                actor_id=actor_id,
                reason=reason,
                end_reason=reason[:200],
            )
    try:
        close_payment(checkout_id=Id(row.checkout_id))
    except PaymentNotFound:
        raise AssertionError("orders and their payment are written together") from None
    for each in rows:
        _free(each)
    give_back(checkout_id=Id(row.checkout_id))


def _free(row: OrderRow) -> None:
    if row.dutiable_minor:
        try:
            restore_quota(order_id=Id(row.id), key=_CANCEL_KEY)
        except QuotaNotReserved:
            raise AssertionError("what is dutiable was reserved") from None
    release_hold(holder_kind=HOLDER, holder_id=Id(row.id))


def _first(order_id: Id, user_id: Id | None) -> OrderRow:
    """The order, with the whole of its checkout locked in one order while it is unpaid."""
    rows = OrderRow.objects.filter(id=order_id)
    found = (rows if user_id is None else rows.filter(user_id=user_id)).first()
    if found is None:
        raise OrderNotFound
    if found.state != OrderState.PLACED:
        return locked_order(order_id)
    return next(each for each in _locked_checkout(found) if each.id == found.id)


def _locked_checkout(row: OrderRow) -> list[OrderRow]:
    rows = OrderRow.objects.select_for_update(no_key=True)
    return list(rows.filter(user_id=row.user_id, checkout_id=row.checkout_id).order_by("split_number"))
