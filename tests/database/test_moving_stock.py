"""Moving, counting, recalling and watching: every unit is somewhere, and the books say what it cost."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.stock import SOMEBODY, counts, lot, warehouse

from hongshu.kernel.idempotency import IdempotencyKeyReused
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import (
    CountBelowReserved,
    CountDiffers,
    HoldEnded,
    HoldState,
    InvalidQuantity,
    InvalidWarehouse,
    LotNotFound,
    MovementKind,
    NotEnoughThere,
    Quality,
    Reserved,
    StockReasonNeeded,
    WarehouseKind,
    WarehouseNotFound,
    Zone,
)
from hongshu.store.inventory.models import LotActRow, LotRow, MovementRow, StockRow
from hongshu.store.inventory.queries import (
    list_availability,
    list_broken_holds,
    list_counts,
    list_lot_acts,
    list_lot_balances,
    list_low_stock,
    list_movements,
    list_near_expiry,
    list_reserved,
    list_stock,
    list_stocked_products,
)
from hongshu.store.inventory.services import (
    adjust_stock,
    confirm_transfer,
    dispose_stock,
    lift_recall,
    quarantine_expired,
    recall_lot,
    record_count,
    release_hold,
    sell_hold,
    set_aside,
    settle_checking,
    spread_stock,
    sweep_spent,
    take_back,
    take_stock,
    transfer_stock,
)
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_transfers

pytestmark = pytest.mark.django_db
LAMP = Id(101)
_keys = (f"k{number}" for number in count())


def fresh_key() -> str:
    return next(_keys)


def take(units: int, holder: int = 1) -> tuple[Reserved, ...]:
    return take_stock(wanted={LAMP: units}, holder_kind="order", holder_id=Id(holder), hold_s=900.0)


def sold(units: int, holder: int = 1) -> Reserved:
    (got,) = take(units, holder)
    sell_hold(holder_kind="order", holder_id=Id(holder))
    return got


def posted(made: LotRow) -> list[tuple[Account, Account, int]]:
    found = list_transfers(subject_kind="lot", subject_id=Id(made.id))
    return [(each.debit, each.credit, each.amount.amount_minor) for each in found]


def adjust(
    made: LotRow, units: int, *, key: str = "", reason: str = "Behind the shelf.", zone: Zone = Zone.SHELF
):  # type: ignore[no-untyped-def]
    adjust_stock(
        lot_id=Id(made.id), warehouse_id=Id(made.warehouse_id), quantity=units, reason=reason,
        actor_id=SOMEBODY, key=key or fresh_key(), zone=zone,
    )  # fmt: skip


def lines(made: LotRow) -> dict[tuple[int, Zone], tuple[int, int, int]]:
    found, _ = list_stock(lot_id=Id(made.id))
    return {
        (each.warehouse_id, each.zone): (each.sellable, each.reserved, each.quarantined) for each in found
    }


def holds(made: LotRow) -> bool:
    """Whether the lot's equation is true, and movements add up to what is on hand in each warehouse."""
    moved: dict[int, int] = {}
    for move in MovementRow.objects.filter(lot=made):
        moved[move.warehouse_id] = moved.get(move.warehouse_id, 0) + move.quantity
    there: dict[int, int] = dict.fromkeys(moved, 0)
    for row in StockRow.objects.filter(lot=made):
        there[row.warehouse_id] = (
            there.get(row.warehouse_id, 0) + row.sellable + row.reserved + row.quarantined
        )
    return list_lot_balances([Id(made.id)])[Id(made.id)].holds and moved == there


def test_found_units_are_sellable_and_an_income_and_lost_ones_a_loss() -> None:
    made = lot(LAMP, units=5, unit_cost_minor=300)
    adjust(made, 2)
    assert counts(LAMP) == (7, 0, 0)
    adjust(made, -3)
    assert counts(LAMP) == (4, 0, 0)
    assert posted(made) == [
        (Account.INVENTORY, Account.STOCK_FOUND, 600),
        (Account.STOCK_LOSS, Account.INVENTORY, 900),
    ]
    assert list_lot_balances([Id(made.id)])[Id(made.id)].disposed == 1
    assert holds(made)


def test_found_units_of_a_lot_that_failed_are_quarantined() -> None:
    made = lot(LAMP, units=5, quality=Quality.FAILED)
    adjust(made, 1)
    assert counts(LAMP) == (0, 0, 6)


