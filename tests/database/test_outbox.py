"""The outbox keeps an event with what caused it, and hands it on at least once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest
from django.db import connection, transaction

from hongshu.kernel import outbox
from hongshu.kernel.events import DomainEvent, event_classes, restore
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import OutboxEvent, ProcessedEvent
from hongshu.kernel.outbox import Subscriber

pytestmark = pytest.mark.django_db


class Weather(StrEnum):
    RAIN = "rain"


@dataclass(frozen=True, slots=True)
class LeafFell(DomainEvent):
    """An event of these tests, with every type of field that an event may have."""

    kind = "tests.leaf_fell"
    tree_id: Id
    branch_ids: tuple[Id, ...] = ()
    gardener_id: Id | None = None
    weather: Weather = Weather.RAIN
    note: str = ""


def _append(*events: DomainEvent) -> list[Id]:
    outbox.append(*events)
    return list(OutboxEvent.objects.order_by("id").values_list("id", flat=True))


def _age(**columns: str) -> None:
    """Make every event and mark older, by the database's clock."""
    with connection.cursor() as cursor:
        for table, column in columns.items():
            cursor.execute(f"UPDATE {table} SET {column} = now() - interval '15 days'")


def test_an_event_comes_back_as_it_was_written() -> None:
    event = LeafFell(tree_id=new_id(), branch_ids=(new_id(), new_id()), gardener_id=new_id(), note="金色")
    outbox.append(event)
    kind, payload = OutboxEvent.objects.values_list("kind", "payload").get()
    back = restore(kind, payload)
    assert back == event
    assert isinstance(back, LeafFell)
    assert {type(key) for key in (back.tree_id, *back.branch_ids, back.gardener_id)} == {Id}
    assert type(back.branch_ids) is tuple
    assert back.weather is Weather.RAIN


def test_an_event_of_an_older_version_is_still_read() -> None:
    assert restore("tests.leaf_fell", {"tree_id": 5, "colour": "gone"}) == LeafFell(tree_id=Id(5))
    assert event_classes()["tests.leaf_fell"] is LeafFell


def test_two_events_of_one_kind_are_a_fault() -> None:
    with pytest.raises(AssertionError, match=r"tests\.leaf_fell"):

        class Another(DomainEvent):
            kind = "tests.leaf_fell"


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="transaction"):
        outbox.append(LeafFell(tree_id=new_id()))
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_the_transaction_that_caused_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.append(LeafFell(tree_id=new_id()))
        1 / 0  # noqa: B018
    assert not OutboxEvent.objects.exists()


def test_the_relay_hands_each_event_to_each_subscriber_once() -> None:
    keys = _append(LeafFell(tree_id=Id(1)), LeafFell(tree_id=Id(2)))
    wanted = {"tests.leaf_fell": [Subscriber("rake", print), Subscriber("sweep", print)]}
    handed: list[tuple[Id, str]] = []
    assert outbox.relay_once(wanted, handed.extend) == 2
    assert handed == [(key, name) for key in keys for name in ("rake", "sweep")]
    assert outbox.relay_once(wanted, handed.extend) == 0
    assert len(handed) == 4


def test_an_event_that_nobody_wants_is_done_at_once() -> None:
    _append(LeafFell(tree_id=Id(1)))
    handed: list[tuple[Id, str]] = []
    assert outbox.relay_once({}, handed.extend) == 1
    assert handed == []
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_the_relay_takes_no_more_than_it_is_told_oldest_first() -> None:
    keys = _append(*(LeafFell(tree_id=Id(number)) for number in range(5)))
    wanted = {"tests.leaf_fell": [Subscriber("rake", print)]}
    handed: list[tuple[Id, str]] = []
    assert [outbox.relay_once(wanted, handed.extend, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert [key for key, _ in handed] == keys


def test_a_relay_that_cannot_defer_marks_nothing() -> None:
    _append(LeafFell(tree_id=Id(1)))

    def fail(_pairs: list[tuple[Id, str]]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        outbox.relay_once({"tests.leaf_fell": [Subscriber("rake", print)]}, fail)
    assert OutboxEvent.objects.filter(delivered_at=None).count() == 1


def test_a_subscriber_handles_an_event_once() -> None:
    [key] = _append(LeafFell(tree_id=Id(7)))
    seen: list[DomainEvent] = []
    rake, sweep = Subscriber("rake", seen.append), Subscriber("sweep", seen.append)
    assert outbox.deliver(key, rake) is True
    assert outbox.deliver(key, rake) is False
    assert seen == [LeafFell(tree_id=Id(7))]
    assert outbox.deliver(key, sweep) is True


def test_a_handler_that_fails_leaves_nothing_and_may_try_again() -> None:
    [key] = _append(LeafFell(tree_id=Id(7)))

    def write_and_fail(_event: DomainEvent) -> None:
        ProcessedEvent.objects.create(event_id=99, subscriber="effect")
        raise ConnectionError

    with pytest.raises(ConnectionError):
        outbox.deliver(key, Subscriber("rake", write_and_fail))
    assert not ProcessedEvent.objects.exists()
    assert outbox.deliver(key, Subscriber("rake", lambda _event: None)) is True


def test_an_event_that_was_swept_is_passed_over() -> None:
    seen: list[DomainEvent] = []
    assert outbox.deliver(new_id(), Subscriber("rake", seen.append)) is False
    assert seen == []


def test_the_sweep_takes_only_what_was_delivered_long_ago() -> None:
    [old] = _append(LeafFell(tree_id=Id(1)))
    outbox.relay_once({}, print)
    outbox.deliver(old, Subscriber("rake", lambda _event: None))
    _age(kernel_outbox_event="delivered_at", kernel_processed_event="processed_at")
    outbox.append(LeafFell(tree_id=Id(2)))
    outbox.relay_once({}, print)
    outbox.append(LeafFell(tree_id=Id(3)))
    OutboxEvent.objects.filter(payload__tree_id=3).update(occurred_at="2025-02-01T00:00Z")
    assert outbox.sweep_outbox() == 1
    assert set(OutboxEvent.objects.values_list("payload__tree_id", flat=True)) == {2, 3}
    assert not ProcessedEvent.objects.exists()


def test_the_relay_finds_the_undelivered_through_their_own_index() -> None:
    rows = OutboxEvent.objects.select_for_update(skip_locked=True).filter(delivered_at__isnull=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_outbox_event (id, kind, payload, delivered_at)"
            " SELECT n, 'tests.leaf_fell', '{}', now() FROM generate_series(1, 5000) AS n"
        )
        cursor.execute("ANALYZE kernel_outbox_event")
    plan = rows.order_by("id")[:200].explain()
    assert "kernel_outbox_undelivered" in plan
