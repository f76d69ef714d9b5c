"""Packing orders of the trade by fulfilment, and moving orders as their parcels move."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id
from hongshu.store.fulfilment import services as fulfilment
from hongshu.store.fulfilment.contracts import (
    LineToPack,
    OrderToPack,
    ParcelDelivered,
    ParcelShipped,
    Scan,
)
from hongshu.store.fulfilment.queries import get_parcel, list_parcels_of_orders, progress_of
from hongshu.store.trade.contracts import Order, OrderState, WrongOrderState
from hongshu.store.trade.queries import get_order
from hongshu.store.trade.services import mark_delivered, mark_packed, mark_shipped


def order_to_pack(order: Order) -> OrderToPack:
    """What fulfilment has to know of an order. No query."""
    return OrderToPack(
        order_id=order.id,
        number=order.number,
        month=order.placed_at.date().replace(day=1),
        lines=tuple(
            LineToPack(line_id=line.id, sku_id=line.sku_id, quantity=line.quantity - line.refunded_units)
            for line in order.lines
            if line.quantity > line.refunded_units
        ),
        waybill=order.tracking,
    )


@transaction.atomic
def pack_order(
    *, order_id: Id, warehouse_id: Id, scans: Sequence[Scan], packed_by_id: Id, is_partial: bool = False
) -> Id:
    """Pack what waits for an order in one warehouse; the parcel's id. With the last of it the order is
    packed.

    Only of an order that is allocated: from abroad that is after its release. An order that is cancelled at
    the same moment is packed or cancelled, not both.

    Raises OrderNotFound, WrongOrderState, and as ``fulfilment.services.pack_parcel``; then nothing is packed.
    """
    order = get_order(order_id)
    if order.state is not OrderState.ALLOCATED:
        raise WrongOrderState(state=order.state.value, to=OrderState.PACKED.value)
    parcel_id = fulfilment.pack_parcel(
        order=order_to_pack(order),
        warehouse_id=warehouse_id,
        scans=scans,
        packed_by_id=packed_by_id,
        is_partial=is_partial,
    )
    if progress_of([order_id])[order_id].is_packed:
        mark_packed(order_id=order_id, actor_id=packed_by_id)
    return parcel_id


def hand_over(*, parcel_id: Id) -> None:
    """The carrier takes a parcel of an order that is packed as a whole.

    Raises ParcelNotFound, WrongOrderState, WrongParcelState, LotMayNotGo.
    """
    _check_packed(parcel_id)
    fulfilment.hand_over(parcel_id=parcel_id)


def advance(*, parcel_id: Id) -> None:
    """Bring a parcel of the simulated carrier one step further. Raises as ``hand_over``."""
    _check_packed(parcel_id)
    fulfilment.advance(parcel_id=parcel_id)


def bring_up(event: DomainEvent) -> None:
    """A parcel left or arrived: so does its order, when it was the last one. Idempotent, in any order."""
    assert isinstance(event, ParcelShipped | ParcelDelivered)
    order_id = event.order_id
    progress = progress_of([order_id])[order_id]
    order = get_order(order_id)
    if progress.is_shipped and order.state is OrderState.PACKED:
        last = list_parcels_of_orders([order_id])[order_id][-1]
        mark_shipped(order_id=order_id, carrier=last.carrier, tracking=last.waybill)
        order = get_order(order_id)
    if progress.is_delivered and order.state is OrderState.SHIPPED:
        mark_delivered(order_id=order_id)


def _check_packed(parcel_id: Id) -> None:
    order = get_order(get_parcel(parcel_id).order_id)
    if order.state not in (OrderState.PACKED, OrderState.SHIPPED):
        raise WrongOrderState(state=order.state.value, to=OrderState.SHIPPED.value)