def test_reserved_units_are_not_lost_by_an_adjustment() -> None:
    made = lot(LAMP, units=5)
    take(4)
    with pytest.raises(NotEnoughThere) as refused:
        adjust(made, -2)
    assert refused.value.details == {"there": 1, "quantity": 2}
    assert counts(LAMP) == (1, 4, 0)


def test_the_same_adjustment_sent_twice_takes_effect_once() -> None:
    made = lot(LAMP, units=5)
    adjust(made, -2, key="a")
    adjust(made, -2, key="a")
    assert counts(LAMP) == (3, 0, 0)
    with pytest.raises(IdempotencyKeyReused):
        adjust(made, -1, key="a")
    with pytest.raises(IdempotencyKeyReused):
        adjust_stock(
            lot_id=Id(made.id), warehouse_id=Id(made.warehouse_id), quantity=-2, reason="Broken.",
            actor_id=Id(8), key="a",
        )  # fmt: skip
    assert counts(LAMP) == (3, 0, 0)


@pytest.mark.parametrize("units", [0, 1.5, True, 1_000_001, -1_000_001])
def test_no_such_quantity_is_moved(units: int) -> None:
    made = lot(LAMP, units=5)
    with pytest.raises(InvalidQuantity):
        adjust(made, units)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_what_is_found_or_lost_needs_a_reason(reason: str) -> None:
    made = lot(LAMP, units=5)
    with pytest.raises(StockReasonNeeded):
        adjust(made, 1, reason=reason)


def test_a_lot_or_warehouse_that_is_not_there_is_refused() -> None:
    made = lot(LAMP, units=5)
    with pytest.raises(LotNotFound):
        spread_stock(lot_id=Id(5), warehouse_id=Id(made.warehouse_id), buckets=2)
    with pytest.raises(WarehouseNotFound):
        adjust_stock(
            lot_id=Id(made.id), warehouse_id=Id(5), quantity=1, reason="Found.", actor_id=SOMEBODY, key="w"
        )


def test_what_was_set_aside_goes_back_or_is_disposed_of() -> None:
    made = lot(LAMP, units=5, unit_cost_minor=300)
    place = {"lot_id": Id(made.id), "warehouse_id": Id(made.warehouse_id), "actor_id": SOMEBODY}
    set_aside(**place, quantity=3, reason="A wet carton.", key=fresh_key())
    assert lines(made) == {
        (made.warehouse_id, Zone.CHECKING): (0, 0, 3),
        (made.warehouse_id, Zone.SHELF): (2, 0, 0),
    }
    settle_checking(**place, quantity=1, is_fine=True, key=fresh_key())
    with pytest.raises(StockReasonNeeded):
        settle_checking(**place, quantity=2, is_fine=False, key=fresh_key())
    settle_checking(**place, quantity=1, is_fine=False, reason="Leaks.", key=fresh_key())
    dispose_stock(**place, quantity=1, reason="Leaks too.", key=fresh_key())
    assert counts(LAMP) == (3, 0, 0)
    assert posted(made) == [(Account.STOCK_LOSS, Account.INVENTORY, 300)] * 2
    with pytest.raises(NotEnoughThere):
        dispose_stock(**place, quantity=1, reason="No more.", key=fresh_key())
    assert holds(made)


def test_what_may_be_sold_is_not_disposed_of() -> None:
    made = lot(LAMP, units=5)
    with pytest.raises(NotEnoughThere):
        dispose_stock(
            lot_id=Id(made.id), warehouse_id=Id(made.warehouse_id), quantity=1, reason="Old.",
            actor_id=SOMEBODY, key=fresh_key(), zone=Zone.SHELF,
        )  # fmt: skip


def test_a_transfer_cannot_be_sold_until_it_has_come() -> None:
    made, there = lot(LAMP, units=5), warehouse("sz", kind="domestic")
    sending = {
        "lot_id": Id(made.id), "from_warehouse_id": Id(made.warehouse_id), "actor_id": SOMEBODY,
    }  # fmt: skip
    transfer_stock(**sending, to_warehouse_id=Id(there.id), quantity=4, key=fresh_key())
    assert counts(LAMP) == (1, 0, 4)
    assert holds(made)
    confirm_transfer(
        lot_id=Id(made.id), warehouse_id=Id(there.id), quantity=3, actor_id=SOMEBODY, key=fresh_key()
    )
    assert lines(made)[there.id, Zone.SHELF] == (3, 0, 0)
    adjust_stock(
        lot_id=Id(made.id), warehouse_id=Id(there.id), quantity=-1, reason="Lost on the way.",
        actor_id=SOMEBODY, key=fresh_key(), zone=Zone.TRANSIT,
    )  # fmt: skip
    assert counts(LAMP) == (4, 0, 0)
    assert holds(made)
    with pytest.raises(InvalidWarehouse):
        transfer_stock(**sending, to_warehouse_id=Id(made.warehouse_id), quantity=1, key=fresh_key())
    with pytest.raises(NotEnoughThere):
        transfer_stock(**sending, to_warehouse_id=Id(there.id), quantity=2, key=fresh_key())


