"""Many buyers at the same moment, some of whom are killed: nothing is held twice, and nothing is lost.

Each buyer is a process with connections of its own that says what was acknowledged, after the commit. Some
end themselves with SIGKILL after so many answers, in the middle of whatever their other threads do.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from tests.concurrency.programs import Program, await_true, command
from tests.concurrency.together import DJANGO, database_url, together
from tests.support.stock import counts, lot

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import OutOfStock, Reserved
from hongshu.store.inventory.models import LotRow, ReservationRow, StockRow
from hongshu.store.inventory.queries import list_lot_balances
from hongshu.store.inventory.services import sell_hold, take_stock

pytestmark = pytest.mark.django_db(transaction=True)

BUYER = (
    """
    import os
    os.environ["HONGSHU_WEB_THREADS"] = "16"  # so many connections has a process
    """
    + DJANGO
    + """
    import itertools, signal, threading
    from random import Random
    from django.db import connections
    from hongshu.kernel.errors import DomainError
    from hongshu.kernel.ids import Id
    from hongshu.store.inventory.services import take_stock

    first, wanted, threads, seed, last_answer = map(int, sys.argv[3:8])
    skus = [Id(int(word)) for word in sys.argv[8].split(",")]
    answers = itertools.count(1)

    def say(line):
        os.write(1, f"{line}\\n".encode())
        if next(answers) == last_answer:
            os.kill(os.getpid(), signal.SIGKILL)

    def buy(which):
        random = Random(seed * 1000 + which)
        for number in range(first + which, first + wanted, threads):
            # Two SKUs in the one or the other order: a plain UPDATE of each would deadlock.
            pair = random.sample(skus, 2)
            try:
                got = take_stock(
                    wanted={sku: 1 for sku in pair}, holder_kind="order", holder_id=Id(number), hold_s=900.0
                )
                say(f"got {number} {sum(each.quantity for each in got)}")
            except DomainError as error:
                say(f"none {number} {error.code}")
            except BaseException as error:
                say(f"error {number} {error!r}")
        connections.close_all()

    sys.stdout.write("ready\\n"); sys.stdout.flush()
    running = [threading.Thread(target=buy, args=(which,)) for which in range(threads)]
    [each.start() for each in running]
    [each.join() for each in running]
"""
)


def _rush(tmp_path: Path, *, processes: int, threads: int, orders: int, units: int, kills: int) -> int:
    """*orders* of two units each, of which *kills* processes do not live to see the end; the units held."""
    random = Random(20261125)
    skus = [Id(500 + number) for number in range(20)]
    for sku_id in skus:
        lot(sku_id, units=units // 40, buckets=2)
        lot(sku_id, units=units // 20 - units // 40, buckets=3)
    each = orders // processes
    words = ",".join(str(int(sku_id)) for sku_id in skus)
    # After a part of their orders, at whatever they do then; 0: lives to see the end.
    killed = {
        number: random.randrange(1, max(2, each // 2)) for number in random.sample(range(processes), kills)
    }
    buyers = []
    for number in range(processes):
        asked = (1 + number * each, each, threads, number, killed.get(number, 0), words)
        buyers.append(Program(command(BUYER, database_url(), f"file://{tmp_path}", *asked)))
    try:
        for buyer in buyers:
            buyer.line("ready")
        before = _deadlocks()
        said = [buyer.rest() for buyer in buyers]
    finally:
        for buyer in buyers:
            buyer.process.kill()
            buyer.process.wait()
    assert {number for number, buyer in enumerate(buyers) if buyer.process.returncode} == set(killed)
    await_true(lambda: _open_transactions() == 0, "the server has ended what killed buyers began")
    assert _deadlocks() == before
    return _checked(said, units)


def _checked(said: list[str], units: int) -> int:
    """Every invariant over what was said and what is there; how many units are held."""
    words = [line.split(maxsplit=2) for text in said for line in text.splitlines() if line != "ready"]
    assert [line for line in words if line[0] == "error"] == []
    acknowledged = {int(line[1]): int(line[2]) for line in words if line[0] == "got"}
    held: Counter[int] = Counter()
    for row in ReservationRow.objects.all():
        held[row.holder_id] += row.quantity
    # Whoever was told so has it; who has it without being told was killed between the commit and the word.
    assert all(held[holder] == got for holder, got in acknowledged.items())
    refused = {int(line[1]) for line in words if line[0] == "none"}
    assert not refused & set(held)
    assert set(held.values()) == {2}
    assert sum(held.values()) <= units
    there = StockRow.objects.values_list("sellable", "reserved")
    assert sum(sellable for sellable, _ in there) + sum(held.values()) == units
    assert sum(reserved for _, reserved in there) == sum(held.values())
    assert all(
        balance.holds for balance in list_lot_balances([Id(row.id) for row in LotRow.objects.all()]).values()
    )
    return sum(held.values())


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _open_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return int(cursor.fetchone()[0])


def test_buyers_who_are_killed_leave_the_stock_exactly_right(tmp_path: Path) -> None:
    held = _rush(tmp_path, processes=4, threads=16, orders=600, units=400, kills=2)
    assert 0 < held <= 400


@pytest.mark.soak
def test_6000_orders_on_4000_units_by_64_connections_with_kills_are_exactly_right(tmp_path: Path) -> None:
    held = _rush(tmp_path, processes=8, threads=8, orders=6000, units=4000, kills=4)
    assert 0 < held <= 4000


def _order(*lines: tuple[int, int], holder: int) -> tuple[Reserved, ...]:
    wanted = {Id(sku_id): units for sku_id, units in lines}
    return take_stock(wanted=wanted, holder_kind="order", holder_id=Id(holder), hold_s=900.0)


def test_the_same_order_sent_at_once_is_held_once() -> None:
    lot(Id(1), units=50, buckets=8)
    lot(Id(2), units=50, buckets=8)
    outcomes = together([partial(_order, (1, 2), (2, 1), holder=9)] * 5)
    assert all(each == outcomes[0] for each in outcomes)
    assert (counts(Id(1)), counts(Id(2))) == ((48, 2, 0), (49, 1, 0))


def test_buyers_of_one_row_wait_and_all_are_served_until_it_is_empty() -> None:
    lot(Id(1), units=20)

    def buy(first: int) -> int:
        served = 0
        for holder in range(first, first + 5):
            with suppress(OutOfStock):
                served += len(_order((1, 1), holder=holder))
        return served

    outcomes = together([partial(buy, first) for first in (1, 6, 11, 16, 21)])
    assert sum(each for each in outcomes if isinstance(each, int)) == 20
    assert counts(Id(1)) == (0, 20, 0)


def test_handing_out_and_taking_in_opposite_orders_never_deadlocks() -> None:
    skus = (1, 2, 3)
    for sku_id in skus:
        lot(Id(sku_id), units=200)
    for holder in range(1, 61):
        _order(*((sku_id, 1) for sku_id in skus), holder=holder)

    def hand_out(first: int) -> int:
        return sum(
            len(sell_hold(holder_kind="order", holder_id=Id(holder))) for holder in range(first, first + 20)
        )

    def take(first: int) -> int:
        return sum(
            len(_order(*((sku_id, 1) for sku_id in reversed(skus)), holder=holder))
            for holder in range(first, first + 20)
        )

    before = _deadlocks()
    outcomes = together(
        [partial(hand_out, first) for first in (1, 21, 41)] + [partial(take, 101), partial(take, 201)]
    )
    assert outcomes == [60] * 5
    assert _deadlocks() == before
    assert [counts(Id(sku_id)) for sku_id in skus] == [(100, 40, 0)] * 3
