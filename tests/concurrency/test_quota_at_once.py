"""Fifty orders of one resident at the same moment, on however many accounts: the limit is never passed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from tests.concurrency.programs import Program, command
from tests.concurrency.together import DJANGO, database_url, together

from hongshu.kernel.ids import Id, new_id
from hongshu.store.customs.models import QuotaEntryRow
from hongshu.store.customs.queries import quota_left
from hongshu.store.customs.services import consume_quota, reserve_quota, restore_quota

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
LIMIT = 2_600_000

# Every order has a connection of its own, and all of them begin when the last is there.
FIFTY = (
    """
    import os
    os.environ["HONGSHU_WEB_THREADS"] = "25"
    """
    + DJANGO
    + """
    import threading
    from datetime import UTC, datetime
    from django.db import connection, connections
    from hongshu.kernel.errors import DomainError
    from hongshu.kernel.ids import Id, new_id
    from hongshu.store.customs.services import reserve_quota

    new_id()
    start = threading.Barrier(25)

    def order():
        connection.ensure_connection()
        start.wait(30)
        try:
            reserve_quota(
                resident_id=Id(int(sys.argv[3])), order_id=new_id(), amount_fen=100_000,
                at=datetime(2026, 11, 25, 4, tzinfo=UTC),
            )
            os.write(1, b"said reserved\\n")
        except DomainError as refusal:
            os.write(1, f"said {refusal.code}\\n".encode())
        finally:
            connections.close_all()

    running = [threading.Thread(target=order) for _ in range(25)]
    [each.start() for each in running]
    [each.join() for each in running]
"""
)


def reserving(resident_id: Id, order_id: Id, amount_fen: int) -> partial[None]:
    return partial(reserve_quota, resident_id=resident_id, order_id=order_id, amount_fen=amount_fen, at=AT)


def test_fifty_at_once_are_as_many_as_fit(tmp_path: Path) -> None:
    lin = new_id()
    programs = [Program(command(FIFTY, database_url(), f"file://{tmp_path}", lin)) for _ in range(2)]
    lines = [line for program in programs for line in program.rest().splitlines()]
    said = Counter(line.removeprefix("said ") for line in lines if line.startswith("said "))
    assert said == {"reserved": 26, "quota_exceeded": 24}
    left = quota_left(lin, at=AT)
    assert (left.reserved_fen, left.left_fen) == (LIMIT, 0)
    assert QuotaEntryRow.objects.count() == 26


def test_one_order_sent_often_at_once_is_reserved_once() -> None:
    lin, order = new_id(), new_id()
    assert together([reserving(lin, order, 70_000)] * 4) == [None] * 4
    assert quota_left(lin, at=AT).reserved_fen == 70_000


def test_what_comes_and_goes_at_once_adds_up() -> None:
    lin = new_id()
    orders = [new_id() for _ in range(6)]
    for order in orders:
        reserve_quota(resident_id=lin, order_id=order, amount_fen=400_000, at=AT)
    for order in orders:
        together(
            [
                partial(consume_quota, order_id=order),
                partial(restore_quota, order_id=order, key="cancel", amount_fen=300_000),
                reserving(lin, new_id(), 200_000),
                reserving(lin, new_id(), 50_000),
            ]
        )
    sums = Counter[str]()
    for kind, amount in QuotaEntryRow.objects.values_list("kind", "amount_fen"):
        sums[kind] += amount
    left = quota_left(lin, at=AT)
    assert left.used_fen == sums["reserved"] - sums["restored"] <= LIMIT
    assert sums["restored"] == 6 * 300_000