def test_a_recalled_lot_comes_out_of_transit_quarantined() -> None:
    made, there = lot(LAMP, units=5), warehouse("sz", kind="domestic")
    transfer_stock(
        lot_id=Id(made.id), from_warehouse_id=Id(made.warehouse_id), to_warehouse_id=Id(there.id), quantity=4,
        actor_id=SOMEBODY, key=fresh_key(),
    )  # fmt: skip
    recall_lot(lot_id=Id(made.id), reason="Mould.", recalled_by=SOMEBODY, key=fresh_key())
    confirm_transfer(
        lot_id=Id(made.id), warehouse_id=Id(there.id), quantity=4, actor_id=SOMEBODY, key=fresh_key()
    )
    assert lines(made)[there.id, Zone.SHELF] == (0, 0, 4)


def test_returned_units_wait_in_checking_and_never_exceed_what_was_sold() -> None:
    made = lot(LAMP, units=5)
    got = sold(3)
    take_back(reservation_id=got.id, quantity=2, key="r1", actor_id=SOMEBODY)
    take_back(reservation_id=got.id, quantity=2, key="r1", actor_id=SOMEBODY)
    assert lines(made)[made.warehouse_id, Zone.CHECKING] == (0, 0, 2)
    with pytest.raises(IdempotencyKeyReused):
        take_back(reservation_id=got.id, quantity=1, key="r1")
    with pytest.raises(NotEnoughThere), transaction.atomic():
        take_back(reservation_id=got.id, quantity=2, key="r2")
    take_back(reservation_id=got.id, quantity=1, key="r2", warehouse_id=Id(warehouse("sz").id))
    assert list_broken_holds(Id(made.id)) == ()
    assert list_lot_balances([Id(made.id)])[Id(made.id)].sold == 0
    assert holds(made)


def test_what_was_never_sold_does_not_come_back() -> None:
    lot(LAMP, units=5)
    (got,) = take(2)
    with pytest.raises(HoldEnded):
        take_back(reservation_id=got.id, quantity=1, key="r")


def test_spreading_over_buckets_moves_no_unit_and_keeps_what_is_reserved() -> None:
    made = lot(LAMP, units=10)
    take(3)
    place = {"lot_id": Id(made.id), "warehouse_id": Id(made.warehouse_id)}
    spread_stock(**place, buckets=4)
    rows = StockRow.objects.filter(lot=made).order_by("bucket")
    assert [(row.sellable, row.reserved) for row in rows] == [(2, 3), (2, 0), (2, 0), (1, 0)]
    spread_stock(**place, buckets=1)
    assert [(row.sellable, row.reserved) for row in rows.all()] == [(7, 3), (0, 0), (0, 0), (0, 0)]
    assert sweep_spent() == 3
    take(7, holder=2)
    spread_stock(**place, buckets=4)
    assert counts(LAMP) == (0, 10, 0)
    with pytest.raises(InvalidQuantity):
        spread_stock(**place, buckets=65)


def test_a_count_that_agrees_is_kept_and_one_that_does_not_asks_first() -> None:
    made = lot(LAMP, units=5, unit_cost_minor=300)
    take(2)
    form = {"lot_id": Id(made.id), "warehouse_id": Id(made.warehouse_id), "counted_by": SOMEBODY}
    record_count(**form, counted=5, key=fresh_key())
    with pytest.raises(CountDiffers) as refused:
        record_count(**form, counted=4, key=fresh_key())
    assert refused.value.details == {"expected": 5, "counted": 4}
    with pytest.raises(StockReasonNeeded):
        record_count(**form, counted=4, key=fresh_key(), is_confirmed=True)
    assert counts(LAMP) == (3, 2, 0)
    record_count(**form, counted=4, key="c", is_confirmed=True, reason="One is broken.")
    record_count(**form, counted=4, key="c", is_confirmed=True, reason="One is broken.")
    assert counts(LAMP) == (2, 2, 0)
    assert posted(made) == [(Account.STOCK_LOSS, Account.INVENTORY, 300)]
    found, _ = list_counts(warehouse_id=Id(made.warehouse_id))
    assert [(each.expected, each.counted) for each in found] == [(5, 4), (5, 5)]
    assert holds(made)


