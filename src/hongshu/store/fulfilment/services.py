"""Commands of fulfilment: packing, handing over, and what the carrier tells."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from hongshu.kernel import clock, outbox
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id, new_id
from hongshu.store.fulfilment.adapters import current_carrier
from hongshu.store.fulfilment.contracts import (
    LotMayNotGo,
    NothingToPack,
    OrderToPack,
    ParcelDelivered,
    ParcelNotFound,
    ParcelPacked,
    ParcelShipped,
    ParcelState,
    Pick,
    Scan,
    TrackEvent,
    TrackKind,
    WrongParcelState,
)
from hongshu.store.fulfilment.models import ParcelContentRow, ParcelRow, TrackEventRow
from hongshu.store.fulfilment.ports import OnTheWay
from hongshu.store.fulfilment.queries import list_picks
from hongshu.store.fulfilment.rules.packing import check_scans, stopped_lots
from hongshu.store.fulfilment.rules.tracking import may_follow, next_kind, state_of
from hongshu.store.inventory.queries import list_lots_by_id
from hongshu.store.provenance.services import issue_codes


@transaction.atomic
def pack_parcel(
    *,
    order: OrderToPack,
    warehouse_id: Id,
    scans: Sequence[Scan],
    packed_by_id: Id,
    is_partial: bool = False,
) -> Id:
    """Put what waits for an order in one warehouse into a parcel; the parcel's id. All of it, or with
    *is_partial* what was scanned: the rest goes into another parcel.

    Each unit gets a code of its provenance, in this transaction. The units stay reserved until the carrier
    has them: trade sells them then. Two packers of one order come one after the other: the second one finds
    nothing to pack, and the database keeps a reservation to one parcel besides. Locks the order's number.

    Raises NothingToPack, LotMayNotGo, WrongLotScanned, WrongUnitsScanned; then nothing is packed.
    """
    _lock_order(order.order_id)
    picks = list_picks([order], warehouse_id=warehouse_id)
    if is_partial:
        scanned = {scan.reservation_id for scan in scans}
        picks = tuple(pick for pick in picks if pick.reservation_id in scanned)
    if not picks:
        raise NothingToPack
    check_scans(picks, scans)
    number = ParcelRow.objects.filter(order_id=order.order_id).count() + 1
    carrier, parcel_id, now = current_carrier(), new_id(), clock.now()
    own = order.waybill if number == 1 else ""
    parcel = ParcelRow.objects.create(
        id=parcel_id,
        order_id=order.order_id,
        order_number=order.number,
        number=number,
        warehouse_id=warehouse_id,
        carrier=carrier.name,
        waybill=own or carrier.waybill_of(parcel_id),
        packed_by_id=packed_by_id,
        packed_at=now,
        ask_at=carrier.ask_again_at(now),
    )
    ParcelContentRow.objects.bulk_create([row for pick in picks for row in _contents_of(pick, parcel)])
    TrackEventRow.objects.create(order_id=order.order_id, parcel=parcel, kind=TrackKind.PACKED.value, at=now)
    _give_codes(order, picks, batch=number)
    outbox.append(ParcelPacked(parcel_id=parcel_id, order_id=order.order_id))
    return parcel_id


def hand_over(*, parcel_id: Id) -> None:
    """The carrier has taken a parcel. Idempotent while it has gone no further.

    Raises ParcelNotFound, WrongParcelState, and LotMayNotGo when something in it was recalled meanwhile.
    """
    with transaction.atomic():
        row = _locked(parcel_id)
        if row.state == ParcelState.SHIPPED.value:
            return
        if row.state != ParcelState.PACKED.value:
            raise WrongParcelState(state=row.state)
        _may_leave(row)
        _record(row, [TrackEvent(kind=TrackKind.PICKED_UP, place="", at=clock.now())])


def advance(*, parcel_id: Id) -> TrackKind:
    """Bring a simulated parcel one step further; which. For demonstrations: real carriers tell by themselves.

    Raises ParcelNotFound, WrongParcelState when its way is over, and LotMayNotGo as ``hand_over``.
    """
    with transaction.atomic():
        row = _locked(parcel_id)
        kind = next_kind(_told(row))
        if kind is None:
            raise WrongParcelState(state=row.state)
        if row.state == ParcelState.PACKED.value:
            _may_leave(row)
        _record(row, [TrackEvent(kind=kind, place="", at=clock.now())])
    return kind


def ask_carrier(*, limit: int = 50) -> int:
    """Ask the carrier about parcels that are due; how many were asked. Safe beside itself.

    Nothing is asked inside a transaction. A parcel whose lot was recalled before it left stays.
    """
    carrier, now = current_carrier(), clock.now()
    with transaction.atomic():
        due = ParcelRow.objects.filter(ask_at__lte=now).order_by("ask_at")
        rows = list(due.select_for_update(skip_locked=True, no_key=True)[:limit])
        ParcelRow.objects.filter(id__in=[row.id for row in rows]).update(ask_at=carrier.ask_again_at(now))
    for row in rows:
        told = tuple(
            TrackEvent(kind=TrackKind(event.kind), place=event.place, at=event.at)
            for event in row.events.all()
        )
        on_the_way = OnTheWay(waybill=row.waybill, packed_at=row.packed_at, told=told)
        news = carrier.ask(on_the_way, now=now)
        if news:
            _take(Id(row.id), news)
    return len(rows)


def _take(parcel_id: Id, news: Sequence[TrackEvent]) -> None:
    with transaction.atomic():
        row = _locked(parcel_id)
        if row.state == ParcelState.PACKED.value:
            try:
                _may_leave(row)
            except LotMayNotGo:
                return
        _record(row, news)


def _record(row: ParcelRow, news: Sequence[TrackEvent]) -> None:
    """Keep what is new of *news*; the row is locked."""
    told = _told(row)
    before = ParcelState(row.state)
    for event in news:
        if may_follow(event.kind, told):
            told.add(event.kind)
            TrackEventRow.objects.create(
                order_id=row.order_id, parcel=row, kind=event.kind.value, place=event.place, at=event.at
            )
    after = state_of(told)
    if after is before:
        return
    last = news[-1].at
    row.state = after.value
    row.shipped_at = row.shipped_at or last
    if after is ParcelState.DELIVERED:
        row.delivered_at = last
    if after in (ParcelState.DELIVERED, ParcelState.LOST):
        row.ask_at = None
    row.save(update_fields=["state", "shipped_at", "delivered_at", "ask_at"])
    happened: list[DomainEvent] = []
    ids = {"parcel_id": Id(row.id), "order_id": Id(row.order_id)}
    if before is ParcelState.PACKED and after is not ParcelState.LOST:
        happened.append(ParcelShipped(**ids))
    if after is ParcelState.DELIVERED:
        happened.append(ParcelDelivered(**ids))
    outbox.append(*happened)


def _told(row: ParcelRow) -> set[TrackKind]:
    return {TrackKind(kind) for kind in row.events.values_list("kind", flat=True)}


def _locked(parcel_id: Id) -> ParcelRow:
    row = ParcelRow.objects.select_for_update(no_key=True).filter(id=parcel_id).first()
    if row is None:
        raise ParcelNotFound
    return row


def _may_leave(row: ParcelRow) -> None:
    """Raise LotMayNotGo when a lot in the parcel was recalled, failed or expired since it was packed."""
    lots = list_lots_by_id([Id(key) for key in row.contents.values_list("lot_id", flat=True)])
    stopped = stopped_lots(lots.values(), today=clock.business_day())
    if stopped:
        raise LotMayNotGo(lot=stopped[0], why="recalled")


def _lock_order(order_id: Id) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [order_id])


def _contents_of(pick: Pick, parcel: ParcelRow) -> list[ParcelContentRow]:
    return [
        ParcelContentRow(
            order_id=pick.order_id,
            parcel=parcel,
            reservation_id=pick.reservation_id,
            order_line_id=part.line_id,
            sku_id=pick.sku_id,
            lot_id=pick.lot_id,
            quantity=part.quantity,
        )
        for part in pick.parts
    ]


def _give_codes(order: OrderToPack, picks: Sequence[Pick], *, batch: int) -> None:
    units: dict[tuple[Id, Id], int] = {}
    for pick in picks:
        for part in pick.parts:
            place = (part.line_id, pick.lot_id)
            units[place] = units.get(place, 0) + part.quantity
    for (line_id, lot_id), quantity in units.items():
        issue_codes(
            order_line_id=line_id,
            lot_id=lot_id,
            units=quantity,
            month=order.month,
            order_id=order.order_id,
            batch=batch,
        )
