"""What happens after events of payments, customs and trade. Each re-reads and bears any order."""

from __future__ import annotations

from hongshu.flows.ordering.services import clear_cart
from hongshu.kernel.events import DomainEvent
from hongshu.platform.notifications.contracts import Kind, Subject
from hongshu.platform.notifications.services import tell
from hongshu.store.declarations.contracts import DeclarationCancelled, OrderRefused, OrderReleased
from hongshu.store.payments.contracts import PaymentCaptured
from hongshu.store.trade.contracts import OrderEnded, OrderMoved, OrderPlaced, OrderState
from hongshu.store.trade.services import note_refusal, note_release, note_taken_back, settle_capture

_TOLD = {
    OrderState.SHIPPED.value: Kind.ORDER_SHIPPED,
    OrderState.DELIVERED.value: Kind.ORDER_DELIVERED,
}


def on_captured(event: DomainEvent) -> None:
    """The money is there: orders go on, or it goes back."""
    assert isinstance(event, PaymentCaptured)
    settle_capture(checkout_id=event.checkout_id)


def on_placed(event: DomainEvent) -> None:
    """What was ordered leaves the cart."""
    assert isinstance(event, OrderPlaced)
    clear_cart(checkout_id=event.checkout_id, user_id=event.user_id)


def on_released(event: DomainEvent) -> None:
    """Customs let an order go."""
    assert isinstance(event, OrderReleased)
    note_release(order_id=event.order_id)


def on_refused(event: DomainEvent) -> None:
    """Customs refuse an order: it ends and is refunded."""
    assert isinstance(event, OrderRefused)
    note_refusal(order_id=event.order_id)


def on_taken_back(event: DomainEvent) -> None:
    """Customs gave an order back that was to be cancelled."""
    assert isinstance(event, DeclarationCancelled)
    note_taken_back(order_id=event.order_id)


def on_moved(event: DomainEvent) -> None:
    """The buyer hears what they wait for: that it is on its way, and that it came."""
    assert isinstance(event, OrderMoved)
    kind = _TOLD.get(event.state)
    if kind is not None:
        tell(user_id=event.user_id, kind=kind, subject=Subject("order", event.order_id), actor_id=None)


def on_ended(event: DomainEvent) -> None:
    """The buyer hears that an order ended; the order's page says why, and what goes back."""
    assert isinstance(event, OrderEnded)
    tell(
        user_id=event.user_id,
        kind=Kind.ORDER_ENDED,
        subject=Subject("order", event.order_id),
        actor_id=None,
    )