def test_a_count_does_not_take_away_what_is_reserved_but_says_who_holds_it() -> None:
    made = lot(LAMP, units=5)
    take(4, holder=77)
    with pytest.raises(CountBelowReserved) as refused:
        record_count(
            lot_id=Id(made.id), warehouse_id=Id(made.warehouse_id), counted=3, counted_by=SOMEBODY,
            key=fresh_key(), is_confirmed=True, reason="Stolen.",
        )  # fmt: skip
    assert refused.value.details == {"counted": 3, "reserved": 4, "holds": "order 77 (4)"}
    assert counts(LAMP) == (1, 4, 0)


def test_a_recall_stops_the_sale_everywhere_and_lists_who_holds_or_has_units() -> None:
    made, other = lot(LAMP, units=9), lot(LAMP, units=2, expires_on=date(9999, 1, 1))
    take(2, holder=1)
    bought = sold(3, holder=2)
    take_back(reservation_id=bought.id, quantity=1, key="r")
    found = recall_lot(lot_id=Id(made.id), reason="Mould.", recalled_by=SOMEBODY, key=fresh_key())
    assert other.id != made.id
    assert [(each.holder_id, each.quantity, each.state) for each in found.broken] == [(2, 2, "sold")]
    assert recall_lot(lot_id=Id(made.id), reason="Again.", recalled_by=SOMEBODY, key=fresh_key()) == found
    assert LotRow.objects.get(id=made.id).recall_reason == "Mould."
    assert counts(LAMP) == (0, 2, 7)
    assert lift_recall(lot_id=Id(made.id), reason="Tested.", lifted_by=SOMEBODY, key=fresh_key()) == 6
    assert lift_recall(lot_id=Id(made.id), reason="Tested.", lifted_by=SOMEBODY, key=fresh_key()) == 0
    assert counts(LAMP) == (6, 2, 1)


def test_what_a_recalled_lots_holder_gives_back_is_quarantined() -> None:
    made = lot(LAMP, units=5)
    take(2)
    recall_lot(lot_id=Id(made.id), reason="Mould.", recalled_by=SOMEBODY, key=fresh_key())
    assert [each.state for each in list_broken_holds(Id(made.id))] == ["held"]
    release_hold(holder_kind="order", holder_id=Id(1))
    assert counts(LAMP) == (0, 0, 5)


def test_lifting_a_recall_does_not_bring_a_failed_lot_back() -> None:
    made = lot(LAMP, units=5, quality=Quality.FAILED)
    recall_lot(lot_id=Id(made.id), reason="Mould.", recalled_by=SOMEBODY, key=fresh_key())
    assert lift_recall(lot_id=Id(made.id), reason="Tested.", lifted_by=SOMEBODY, key=fresh_key()) == 0
    assert counts(LAMP) == (0, 0, 5)


