"""The quota ledger of residents: reserved, consumed, restored, in Shanghai's year, never above the limit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from hongshu.kernel.ids import Id, new_id
from hongshu.store.customs.contracts import (
    MoreThanReserved,
    QuotaConflict,
    QuotaExceeded,
    QuotaKind,
    QuotaNotReserved,
)
from hongshu.store.customs.models import QuotaEntryRow, QuotaYearRow
from hongshu.store.customs.queries import list_quota_entries, quota_left
from hongshu.store.customs.services import consume_quota, reserve_quota, reserve_quotas, restore_quota

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
LIMIT = 2_600_000


def reserved(amount_fen: int, resident_id: Id) -> Id:
    order_id = new_id()
    reserve_quota(resident_id=resident_id, order_id=order_id, amount_fen=amount_fen, at=AT)
    return order_id


def figures(resident_id: Id, at: datetime = AT) -> tuple[int, int, int]:
    left = quota_left(resident_id, at=at)
    return left.reserved_fen, left.consumed_fen, left.left_fen


def test_who_ordered_nothing_has_the_whole_year_left() -> None:
    assert figures(new_id()) == (0, 0, LIMIT)


def test_an_order_is_reserved_then_consumed_and_a_return_gives_its_part_back() -> None:
    lin = new_id()
    order = reserved(100_000, lin)
    assert figures(lin) == (100_000, 0, LIMIT - 100_000)
    assert consume_quota(order_id=order) == 100_000
    assert figures(lin) == (0, 100_000, LIMIT - 100_000)
    assert restore_quota(order_id=order, key="return:1", amount_fen=40_000) == 40_000
    assert figures(lin) == (0, 60_000, LIMIT - 60_000)
    assert restore_quota(order_id=order, key="return:2") == 60_000
    assert figures(lin) == (0, 0, LIMIT)
    assert [entry.kind for entry in list_quota_entries(lin)] == [
        QuotaKind.RESTORED, QuotaKind.RESTORED, QuotaKind.CONSUMED, QuotaKind.RESERVED,
    ]  # fmt: skip


def test_a_cancelled_order_gives_all_back_and_is_not_consumed_afterwards() -> None:
    lin = new_id()
    order = reserved(100_000, lin)
    assert restore_quota(order_id=order, key="cancel") == 100_000
    assert consume_quota(order_id=order) == 0
    assert figures(lin) == (0, 0, LIMIT)


def test_everything_said_twice_counts_once() -> None:
    lin, order = new_id(), new_id()
    for _ in range(2):
        reserve_quota(resident_id=lin, order_id=order, amount_fen=50_000, at=AT)
    assert figures(lin)[0] == 50_000
    assert [consume_quota(order_id=order) for _ in range(2)] == [50_000, 50_000]
    assert figures(lin)[1] == 50_000
    assert [restore_quota(order_id=order, key="return:1", amount_fen=20_000) for _ in range(2)] == [
        20_000
    ] * 2
    assert figures(lin)[1] == 30_000


def test_what_does_not_fit_is_refused_with_what_is_left_and_leaves_nothing() -> None:
    lin = new_id()
    reserved(LIMIT - 1_000, lin)
    with pytest.raises(QuotaExceeded) as refusal, transaction.atomic():
        reserve_quotas(resident_id=lin, amounts_fen={new_id(): 600, new_id(): 401}, at=AT)
    assert refusal.value.details["left_fen"] == 1_000
    assert refusal.value.details["left"] == "10.00"
    assert QuotaEntryRow.objects.count() == 1
    reserve_quotas(resident_id=lin, amounts_fen={new_id(): 600, new_id(): 400}, at=AT)
    assert figures(lin)[2] == 0


def test_a_first_order_above_the_limit_is_refused() -> None:
    lin = new_id()
    with pytest.raises(QuotaExceeded) as refusal, transaction.atomic():
        reserve_quota(resident_id=lin, order_id=new_id(), amount_fen=LIMIT + 1, at=AT)
    assert refusal.value.details["left_fen"] == LIMIT
    assert not QuotaYearRow.objects.exists()


def test_the_year_begins_at_midnight_in_shanghai_and_quota_returns_to_the_year_it_came_from() -> None:
    lin, order = new_id(), new_id()
    before, after = datetime(2026, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    reserve_quota(resident_id=lin, order_id=order, amount_fen=LIMIT, at=before)
    assert figures(lin, before)[2] == 0
    assert figures(lin, after)[2] == LIMIT
    consume_quota(order_id=order)
    restore_quota(order_id=order, key="return:1", amount_fen=1)
    assert figures(lin, before)[2] == 1
    assert figures(lin, after)[2] == LIMIT


def test_an_order_is_of_one_resident_and_one_amount() -> None:
    lin, order = new_id(), new_id()
    reserve_quota(resident_id=lin, order_id=order, amount_fen=500, at=AT)
    for resident, amount in ((lin, 501), (new_id(), 500)):
        with pytest.raises(QuotaConflict), transaction.atomic():
            reserve_quota(resident_id=resident, order_id=order, amount_fen=amount, at=AT)
    restore_quota(order_id=order, key="cancel")
    with pytest.raises(QuotaConflict), transaction.atomic():
        reserve_quota(resident_id=lin, order_id=order, amount_fen=500, at=AT)
    assert figures(lin) == (0, 0, LIMIT)


def test_no_more_is_restored_than_was_reserved_and_a_cause_has_one_amount() -> None:
    order = reserved(500, new_id())
    with pytest.raises(MoreThanReserved):
        restore_quota(order_id=order, key="return:1", amount_fen=501)
    restore_quota(order_id=order, key="return:1", amount_fen=200)
    with pytest.raises(QuotaConflict):
        restore_quota(order_id=order, key="return:1", amount_fen=100)
    with pytest.raises(MoreThanReserved):
        restore_quota(order_id=order, key="return:2", amount_fen=301)


def test_an_order_without_quota_has_none_to_consume_or_restore() -> None:
    with pytest.raises(QuotaNotReserved):
        consume_quota(order_id=new_id())
    with pytest.raises(QuotaNotReserved):
        restore_quota(order_id=new_id(), key="cancel")


def test_the_database_refuses_a_balance_above_the_limit_and_a_changed_entry() -> None:
    lin = new_id()
    reserved(500, lin)
    for changes in ({"reserved_fen": LIMIT + 1}, {"consumed_fen": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuotaYearRow.objects.update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuotaEntryRow.objects.update(amount_fen=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuotaEntryRow.objects.all().delete()


def test_reserving_many_orders_is_one_statement_when_the_law_is_known(
    django_assert_num_queries: object,
) -> None:
    quota_left(new_id(), at=AT)
    with django_assert_num_queries(1):  # type: ignore[operator]
        reserve_quotas(resident_id=new_id(), amounts_fen={new_id(): 1, new_id(): 2, new_id(): 3}, at=AT)
