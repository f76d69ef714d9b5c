"""What the demo world's warehouse packs of the orders that may leave, and how far their parcels come.

Some orders stay to be packed and some parcels to be handed over, so that staff who look find work.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby

from hongshu.flows.delivering.services import advance, hand_over, order_to_pack, pack_order
from hongshu.flows.demo_world import people as cast
from hongshu.flows.demo_world.contracts import chance_of
from hongshu.flows.demo_world.reading import the_world
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.contracts import Scan
from hongshu.store.fulfilment.queries import list_picks
from hongshu.store.trade.contracts import Order, OrderState
from hongshu.store.trade.queries import list_orders_for_staff

# Of a hundred orders so many wait to be packed, and so many parcels to be handed over.
_WAITING, _PACKED = 15, 10
_PACKER = "team_warehouse"
_LOOKED_AT = 200


def pack_some(*, limit: int = 12) -> bool:
    """Pack some of the newest orders that may leave; whether any was packed."""
    packer = cast.find_people(the_world()).get(_PACKER)
    if packer is None:
        return False
    orders, _ = list_orders_for_staff(states=(OrderState.ALLOCATED,), limit=_LOOKED_AT)
    packed = 0
    for order in orders:
        fate = chance_of("parcel", order.number).randrange(100)
        if fate >= _WAITING and packed < limit:
            packed += _pack(order, packer, leaves=fate >= _WAITING + _PACKED, steps=fate % 8)
    return packed > 0


def _pack(order: Order, packer: Id, *, leaves: bool, steps: int) -> bool:
    """Pack an order as its warehouses have it, and let its parcels go; whether it was packed as a whole."""
    picks = sorted(
        list_picks([order_to_pack(order)]), key=lambda pick: (pick.warehouse_id, pick.reservation_id)
    )
    if not picks or any(pick.stopped for pick in picks):
        return False
    parcels = []
    # A recall, a cancelled order or a packer of flesh and blood may be quicker: then it stays as it is.
    with suppress(DomainError):
        for warehouse_id, there in groupby(picks, key=lambda pick: pick.warehouse_id):
            scans = [
                Scan(reservation_id=pick.reservation_id, lot_code=pick.lot_code, units=pick.quantity)
                for pick in there
            ]
            parcels.append(
                pack_order(order_id=order.id, warehouse_id=warehouse_id, scans=scans, packed_by_id=packer)
            )
        for parcel_id in parcels if leaves else ():
            hand_over(parcel_id=parcel_id)
            for _ in range(steps):
                advance(parcel_id=parcel_id)
    return bool(parcels)