def test_who_set_units_aside_and_who_lifted_a_recall_and_why_is_kept() -> None:
    made = lot(LAMP, units=5)
    key, place = Id(made.id), {"warehouse_id": Id(made.warehouse_id), "actor_id": SOMEBODY}
    set_aside(lot_id=key, quantity=2, reason="A wet carton.", key="s", **place)
    settle_checking(lot_id=key, quantity=1, is_fine=True, reason="Dry inside.", key="c", **place)
    recall_lot(lot_id=key, reason="Mould.", recalled_by=Id(31), key="r")
    lift_recall(lot_id=key, reason="It was dust.", lifted_by=Id(32), key="l")
    assert [(act.kind, act.quantity, act.reason, act.actor_id) for act in list_lot_acts(key)] == [
        ("lifted", 4, "It was dust.", 32),
        ("recalled", 4, "Mould.", 31),
        ("cleared", 1, "Dry inside.", SOMEBODY),
        ("set_aside", 2, "A wet carton.", SOMEBODY),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        LotActRow.objects.update(reason="Nothing.")
    with pytest.raises(StockReasonNeeded):
        set_aside(lot_id=key, quantity=1, reason=" ", key="s2", **place)


def test_a_recall_or_its_end_that_comes_late_a_second_time_changes_nothing() -> None:
    made = lot(LAMP, units=5)
    key = Id(made.id)
    recall_lot(lot_id=key, reason="Mould.", recalled_by=SOMEBODY, key="r")
    assert lift_recall(lot_id=key, reason="Dust.", lifted_by=SOMEBODY, key="l") == 5
    recall_lot(lot_id=key, reason="Mould.", recalled_by=SOMEBODY, key="r")
    assert counts(LAMP) == (5, 0, 0)
    recall_lot(lot_id=key, reason="Mould after all.", recalled_by=SOMEBODY, key="r2")
    assert lift_recall(lot_id=key, reason="Dust.", lifted_by=SOMEBODY, key="l") == 5
    assert counts(LAMP) == (0, 0, 5)
    assert LotRow.objects.get(id=key).recall_reason == "Mould after all."


def _database_day() -> date:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date")
        (day,) = cursor.fetchone()
    assert isinstance(day, date)
    return day


def test_units_are_sold_until_the_day_before_their_date() -> None:
    today = _database_day()
    lot(LAMP, units=5, expires_on=today)
    lot(LAMP, units=4, expires_on=today + timedelta(days=1))
    available = list_availability([LAMP])[LAMP]
    assert (available.sellable, available.quarantined) == (4, 5)
    assert available.soonest_expiry == today + timedelta(days=1)
    assert quarantine_expired() == 5
    assert quarantine_expired() == 0
    assert counts(LAMP) == (4, 0, 5)


def test_empty_rows_are_swept_and_come_back_when_something_is_laid_in() -> None:
    made = lot(LAMP, units=2)
    take(2)
    assert sweep_spent() == 0
    sell_hold(holder_kind="order", holder_id=Id(1))
    assert sweep_spent() == 1
    assert list_stock(lot_id=Id(made.id)) == ((), "")
    adjust(made, 1)
    assert list_availability([LAMP])[LAMP].sellable == 1
    assert len(take(1, holder=2)) == 1


def test_availability_is_a_sum_over_the_kinds_of_warehouse_asked_for() -> None:
    lot(LAMP, units=5)
    lot(LAMP, units=3, place=warehouse("sz", kind="domestic"))
    take(1)
    everywhere = list_availability([LAMP, Id(999)])
    assert (everywhere[LAMP].sellable, everywhere[LAMP].reserved) == (7, 1)
    assert everywhere[Id(999)].sellable == 0
    domestic = list_availability([LAMP], warehouse_kinds=[WarehouseKind.DOMESTIC])
    assert domestic[LAMP].sellable == 3
    assert everywhere[LAMP].soonest_expiry is None


def test_stock_and_movements_are_listed_page_by_page() -> None:
    made = [lot(LAMP, units=units) for units in (1, 2, 3)]
    first, cursor = list_stock(sku_id=LAMP, limit=2)
    rest, end = list_stock(sku_id=LAMP, limit=2, cursor=cursor)
    assert [each.sellable for each in (*first, *rest)] == [3, 2, 1]
    assert end == ""
    adjust(made[0], 1)
    newest, cursor = list_movements(warehouse_id=Id(made[0].warehouse_id), limit=3)
    assert newest[0].kind is MovementKind.ADJUSTED
    older, end = list_movements(warehouse_id=Id(made[0].warehouse_id), limit=3, cursor=cursor)
    assert (len(newest), len(older), end) == (3, 1, "")


def test_what_runs_out_and_what_expires_is_watched() -> None:
    lot(LAMP, units=50, expires_on=_database_day() + timedelta(days=30))
    assert list_low_stock(least_units=10) == ()
    sold(30)
    (low,) = list_low_stock(least_units=10, cover_days=28)
    assert (low.sellable, low.sold, low.days_left) == (20, 30, 18)
    (line,) = list_near_expiry(within_days=30)
    assert line.sellable == 20
    assert list_near_expiry(within_days=29) == ()


def test_a_holder_sees_what_is_held_and_what_was_sold() -> None:
    lot(LAMP, units=5)
    got = take(2)
    assert list_reserved(holder_kind="order", holder_id=Id(1)) == got
    sell_hold(holder_kind="order", holder_id=Id(1))
    assert list_reserved(holder_kind="order", holder_id=Id(1)) == ()
    (had,) = list_reserved(holder_kind="order", holder_id=Id(1), state=HoldState.SOLD)
    assert had.id == got[0].id


def test_a_product_is_in_stock_while_something_of_it_can_be_had() -> None:
    lot(LAMP, units=1)
    lot(Id(102), units=1, quality=Quality.AWAITING)
    assert list_stocked_products() == {LAMP: True, Id(102): False}
    take(1)
    assert list_stocked_products()[LAMP] is False
