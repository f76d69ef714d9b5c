"""Whatever is done with stock in whatever order, every unit is somewhere and none is in two places.

A model of plain numbers goes beside the database; after every step both say the same of every lot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from itertools import count
from typing import ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.support import stock as support
from tests.support.stock_model import Hold, Lot, Place

from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.store.inventory import services
from hongshu.store.inventory.contracts import (
    CheckAnswer,
    CountBelowReserved,
    CountDiffers,
    InspectionDraft,
    LotRecalledAlready,
    NotEnoughThere,
    OutOfStock,
    Quality,
    Reserved,
    Zone,
)
from hongshu.store.inventory.models import MovementRow, StockRow, WarehouseRow
from hongshu.store.inventory.queries import (
    get_inspection_plan,
    list_availability,
    list_broken_holds,
    list_lot_balances,
)

SKUS = (Id(101), Id(102))
# Two that have long expired, two that will one day, and one that never does.
DAYS = (date(2020, 1, 1), date(2031, 1, 1), date(2032, 1, 1), date(9999, 12, 31))
SOMEBODY = support.SOMEBODY
lots = st.integers(0, 5)
units = st.integers(1, 9)
places = st.integers(0, 1)
holders = st.integers(1, 8)


class StockMachine(RuleBasedStateMachine):
    """Everything the doors of stock can do."""

    @initialize()
    def begin(self) -> None:
        self.warehouses: list[WarehouseRow] = [
            support.warehouse("nb"),
            support.warehouse("sz", kind="domestic"),
        ]
        self.lots: list[Lot] = []
        self.holds: dict[int, list[Hold]] = {}
        self.keys = (f"k{number}" for number in count())
        self.by_expiry: Callable[[Lot], tuple[date, int]] = lambda lot: (lot.expires_on, lot.id)

    def lot(self, index: int) -> Lot:
        return self.lots[index % len(self.lots)]

    def holder(self, index: int) -> int:
        return sorted(self.holds)[index % len(self.holds)]

    def all_holds(self) -> list[Hold]:
        return [hold for holds in self.holds.values() for hold in holds]

    def place_id(self, at: int) -> Id:
        return Id(self.warehouses[at].id)

    @contextmanager
    def refused(self, kind: type[DomainError] | None) -> Iterator[None]:
        """A block that is refused like that, or not at all."""
        with nullcontext() if kind is None else pytest.raises(kind):
            yield

    @precondition(lambda self: len(self.lots) < 6)
    @rule(
        sku=st.sampled_from(SKUS), amount=st.integers(1, 12), day=st.sampled_from(DAYS),
        quality=st.sampled_from(Quality), at=places, buckets=st.integers(1, 3),
    )  # fmt: skip
    def receive(self, *, sku: Id, amount: int, day: date, quality: Quality, at: int, buckets: int) -> None:
        made = support.lot(
            sku, units=amount, expires_on=day, quality=quality, place=self.warehouses[at], buckets=buckets
        )
        lot = Lot(Id(made.id), sku, day, quality, amount, places={0: Place(), 1: Place()})
        self.lots.append(lot)
        # The support lays units down as if their day had not come; the watch takes those away whose day has.
        services.quarantine_expired()
        lot.lay(at, amount)

    @precondition(lambda self: self.lots)
    @rule(index=lots, verdict=st.sampled_from([Quality.PASSED, Quality.CONDITIONAL, Quality.FAILED]),
          buckets=st.integers(1, 3))  # fmt: skip
    def inspect(self, index: int, verdict: Quality, buckets: int) -> None:
        lot = self.lot(index)
        plan = get_inspection_plan(lot.id)
        draft = InspectionDraft(
            lot_id=lot.id, verdict=verdict, defects_found=0, note="Looked at.",
            conditions_zh="外盒有压痕", conditions_en="Dented boxes",
            answers=tuple(CheckAnswer(slug=item.slug, is_fine=True) for item in plan.checklist.items),
        )  # fmt: skip
        with self.refused(LotRecalledAlready if lot.is_recalled else None):
            services.inspect_lot(
                draft=draft, inspector_id=SOMEBODY, key=next(self.keys), is_confirmed=True, buckets=buckets
            )
            lot.quality = verdict
            lot.settle()

    @rule(wanted=st.dictionaries(st.sampled_from(SKUS), units, min_size=1), holder=holders)
    def reserve(self, wanted: dict[Id, int], holder: int) -> None:
        while holder in self.holds:
            holder += 1
        left = {sku: sum(self.sellable(lot) for lot in self.lots if lot.sku_id == sku) for sku in wanted}
        is_short = any(left[sku] < amount for sku, amount in wanted.items())
        with self.refused(OutOfStock if is_short else None):
            got = self.take(wanted, holder)
            assert self.take(wanted, holder) == got
            self.holds[holder] = [self.held(each) for each in got]
            self.check_first_expired(wanted, got)

    def take(self, wanted: dict[Id, int], holder: int) -> tuple[Reserved, ...]:
        return services.take_stock(wanted=wanted, holder_kind="order", holder_id=Id(holder), hold_s=900.0)

    def held(self, got: Reserved) -> Hold:
        lot = next(lot for lot in self.lots if lot.id == got.lot_id)
        at = next(at for at, row in enumerate(self.warehouses) if row.id == got.warehouse_id)
        lot.places[at].sellable -= got.quantity
        lot.places[at].reserved += got.quantity
        return Hold(got.id, lot, at, got.quantity)

    def sellable(self, lot: Lot) -> int:
        return sum(place.sellable for place in lot.places.values())

    def check_first_expired(self, wanted: dict[Id, int], got: tuple[Reserved, ...]) -> None:
        """A lot is touched only when nothing is left of those that expire earlier."""
        for sku in wanted:
            taken = [
                lot for lot in self.lots if any(each.lot_id == lot.id for each in got) and lot.sku_id == sku
            ]
            last = max(lot.expires_on for lot in taken)
            earlier = [lot for lot in self.lots if lot.sku_id == sku and lot.expires_on < last]
            assert not any(self.sellable(lot) for lot in earlier)

    @precondition(lambda self: self.holds)
    @rule(holder=holders, is_expired=st.booleans())
    def give_back(self, holder: int, is_expired: bool) -> None:
        holder = self.holder(holder)
        mine = [hold for hold in self.holds.get(holder, []) if hold.state == "held"]
        if is_expired:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE inventory_reservation SET expires_at = now() - interval '1 s'"
                    " WHERE holder_id = %s AND state = 'held' AND expires_at IS NOT NULL",
                    [holder],
                )
                is_due = cursor.rowcount > 0
            services.expire_holds()
            if not is_due:
                return
        else:
            services.release_hold(holder_kind="order", holder_id=Id(holder))
        for hold in mine:
            hold.state = "ended"
            hold.lot.places[hold.at].reserved -= hold.quantity
            hold.lot.lay(hold.at, hold.quantity)

    @precondition(lambda self: self.holds)
    @rule(holder=holders)
    def sell(self, holder: int) -> None:
        holder = self.holder(holder)
        mine = self.holds.get(holder, [])
        if not mine or any(hold.state == "ended" for hold in mine):
            return
        services.confirm_hold(holder_kind="order", holder_id=Id(holder))
        services.sell_hold(holder_kind="order", holder_id=Id(holder))
        for hold in mine:
            if hold.state == "held":
                hold.state = "sold"
                hold.lot.places[hold.at].reserved -= hold.quantity
                hold.lot.sold += hold.quantity

    @precondition(lambda self: self.holds)
    @rule(holder=holders, amount=units, at=places)
    def bring_back(self, holder: int, amount: int, at: int) -> None:
        holder = self.holder(holder)
        mine = [hold for hold in self.holds.get(holder, []) if hold.state == "sold"]
        if not mine:
            return
        hold = mine[0]
        is_too_much = amount > hold.quantity - hold.returned
        with self.refused(NotEnoughThere if is_too_much else None):
            key = next(self.keys)
            for _ in range(2):
                services.take_back(
                    reservation_id=hold.id, quantity=amount, key=key, warehouse_id=self.place_id(at)
                )
            hold.returned += amount
            hold.lot.sold -= amount
            hold.lot.places[at].checking += amount

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, amount=units, is_found=st.booleans(), zone=st.sampled_from(Zone))
    def adjust(self, index: int, at: int, amount: int, is_found: bool, zone: Zone) -> None:
        lot = self.lot(index)
        place, signed = lot.places[at], amount if is_found else -amount
        is_too_much = not is_found and amount > place.free(zone)
        with self.refused(NotEnoughThere if is_too_much else None):
            self.twice(services.adjust_stock, lot, at, quantity=signed, reason="Found or lost.", zone=zone)
            lot.disposed -= signed
            self.change(lot, at, zone, signed)

    def twice(self, door: Callable[..., object], lot: Lot, at: int, **form: object) -> None:
        """Every command is sent twice, and takes effect once."""
        key = next(self.keys)
        for _ in range(2):
            door(lot_id=lot.id, warehouse_id=self.place_id(at), actor_id=SOMEBODY, key=key, **form)

    def change(self, lot: Lot, at: int, zone: Zone, signed: int) -> None:
        place = lot.places[at]
        if zone is Zone.TRANSIT:
            place.transit += signed
        elif zone is Zone.CHECKING:
            place.checking += signed
        elif signed > 0:
            lot.lay(at, signed)
        else:
            from_sellable = min(place.sellable, -signed)
            place.sellable -= from_sellable
            place.shut -= -signed - from_sellable

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, amount=units)
    def transfer(self, index: int, at: int, amount: int) -> None:
        lot = self.lot(index)
        with self.refused(NotEnoughThere if amount > lot.places[at].free(Zone.SHELF) else None):
            services.transfer_stock(
                lot_id=lot.id, from_warehouse_id=self.place_id(at), to_warehouse_id=self.place_id(1 - at),
                quantity=amount, actor_id=SOMEBODY, key=next(self.keys),
            )  # fmt: skip
            self.change(lot, at, Zone.SHELF, -amount)
            lot.places[1 - at].transit += amount

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, amount=units)
    def confirm(self, index: int, at: int, amount: int) -> None:
        lot = self.lot(index)
        with self.refused(NotEnoughThere if amount > lot.places[at].transit else None):
            self.twice(services.confirm_transfer, lot, at, quantity=amount)
            lot.places[at].transit -= amount
            lot.lay(at, amount)

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, amount=units)
    def set_aside(self, index: int, at: int, amount: int) -> None:
        lot = self.lot(index)
        with self.refused(NotEnoughThere if amount > lot.places[at].sellable else None):
            self.twice(services.set_aside, lot, at, quantity=amount, reason="A wet carton.")
            lot.places[at].sellable -= amount
            lot.places[at].checking += amount

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, amount=units, is_fine=st.booleans())
    def settle_checking(self, index: int, at: int, amount: int, is_fine: bool) -> None:
        lot = self.lot(index)
        with self.refused(NotEnoughThere if amount > lot.places[at].checking else None):
            self.twice(services.settle_checking, lot, at, quantity=amount, is_fine=is_fine, reason="Leaks.")
            lot.places[at].checking -= amount
            if is_fine:
                lot.lay(at, amount)
            else:
                lot.disposed += amount

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, amount=units)
    def dispose(self, index: int, at: int, amount: int) -> None:
        lot = self.lot(index)
        with self.refused(NotEnoughThere if amount > lot.places[at].shut else None):
            self.twice(services.dispose_stock, lot, at, quantity=amount, reason="Bad.", zone=Zone.SHELF)
            lot.places[at].shut -= amount
            lot.disposed += amount

    @precondition(lambda self: self.lots)
    @rule(index=lots)
    def recall(self, index: int) -> None:
        lot = self.lot(index)
        door = partial(services.recall_lot, lot_id=lot.id, recalled_by=SOMEBODY)
        found = door(reason="Mould.", key=next(self.keys))
        assert door(reason="Again.", key=next(self.keys)) == found
        lot.is_recalled = True
        lot.settle()
        mine = [hold for hold in self.all_holds() if hold.lot is lot and hold.state != "ended"]
        listed = {each.reservation_id: each.quantity for each in found.broken}
        assert listed == {
            hold.id: hold.quantity - hold.returned for hold in mine if hold.quantity > hold.returned
        }
        assert found.broken == list_broken_holds(lot.id)

    @precondition(lambda self: self.lots)
    @rule(index=lots)
    def lift(self, index: int) -> None:
        lot = self.lot(index)
        key = next(self.keys)
        services.lift_recall(lot_id=lot.id, reason="Looked at again.", lifted_by=SOMEBODY, key=key)
        lot.is_recalled = False
        lot.settle()

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, off=st.integers(-4, 4))
    def count_shelf(self, index: int, at: int, off: int) -> None:
        lot = self.lot(index)
        place = lot.places[at]
        there = place.free(Zone.SHELF) + place.reserved
        counted = max(0, there + off)
        door = partial(
            services.record_count,
            lot_id=lot.id,
            warehouse_id=self.place_id(at),
            counted=counted,
            counted_by=SOMEBODY,
        )
        if counted != there:
            with self.refused(CountDiffers):
                door(key=next(self.keys))
        with self.refused(CountBelowReserved if counted < place.reserved else None):
            door(key=next(self.keys), is_confirmed=True, reason="So it is.")
            lot.disposed += there - counted
            self.change(lot, at, Zone.SHELF, counted - there)

    @precondition(lambda self: self.lots)
    @rule(index=lots, at=places, buckets=st.integers(1, 4))
    def spread(self, index: int, at: int, buckets: int) -> None:
        lot = self.lot(index)
        services.spread_stock(lot_id=lot.id, warehouse_id=self.place_id(at), buckets=buckets)

    @precondition(lambda self: self.lots)
    @rule(index=lots)
    def sweep(self, index: int) -> None:
        self.spread(index, 0, 1)
        services.sweep_spent()
        services.quarantine_expired()

    @invariant()
    def the_equation_holds(self) -> None:
        if not getattr(self, "lots", None):
            return
        for lot_id, balance in list_lot_balances([lot.id for lot in self.lots]).items():
            lot = next(lot for lot in self.lots if lot.id == lot_id)
            assert balance.holds
            assert (balance.received, balance.disposed, balance.sold) == (
                lot.received,
                lot.disposed,
                lot.sold,
            )

    @invariant()
    def every_place_is_as_the_model_says(self) -> None:
        if not getattr(self, "lots", None):
            return
        moved: dict[tuple[int, int], int] = {}
        for lot_id, place_id, quantity in MovementRow.objects.values_list(
            "lot_id", "warehouse_id", "quantity"
        ):
            moved[lot_id, place_id] = moved.get((lot_id, place_id), 0) + quantity
        there = {(lot.id, at): Place() for lot in self.lots for at in (0, 1)}
        ats = {row.id: at for at, row in enumerate(self.warehouses)}
        for row in StockRow.objects.all():
            place = there[Id(row.lot_id), ats[row.warehouse_id]]
            place.sellable += row.sellable
            place.reserved += row.reserved
            if row.zone == Zone.SHELF:
                place.shut += row.quarantined
            elif row.zone == Zone.TRANSIT:
                place.transit += row.quarantined
            else:
                place.checking += row.quarantined
        for lot in self.lots:
            for at, place in lot.places.items():
                assert there[lot.id, at] == place
                assert moved.get((lot.id, self.warehouses[at].id), 0) == place.on_hand
                assert lot.may_be_sold or not place.sellable

    @invariant()
    def what_is_reserved_has_a_holder(self) -> None:
        if not getattr(self, "lots", None):
            return
        for sku_id, available in list_availability(SKUS).items():
            held = [hold for hold in self.all_holds() if hold.lot.sku_id == sku_id and hold.state == "held"]
            assert available.reserved == sum(hold.quantity for hold in held)
            assert available.sellable == sum(self.sellable(lot) for lot in self.lots if lot.sku_id == sku_id)


class OneWalk(StockMachine):
    """A run begins with an empty stock, and leaves none."""

    walked: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        # As the transaction of a test itself: commands that must be the outermost one may run in it.
        self.outer._from_testcase = True  # type: ignore[attr-defined]
        self.outer.__enter__()

    @invariant()
    def a_step_was_made(self) -> None:
        OneWalk.walked += 1

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)


def _walk(*, runs: int) -> int:
    """So many runs of up to 50 steps; how many steps it were."""
    OneWalk.walked = -runs
    rules = settings(
        max_examples=runs, stateful_step_count=50, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(OneWalk, settings=rules)  # type: ignore[no-untyped-call]
    return OneWalk.walked


@pytest.mark.django_db
def test_every_unit_is_somewhere_after_each_of_300_steps() -> None:
    assert _walk(runs=10) >= 300
    assert not StockRow.objects.exists()


@pytest.mark.soak
@pytest.mark.django_db
def test_every_unit_is_somewhere_after_each_of_5000_steps() -> None:
    assert _walk(runs=140) >= 5000
    assert not StockRow.objects.exists()
