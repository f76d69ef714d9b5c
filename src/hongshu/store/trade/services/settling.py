"""What a capture does: paid orders go on, and what cannot be kept goes back by itself."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import HoldEnded, HoldNotFound
from hongshu.store.inventory.services import confirm_hold
from hongshu.store.payments.contracts import PaymentState
from hongshu.store.payments.queries import get_payment
from hongshu.store.trade.contracts import Actor, OrderMode, OrderState
from hongshu.store.trade.models import OrderRow
from hongshu.store.trade.services.ending import end_paid
from hongshu.store.trade.services.moving import HOLDER, go
from hongshu.store.trade.services.refunding import refund_rest


@transaction.atomic
def settle_capture(*, checkout_id: Id) -> None:
    """The money of a checkout is there: its orders are paid, and domestic ones go to the warehouse.

    An order that was cancelled before gets its money back; so does one whose stock is gone. Idempotent;
    nothing happens where nothing is captured. Raises PaymentNotFound.
    """
    rows = list(
        OrderRow.objects.select_for_update(no_key=True)
        .filter(checkout_id=checkout_id)
        .order_by("split_number")
    )
    if get_payment(checkout_id).state is not PaymentState.CAPTURED:
        return
    for row in rows:
        if row.state == OrderState.PLACED:
            _pay(row)
        elif row.state == OrderState.CANCELLED and row.paid_at is None:
            # Paid in the last moment or after it: nothing is kept of it.
            OrderRow.objects.filter(id=row.id).update(paid_at=Now())
            refund_rest(row, reason="paid_late", key="cancel")


def _pay(row: OrderRow) -> None:
    order_id = Id(row.id)
    go(row, OrderState.PAID, actor=Actor.BUYER, actor_id=Id(row.user_id), paid_at=Now())
    try:
        with transaction.atomic():
            confirm_hold(holder_kind=HOLDER, holder_id=order_id)
    except (HoldEnded, HoldNotFound):
        end_paid(row, OrderState.CANCELLED, actor=Actor.SYSTEM, actor_id=None, reason="stock_gone")
        return
    if OrderMode(row.mode) is OrderMode.DOMESTIC:
        go(row, OrderState.ALLOCATED, actor=Actor.SYSTEM)
