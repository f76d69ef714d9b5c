"""Where an order's parcels are, for its buyer."""

from __future__ import annotations

from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.contracts.packing import TrackView
from hongshu.flows.pages.contracts.tracking import CodedUnit, FollowedParcel, ParcelsPage
from hongshu.flows.pages.viewers import meet
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.queries import ask_tracking
from hongshu.store.provenance.queries import ask_codes
from hongshu.store.trade.queries import get_order


def parcels_page(viewer: Viewer, *, order_id: Id) -> ParcelsPage:
    """The parcels of one of the signed-in viewer's orders. Raises SignInNeeded, OrderNotFound."""
    if viewer.user_id is None:
        raise SignInNeeded
    order = get_order(order_id, user_id=viewer.user_id)
    tracking, codes = ask_tracking(order_id), ask_codes([line.id for line in order.lines])
    meet(viewer, tracking, codes)
    lines = {line.id: line for line in order.lines}
    return ParcelsPage(
        order_id=order_id,
        number=order.number,
        state=order.state.value,
        parcels=tuple(
            FollowedParcel(
                number=parcel.number,
                state=parcel.state.value,
                carrier=parcel.carrier,
                waybill=parcel.waybill,
                events=tuple(
                    TrackView(event.kind.value, event.place, event.at) for event in reversed(parcel.events)
                ),
                units=tuple(
                    CodedUnit(
                        name=lines[of.order_line_id].name.in_language(viewer.language),
                        option=lines[of.order_line_id].option.in_language(viewer.language),
                        printed="-".join(code[place : place + 4] for place in range(0, len(code), 4)),
                    )
                    for of in codes.answer
                    if of.batch == parcel.number
                    for code in of.codes
                ),
            )
            for parcel in tracking.answer
        ),
    )
