"""What trade tells: ids only, to be read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id


@dataclass(frozen=True)
class OrderPlaced(DomainEvent):
    """A checkout became orders, which wait for their payment."""

    kind: ClassVar[str] = "trade.order_placed"
    checkout_id: Id
    user_id: Id
    order_ids: tuple[Id, ...]


@dataclass(frozen=True)
class OrderPaid(DomainEvent):
    """What an order costs is there."""

    kind: ClassVar[str] = "trade.order_paid"
    order_id: Id
    user_id: Id


@dataclass(frozen=True)
class OrderMoved(DomainEvent):
    """An order went to another state: told at every move."""

    kind: ClassVar[str] = "trade.order_moved"
    order_id: Id
    user_id: Id
    state: str


@dataclass(frozen=True)
class OrderEnded(DomainEvent):
    """An order was cancelled, or refused by customs."""

    kind: ClassVar[str] = "trade.order_ended"
    order_id: Id
    user_id: Id


@dataclass(frozen=True)
class OrderRefunded(DomainEvent):
    """Something of an order goes back to its buyer."""

    kind: ClassVar[str] = "trade.order_refunded"
    order_id: Id
    user_id: Id
    refund_id: Id
