"""Packing orders by scans, handing parcels over, and following them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.support import stock

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import OutboxEvent
from hongshu.store.fulfilment import adapters
from hongshu.store.fulfilment.adapters.simulated import STEP, SimulatedCarrier
from hongshu.store.fulfilment.contracts import (
    HOLDER,
    LineToPack,
    LotMayNotGo,
    NothingToPack,
    OrderToPack,
    ParcelNotFound,
    ParcelState,
    Scan,
    TrackEvent,
    TrackKind,
    WrongLotScanned,
    WrongParcelState,
    WrongUnitsScanned,
)
from hongshu.store.fulfilment.models import ParcelContentRow, ParcelRow, TrackEventRow
from hongshu.store.fulfilment.ports import OnTheWay
from hongshu.store.fulfilment.queries import (
    find_parcel,
    get_parcel,
    list_parcels,
    list_parcels_of_orders,
    list_picks,
    progress_of,
    stopped_in,
)
from hongshu.store.fulfilment.services import advance, ask_carrier, hand_over, pack_parcel
from hongshu.store.inventory.contracts import Quality
from hongshu.store.inventory.models import LotRow
from hongshu.store.inventory.services import confirm_hold, take_stock
from hongshu.store.provenance.queries import get_unit

pytestmark = pytest.mark.django_db
PORTER = Id(23)
CREAM, TONER = Id(1001), Id(1002)


def an_order(*lines: tuple[Id, int], waybill: str = "") -> OrderToPack:
    """An order that is paid and holds its units."""
    order_id = new_id()
    wanted: dict[Id, int] = {}
    for sku_id, quantity in lines:
        wanted[sku_id] = wanted.get(sku_id, 0) + quantity
    take_stock(wanted=wanted, holder_kind=HOLDER, holder_id=order_id, hold_s=60)
    confirm_hold(holder_kind=HOLDER, holder_id=order_id)
    return OrderToPack(
        order_id=order_id,
        number=f"HS{order_id}",
        month=date(2026, 11, 3),
        lines=tuple(LineToPack(line_id=new_id(), sku_id=sku, quantity=units) for sku, units in lines),
        waybill=waybill,
    )


def scans_of(order: OrderToPack) -> list[Scan]:
    """What a careful packer scans."""
    return [
        Scan(reservation_id=pick.reservation_id, lot_code=f" {pick.lot_code.lower()}", units=pick.quantity)
        for pick in list_picks([order])
    ]


def packed(order: OrderToPack) -> Id:
    place = Id(stock.warehouse().id)
    return pack_parcel(order=order, warehouse_id=place, scans=scans_of(order), packed_by_id=PORTER)


@pytest.fixture
def cream() -> LotRow:
    return stock.lot(CREAM, units=10)


def test_packing_gives_each_unit_a_code_and_keeps_it_reserved_until_the_carrier_has_it(cream: LotRow) -> None:
    order = an_order((CREAM, 3))
    parcel = get_parcel(packed(order))
    assert stock.counts(CREAM) == (7, 3, 0)
    (content,) = parcel.contents
    assert (content.lot_id, content.quantity, len(content.codes)) == (cream.id, 3, 3)
    unit = get_unit(content.codes[0])
    assert (unit.order_id, unit.lot_id, unit.month) == (order.order_id, cream.id, date(2026, 11, 1))
    assert [event.kind for event in parcel.events] == [TrackKind.PACKED]
    assert OutboxEvent.objects.filter(kind="fulfilment.parcel_packed").count() == 1


def test_a_sku_on_two_lines_and_from_two_lots_is_shared_out_to_the_unit() -> None:
    soon = stock.lot(CREAM, units=2, expires_on=clock.business_day() + timedelta(days=90))
    later = stock.lot(CREAM, units=9)
    order = an_order((CREAM, 3), (CREAM, 1))
    parcel = get_parcel(packed(order))
    first, second = (line.line_id for line in order.lines)
    found = {(content.line_id, content.lot_id): content.quantity for content in parcel.contents}
    assert found == {(first, soon.id): 2, (first, later.id): 1, (second, later.id): 1}
    assert len({code for content in parcel.contents for code in content.codes}) == 4


def test_another_lot_than_the_reserved_one_is_refused_and_nothing_is_packed(cream: LotRow) -> None:
    order = an_order((CREAM, 2))
    (scan,) = scans_of(order)
    for wrong, refusal in (
        (Scan(reservation_id=scan.reservation_id, lot_code="OTHER", units=2), WrongLotScanned),
        (Scan(reservation_id=scan.reservation_id, lot_code="", units=2), WrongLotScanned),
        (Scan(reservation_id=scan.reservation_id, lot_code=cream.code, units=1), WrongUnitsScanned),
        (Scan(reservation_id=Id(5), lot_code=cream.code, units=2), WrongLotScanned),
    ):
        with pytest.raises(refusal):
            pack_parcel(
                order=order, warehouse_id=Id(stock.warehouse().id), scans=[wrong], packed_by_id=PORTER
            )
    assert not ParcelRow.objects.exists()
    assert stock.counts(CREAM) == (8, 2, 0)


@pytest.mark.parametrize(
    "changed, why",
    [
        ({"recalled_at": date(2026, 11, 1)}, "recalled"),
        ({"quality": Quality.FAILED.value}, "failed"),
        ({"expires_on": date(2026, 1, 1)}, "expired"),
    ],
)
def test_nothing_of_a_lot_that_may_not_be_sold_is_packed(
    cream: LotRow, changed: dict[str, object], why: str
) -> None:
    order = an_order((CREAM, 2))
    if "recalled_at" in changed:
        changed = {"recalled_at": clock.now()}
    LotRow.objects.filter(id=cream.id).update(**changed)
    with pytest.raises(LotMayNotGo) as refused:
        packed(order)
    assert refused.value.details["why"] == why
    assert not ParcelRow.objects.exists()


def test_what_is_packed_is_not_packed_again(cream: LotRow) -> None:
    order = an_order((CREAM, 2))
    scans = scans_of(order)
    place = Id(stock.warehouse().id)
    pack_parcel(order=order, warehouse_id=place, scans=scans, packed_by_id=PORTER)
    with pytest.raises(NothingToPack):
        pack_parcel(order=order, warehouse_id=place, scans=scans, packed_by_id=PORTER)
    row = ParcelContentRow.objects.get()
    row.pk = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_an_order_may_go_in_two_parcels(cream: LotRow) -> None:
    stock.lot(TONER, units=5)
    order = an_order((CREAM, 2), (TONER, 1))
    place = Id(stock.warehouse().id)
    of_cream = [scan for scan in scans_of(order) if scan.units == 2]
    pack_parcel(order=order, warehouse_id=place, scans=of_cream, packed_by_id=PORTER, is_partial=True)
    progress = progress_of([order.order_id])[order.order_id]
    assert (progress.waiting, progress.parcels, progress.is_packed) == (1, 1, False)
    packed(order)
    progress = progress_of([order.order_id])[order.order_id]
    assert (progress.waiting, progress.parcels, progress.is_packed) == (0, 2, True)
    parcels = list_parcels_of_orders([order.order_id])[order.order_id]
    assert [parcel.number for parcel in parcels] == [1, 2]
    assert len({parcel.waybill for parcel in parcels}) == 2


def test_a_waybill_that_the_customs_were_told_is_the_parcel_s(cream: LotRow) -> None:
    parcel_id = packed(an_order((CREAM, 1), waybill="SF1234567890"))
    found = find_parcel(" sf1234567890 ")
    assert found is not None
    assert found.id == parcel_id
    assert find_parcel("nothing") is None


def test_a_parcel_goes_one_way_and_each_step_is_told_once(cream: LotRow) -> None:
    order = an_order((CREAM, 1))
    parcel_id = packed(order)
    hand_over(parcel_id=parcel_id)
    hand_over(parcel_id=parcel_id)
    kinds = [advance(parcel_id=parcel_id) for _ in range(3)]
    assert kinds == [TrackKind.ON_THE_WAY, TrackKind.OUT_FOR_DELIVERY, TrackKind.DELIVERED]
    for act in (hand_over, advance):
        with pytest.raises(WrongParcelState):
            act(parcel_id=parcel_id)
    parcel = get_parcel(parcel_id)
    assert parcel.state is ParcelState.DELIVERED
    assert parcel.shipped_at is not None
    assert parcel.delivered_at is not None
    told = OutboxEvent.objects.filter(kind__startswith="fulfilment.").order_by("id")
    assert [event.kind.partition(".")[2] for event in told] == [
        "parcel_packed", "parcel_shipped", "parcel_delivered",
    ]  # fmt: skip
    assert progress_of([order.order_id])[order.order_id].is_delivered


def test_a_parcel_with_a_lot_that_was_recalled_meanwhile_stays(cream: LotRow) -> None:
    parcel_id = packed(an_order((CREAM, 1)))
    LotRow.objects.filter(id=cream.id).update(recalled_at=clock.now())
    for act in (hand_over, advance):
        with pytest.raises(LotMayNotGo):
            act(parcel_id=parcel_id)
    parcel = get_parcel(parcel_id)
    assert parcel.state is ParcelState.PACKED
    assert stopped_in(parcel) == (cream.code,)


class TellsAll(SimulatedCarrier):
    """Has news at once, the last first and one of them twice, as carriers do."""

    def ask(self, parcel: OnTheWay, *, now: object) -> list[TrackEvent]:
        at = clock.now()
        kinds = (TrackKind.DELIVERED, TrackKind.PICKED_UP, TrackKind.DELIVERED)
        return [TrackEvent(kind=kind, place="上海", at=at) for kind in kinds]


def test_the_carrier_is_asked_when_a_parcel_is_due_and_its_disorder_does_no_harm(
    cream: LotRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hongshu.store.fulfilment import services

    parcel_id = packed(an_order((CREAM, 1)))
    assert ask_carrier() == 0
    monkeypatch.setattr(services, "current_carrier", TellsAll)
    with clock.fixed_at(clock.now() + STEP):
        assert ask_carrier() == 1
    parcel = get_parcel(parcel_id)
    assert parcel.state is ParcelState.DELIVERED
    assert [event.kind for event in parcel.events] == [TrackKind.PACKED, TrackKind.DELIVERED]
    with clock.fixed_at(clock.now() + 2 * STEP):
        assert ask_carrier() == 0


def test_the_simulated_carrier_stands_still_outside_of_a_demo(cream: LotRow) -> None:
    parcel_id = packed(an_order((CREAM, 1)))
    with clock.fixed_at(clock.now() + STEP):
        assert ask_carrier() == 1
    assert get_parcel(parcel_id).state is ParcelState.PACKED
    assert adapters.current_carrier().name == "simulated"


def test_what_happened_to_a_parcel_is_never_changed(cream: LotRow) -> None:
    packed(an_order((CREAM, 1)))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE fulfilment_track SET place = 'x'")
    assert TrackEventRow.objects.get().place == ""


def test_a_warehouse_s_parcels_are_listed_by_state_in_pages(cream: LotRow) -> None:
    ids = [packed(an_order((CREAM, 1))) for _ in range(3)]
    place = Id(stock.warehouse().id)
    first, onward = list_parcels(warehouse_id=place, state=ParcelState.PACKED, limit=2)
    rest, end = list_parcels(warehouse_id=place, state=ParcelState.PACKED, cursor=onward, limit=2)
    assert [parcel.id for parcel in (*first, *rest)] == ids[::-1]
    assert end == ""
    with pytest.raises(ParcelNotFound):
        get_parcel(Id(1))
