"""The warehouse's pages of packing: orders of trade with what fulfilment finds on shelves for them."""

from __future__ import annotations

from collections.abc import Sequence

from hongshu.flows.delivering.services import order_to_pack
from hongshu.flows.pages.contracts.packing import (
    CodeLabel,
    OrderToPackPage,
    PackingPage,
    PackRow,
    ParcelPage,
    ParcelView,
    PickView,
    Place,
    ShelfPick,
    TrackView,
)
from hongshu.flows.pages.contracts.stockroom import UnitView
from hongshu.flows.pages.queries.stockroom import name_of, units_of
from hongshu.kernel import settings
from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.contracts import Parcel, ParcelState, Pick
from hongshu.store.fulfilment.queries import (
    get_parcel,
    list_parcels,
    list_parcels_of_orders,
    list_picks,
    stopped_in,
)
from hongshu.store.inventory.queries import list_warehouses
from hongshu.store.trade.contracts import Order, OrderState
from hongshu.store.trade.queries import get_order, list_orders_for_staff

_ORDERS = 60
_SHOWN = 30


def packing_page(*, language: str, warehouse_id: Id | None = None, cursor: str = "") -> PackingPage:
    """A warehouse's work; of the first one that is open unless told. Raises InvalidCursor."""
    warehouses = list_warehouses()
    chosen = next((each.id for each in warehouses if each.id == warehouse_id), None)
    chosen = chosen or next((each.id for each in warehouses), None)
    places = tuple(
        Place(each.id, name_of(each, language), is_chosen=each.id == chosen) for each in warehouses
    )
    if chosen is None:
        return PackingPage(places=places, orders=(), shelf=(), packed=(), on_the_way=(), onward="")
    found, onward = list_orders_for_staff(states=[OrderState.ALLOCATED], cursor=cursor, limit=_ORDERS)
    # Who has waited longest is packed first.
    orders = sorted((order for order in found if order.warehouse_id == chosen), key=lambda order: order.id)
    picks = list_picks([order_to_pack(order) for order in orders], warehouse_id=chosen)
    units = units_of([pick.sku_id for pick in picks], language)
    packed, _ = list_parcels(warehouse_id=chosen, state=ParcelState.PACKED, limit=_SHOWN)
    shipped, _ = list_parcels(warehouse_id=chosen, state=ParcelState.SHIPPED, limit=_SHOWN)
    return PackingPage(
        places=places,
        orders=tuple(_row(order, [pick for pick in picks if pick.order_id == order.id]) for order in orders),
        shelf=_shelf(picks, units),
        packed=tuple(map(parcel_view, packed)),
        on_the_way=tuple(map(parcel_view, shipped)),
        onward=onward,
    )


def order_to_pack_page(order_id: Id, *, language: str) -> OrderToPackPage:
    """An order with what to take for it, and its parcels. Raises OrderNotFound."""
    order = get_order(order_id)
    picks = list_picks([order_to_pack(order)])
    units = units_of([pick.sku_id for pick in picks], language)
    parcels = list_parcels_of_orders([order_id]).get(order_id, ())
    return OrderToPackPage(
        order_id=order_id,
        number=order.number,
        state=order.state.value,
        may_be_packed=order.state is OrderState.ALLOCATED,
        warehouse_id=order.warehouse_id,
        picks=tuple(
            PickView(
                reservation_id=pick.reservation_id,
                unit=units[pick.sku_id],
                lot_code=pick.lot_code,
                quantity=pick.quantity,
                expires_on=pick.expires_on,
                stopped=pick.stopped,
            )
            for pick in picks
        ),
        parcels=tuple(map(parcel_view, parcels)),
    )


def parcel_page(parcel_id: Id, *, language: str, unit_path: str) -> ParcelPage:
    """A parcel with its address and the labels of its units. Raises ParcelNotFound.

    *unit_path* is the path of a unit's page, with ``CODE`` in the place of its code.
    """
    parcel = get_parcel(parcel_id)
    order = get_order(parcel.order_id)
    units = units_of([content.sku_id for content in parcel.contents], language)
    origin = settings.current().public_url
    address = order.address
    return ParcelPage(
        parcel=parcel_view(parcel),
        recipient=address.recipient,
        phone=address.phone,
        address=address.in_one_line,
        labels=tuple(
            CodeLabel(
                unit=units[content.sku_id],
                printed="-".join(code[place : place + 4] for place in range(0, len(code), 4)),
                code=code,
                address=origin + unit_path.replace("CODE", code),
            )
            for content in parcel.contents
            for code in content.codes
        ),
        stopped=stopped_in(parcel) if parcel.state is ParcelState.PACKED else (),
    )


def tracking_of(order_id: Id) -> tuple[ParcelView, ...]:
    """The parcels of an order, as its buyer follows them. Four queries at most."""
    return tuple(map(parcel_view, list_parcels_of_orders([order_id]).get(order_id, ())))


def parcel_view(parcel: Parcel) -> ParcelView:
    """A parcel in a list."""
    return ParcelView(
        id=parcel.id,
        order_id=parcel.order_id,
        order_number=parcel.order_number,
        number=parcel.number,
        state=parcel.state.value,
        carrier=parcel.carrier,
        waybill=parcel.waybill,
        packed_at=parcel.packed_at,
        units=sum(content.quantity for content in parcel.contents),
        events=tuple(TrackView(event.kind.value, event.place, event.at) for event in parcel.events),
    )


def _row(order: Order, picks: Sequence[Pick]) -> PackRow:
    return PackRow(
        order_id=order.id,
        number=order.number,
        paid_at=order.paid_at,
        picks=len(picks),
        units=sum(pick.quantity for pick in picks),
        is_stopped=any(pick.stopped for pick in picks),
    )


def _shelf(picks: Sequence[Pick], units: dict[Id, UnitView]) -> tuple[ShelfPick, ...]:
    """What to fetch in one walk: by lot, whatever orders want it."""
    by_lot: dict[Id, list[Pick]] = {}
    for pick in picks:
        by_lot.setdefault(pick.lot_id, []).append(pick)
    return tuple(
        ShelfPick(
            unit=units[of[0].sku_id],
            lot_code=of[0].lot_code,
            quantity=sum(pick.quantity for pick in of),
            orders=len({pick.order_id for pick in of}),
            expires_on=of[0].expires_on,
            stopped=of[0].stopped,
        )
        for of in sorted(by_lot.values(), key=lambda of: (of[0].lot_code, of[0].lot_id))
    )
