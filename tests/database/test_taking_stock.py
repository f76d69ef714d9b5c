"""Reserving: first-expired lots first, all lines or none, once a holder, given back by the clock."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.stock import counts, lot, warehouse

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import (
    HoldConflict,
    HoldEnded,
    HoldNotFound,
    InvalidQuantity,
    OutOfStock,
    Quality,
    Reserved,
)
from hongshu.store.inventory.models import MovementRow, ReservationRow
from hongshu.store.inventory.services import (
    confirm_hold,
    expire_holds,
    release_hold,
    sell_hold,
    take_stock,
)

pytestmark = pytest.mark.django_db
LAMP, BULB = Id(101), Id(102)
SOON, LATER = date(2030, 1, 1), date(2031, 1, 1)


def take(wanted: dict[Id, int], *, holder: int = 1, hold_s: float = 900.0) -> tuple[Reserved, ...]:
    return take_stock(wanted=wanted, holder_kind="order", holder_id=Id(holder), hold_s=hold_s)


def end_now(holder: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_reservation SET expires_at = now() - interval '1 s' WHERE holder_id = %s",
            [holder],
        )


def test_the_lot_that_expires_first_goes_first() -> None:
    lot(LAMP, units=5, expires_on=LATER)
    first = lot(LAMP, units=2, expires_on=SOON)
    (got,) = take({LAMP: 2})
    assert (got.lot_id, got.quantity, got.unit_cost.amount_minor) == (first.id, 2, 1_000)
    assert counts(LAMP) == (5, 2, 0)


def test_what_one_lot_does_not_cover_comes_from_the_next_ones_too() -> None:
    lot(LAMP, units=5, expires_on=LATER, buckets=2)
    first = lot(LAMP, units=2, expires_on=SOON)
    got = take({LAMP: 6})
    assert [(each.lot_id == first.id, each.quantity) for each in got] == [(True, 2), (False, 3), (False, 1)]
    assert counts(LAMP) == (1, 6, 0)


def test_all_lines_are_taken_or_none_and_every_short_one_is_named() -> None:
    lot(LAMP, units=5)
    lot(BULB, units=1)
    with pytest.raises(OutOfStock) as refused:
        take({LAMP: 2, BULB: 3, Id(103): 1})
    assert refused.value.left == {BULB: 1, Id(103): 0}
    assert counts(LAMP) == (5, 0, 0)
    assert not ReservationRow.objects.exists()


def test_what_has_expired_waits_for_inspection_or_failed_is_not_taken() -> None:
    lot(LAMP, units=5, expires_on=date(2020, 1, 1))
    lot(LAMP, units=5, quality=Quality.AWAITING)
    lot(LAMP, units=5, quality=Quality.FAILED)
    with pytest.raises(OutOfStock) as refused:
        take({LAMP: 1})
    assert refused.value.left == {LAMP: 0}


def test_a_holder_takes_once_and_the_same_answer_comes_again() -> None:
    lot(LAMP, units=5)
    assert take({LAMP: 2}) == take({LAMP: 2})
    assert counts(LAMP) == (3, 2, 0)
    with pytest.raises(HoldConflict):
        take({LAMP: 3})


def test_only_the_named_warehouses_are_taken_from() -> None:
    lot(LAMP, units=5, place=warehouse("tokyo", kind="overseas"), expires_on=SOON)
    lot(LAMP, units=1, place=warehouse("nb"))
    wanted = [Id(warehouse("nb").id)]
    with pytest.raises(OutOfStock):
        take_stock(wanted={LAMP: 2}, holder_kind="order", holder_id=Id(1), hold_s=9, warehouse_ids=wanted)
    (got,) = take_stock(
        wanted={LAMP: 1}, holder_kind="order", holder_id=Id(1), hold_s=9, warehouse_ids=wanted
    )
    assert got.warehouse_id == wanted[0]


@pytest.mark.parametrize("units", [0, -1, 10_001, 1.5, True])
def test_a_quantity_that_is_none_is_refused(units: int) -> None:
    lot(LAMP, units=5)
    with pytest.raises(InvalidQuantity):
        take({LAMP: units})


def test_a_hold_that_runs_out_is_given_back_and_does_not_come_again() -> None:
    lot(LAMP, units=5)
    take({LAMP: 2})
    assert expire_holds() == 0
    end_now(1)
    assert expire_holds() == 2
    assert counts(LAMP) == (5, 0, 0)
    with pytest.raises(HoldEnded):
        take({LAMP: 2})
    with pytest.raises(HoldEnded):
        confirm_hold(holder_kind="order", holder_id=Id(1))


def test_a_confirmed_hold_stays() -> None:
    lot(LAMP, units=5)
    take({LAMP: 2})
    confirm_hold(holder_kind="order", holder_id=Id(1))
    confirm_hold(holder_kind="order", holder_id=Id(1))
    end_now(2)
    assert expire_holds() == 0
    assert counts(LAMP) == (3, 2, 0)


def test_released_units_are_sellable_again_once() -> None:
    lot(LAMP, units=5)
    take({LAMP: 2})
    assert release_hold(holder_kind="order", holder_id=Id(1)) == 2
    assert release_hold(holder_kind="order", holder_id=Id(1)) == 0
    assert counts(LAMP) == (5, 0, 0)


def test_units_of_a_lot_that_may_no_longer_be_sold_come_back_into_quarantine() -> None:
    made = lot(LAMP, units=5)
    take({LAMP: 2})
    made.quality = Quality.FAILED.value
    made.save()
    assert release_hold(holder_kind="order", holder_id=Id(1)) == 2
    assert counts(LAMP) == (3, 0, 2)


def test_what_is_sold_leaves_once_with_its_movement() -> None:
    made = lot(LAMP, units=5)
    (got,) = take({LAMP: 2})
    assert sell_hold(holder_kind="order", holder_id=Id(1)) == (got.id,)
    assert sell_hold(holder_kind="order", holder_id=Id(1)) == ()
    assert counts(LAMP) == (3, 0, 0)
    moved = MovementRow.objects.filter(lot=made).order_by("id").values_list("kind", "quantity")
    assert list(moved) == [("received", 5), ("sold", -2)]
    assert release_hold(holder_kind="order", holder_id=Id(1)) == 0


def test_a_part_of_a_hold_can_go_before_the_rest() -> None:
    lot(LAMP, units=5)
    lot(BULB, units=5)
    lamp, bulb = take({LAMP: 1, BULB: 2})
    assert sell_hold(holder_kind="order", holder_id=Id(1), reservation_ids=[bulb.id]) == (bulb.id,)
    assert counts(LAMP) == (4, 1, 0)
    with pytest.raises(HoldNotFound):
        sell_hold(holder_kind="order", holder_id=Id(1), reservation_ids=[lamp.id, Id(5)])


def test_a_holder_of_nothing_is_told_so() -> None:
    with pytest.raises(HoldNotFound):
        confirm_hold(holder_kind="order", holder_id=Id(404))


def test_reserving_is_one_statement() -> None:
    lot(LAMP, units=50, buckets=4)
    lot(BULB, units=50)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        take({LAMP: 2, BULB: 1})
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) == 1
