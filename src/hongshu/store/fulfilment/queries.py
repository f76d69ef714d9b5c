"""Reads of fulfilment: what waits on shelves for orders, and parcels with what happened to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Sum

from hongshu.kernel import clock
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.contracts import (
    HOLDER,
    OrderToPack,
    Parcel,
    ParcelContent,
    ParcelNotFound,
    ParcelState,
    Pick,
    Progress,
    Tracked,
    TrackEvent,
    TrackKind,
)
from hongshu.store.fulfilment.models import ParcelContentRow, ParcelRow, TrackEventRow
from hongshu.store.fulfilment.rules.packing import picks_of, stopped_lots
from hongshu.store.inventory.queries import list_lots_by_id, list_reserved_of
from hongshu.store.provenance.queries import list_codes

_TRACKING = """
SELECT p.number, p.state, p.carrier, p.waybill,
    (SELECT coalesce(json_agg(json_build_array(e.kind, e.place, e.at) ORDER BY e.at, e.id), '[]')
        FROM fulfilment_track AS e WHERE e.parcel_id = p.id)
FROM fulfilment_parcel AS p WHERE p.order_id = %(order)s ORDER BY p.number
"""


def list_picks(orders: Sequence[OrderToPack], *, warehouse_id: Id | None = None) -> tuple[Pick, ...]:
    """What still lies on shelves for orders, in their order, in one warehouse or in all. Four
    queries.
    """
    reserved = list_reserved_of(holder_kind=HOLDER, holder_ids=[order.order_id for order in orders])
    done = _packed_reservations([order.order_id for order in orders])
    held = {
        order_id: [each for each in rows if each.id not in done and warehouse_id in (None, each.warehouse_id)]
        for order_id, rows in reserved.items()
    }
    lots = list_lots_by_id([each.lot_id for rows in held.values() for each in rows])
    packed = _packed_of([order.order_id for order in orders])
    today = clock.business_day()
    return tuple(
        pick
        for order in orders
        for pick in picks_of(
            order.lines,
            held.get(order.order_id, ()),
            lots,
            order_id=order.order_id,
            packed=packed,
            today=today,
        )
    )


def _packed_reservations(order_ids: Collection[Id]) -> frozenset[Id]:
    rows = ParcelContentRow.objects.filter(order_id__in=set(order_ids))
    return frozenset(Id(key) for key in rows.values_list("reservation_id", flat=True))


def _packed_of(order_ids: Collection[Id]) -> dict[Id, int]:
    """How many units of each line are in parcels."""
    rows = ParcelContentRow.objects.filter(order_id__in=set(order_ids)).values_list("order_line_id")
    return {Id(line_id): units for line_id, units in rows.annotate(Sum("quantity"))}


def get_parcel(parcel_id: Id) -> Parcel:
    """A parcel; four queries. Raises ParcelNotFound."""
    rows = list(ParcelRow.objects.filter(id=parcel_id))
    if not rows:
        raise ParcelNotFound
    return _parcels(rows)[0]


def find_parcel(waybill: str) -> Parcel | None:
    """A parcel by its waybill; four queries at most."""
    rows = list(ParcelRow.objects.filter(waybill=waybill.strip().upper())[:1])
    return _parcels(rows)[0] if rows else None


def list_parcels_of_orders(order_ids: Collection[Id]) -> dict[Id, tuple[Parcel, ...]]:
    """The parcels of orders by order and number; four queries, none for no ids."""
    if not order_ids:
        return {}
    rows = list(ParcelRow.objects.filter(order_id__in=set(order_ids)).order_by("order_id", "number"))
    found: dict[Id, list[Parcel]] = {}
    for parcel in _parcels(rows):
        found.setdefault(parcel.order_id, []).append(parcel)
    return {key: tuple(parcels) for key, parcels in found.items()}


def ask_tracking(order_id: Id) -> Asked[tuple[Tracked, ...]]:
    """The parcels of an order with what happened to them; to be sent with others."""

    def answer(rows: list[tuple[Any, ...]]) -> tuple[Tracked, ...]:
        return tuple(
            Tracked(
                number=number,
                state=ParcelState(state),
                carrier=carrier,
                waybill=waybill,
                events=tuple(
                    TrackEvent(kind=TrackKind(kind), place=place, at=datetime.fromisoformat(at))
                    for kind, place, at in events
                ),
            )
            for number, state, carrier, waybill, events in rows
        )

    return Asked(_TRACKING, {"order": int(order_id)}, answer, columns=5)


def list_parcels(
    *, warehouse_id: Id, state: ParcelState, cursor: str = "", limit: int = 50
) -> tuple[tuple[Parcel, ...], str]:
    """A page of a warehouse's parcels in a state, the newest first, with the next page's cursor. Four
    queries. Raises InvalidCursor.
    """
    listing = f"parcels:{warehouse_id}:{state}"
    rows = ParcelRow.objects.filter(warehouse_id=warehouse_id, state=state.value)
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(listing, cursor)[0])
    found = list(rows.order_by("-id")[: limit + 1])
    onward = encode_cursor(listing, [int(found[limit - 1].id)]) if len(found) > limit else ""
    return _parcels(found[:limit]), onward


def progress_of(order_ids: Collection[Id]) -> dict[Id, Progress]:
    """How far orders are; every one that is asked for is in the answer. Three queries, none for no ids."""
    if not order_ids:
        return {}
    reserved = list_reserved_of(holder_kind=HOLDER, holder_ids=order_ids)
    done = _packed_reservations(order_ids)
    states: dict[Id, list[str]] = {}
    for order_id, state in ParcelRow.objects.filter(order_id__in=set(order_ids)).values_list(
        "order_id", "state"
    ):
        states.setdefault(Id(order_id), []).append(state)
    return {
        Id(key): Progress(
            order_id=Id(key),
            waiting=sum(each.id not in done for each in reserved.get(Id(key), ())),
            parcels=len(states.get(Id(key), ())),
            shipped=sum(state != ParcelState.PACKED for state in states.get(Id(key), ())),
            delivered=sum(state == ParcelState.DELIVERED for state in states.get(Id(key), ())),
        )
        for key in order_ids
    }


def stopped_in(parcel: Parcel) -> tuple[str, ...]:
    """The codes of lots in a parcel that may not leave (any more); one query."""
    lots = list_lots_by_id([content.lot_id for content in parcel.contents])
    return stopped_lots(lots.values(), today=clock.business_day())


def _parcels(rows: Sequence[ParcelRow]) -> tuple[Parcel, ...]:
    ids = [row.id for row in rows]
    contents: dict[int, list[ParcelContentRow]] = {}
    events: dict[int, list[TrackEvent]] = {}
    if ids:
        for content in ParcelContentRow.objects.filter(parcel_id__in=ids).order_by("id"):
            contents.setdefault(content.parcel_id, []).append(content)
        for event in TrackEventRow.objects.filter(parcel_id__in=ids).order_by("at", "id"):
            told = TrackEvent(kind=TrackKind(event.kind), place=event.place, at=event.at)
            events.setdefault(event.parcel_id, []).append(told)
    lines = [Id(each.order_line_id) for of in contents.values() for each in of]
    codes = {(of.order_line_id, of.lot_id, of.batch): of.codes for of in list_codes(lines)}
    return tuple(
        Parcel(
            id=Id(row.id),
            order_id=Id(row.order_id),
            order_number=row.order_number,
            number=row.number,
            warehouse_id=Id(row.warehouse_id),
            state=ParcelState(row.state),
            carrier=row.carrier,
            waybill=row.waybill,
            packed_at=row.packed_at,
            shipped_at=row.shipped_at,
            delivered_at=row.delivered_at,
            contents=tuple(_content(each, row.number, codes) for each in contents.get(row.id, ())),
            events=tuple(events.get(row.id, ())),
        )
        for row in rows
    )


def _content(
    row: ParcelContentRow, batch: int, codes: dict[tuple[Id, Id, int], tuple[str, ...]]
) -> ParcelContent:
    line_id, lot_id = Id(row.order_line_id), Id(row.lot_id)
    return ParcelContent(
        line_id=line_id,
        sku_id=Id(row.sku_id),
        lot_id=lot_id,
        quantity=row.quantity,
        codes=codes.get((line_id, lot_id, batch), ()),
    )
