"""Relays and deliveries at the same time, and killed ones: no event is lost, none takes effect twice."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from tests.concurrency.programs import PATIENCE_S, await_true, running
from tests.concurrency.together import DJANGO, Running, await_waiting, database_url, together

from hongshu.kernel import outbox
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import OutboxEvent, ProcessedEvent
from hongshu.kernel.outbox import Subscriber

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "tests.stone_rolled"
WANTED = {KIND: [Subscriber("valley", print)]}


@dataclass(frozen=True, slots=True)
class StoneRolled(DomainEvent):
    """An event of these tests."""

    kind = KIND
    stone_id: Id


def _roll(count: int) -> set[Id]:
    with transaction.atomic():
        outbox.append(*(StoneRolled(stone_id=new_id()) for _ in range(count)))
    return set(OutboxEvent.objects.values_list("id", flat=True))


def _count_effect(_event: DomainEvent) -> None:
    ProcessedEvent.objects.create(event_id=new_id(), subscriber="effect")


def _effects() -> int:
    return ProcessedEvent.objects.filter(subscriber="effect").count()


def test_a_relay_passes_by_what_another_has_in_hand() -> None:
    keys = _roll(10)
    has_taken, may_end = threading.Event(), threading.Event()
    slow: list[tuple[Id, str]] = []

    def hold(pairs: list[tuple[Id, str]]) -> None:
        slow.extend(pairs)
        has_taken.set()
        assert may_end.wait(PATIENCE_S)

    relay = Running(lambda: outbox.relay_once(WANTED, hold, limit=4))
    assert has_taken.wait(PATIENCE_S)
    quick: list[tuple[Id, str]] = []
    assert outbox.relay_once(WANTED, quick.extend) == 6
    may_end.set()
    assert relay.outcome() == 4
    assert {key for key, _ in slow} | {key for key, _ in quick} == keys
    assert outbox.relay_once(WANTED, quick.extend) == 0


def test_many_relays_hand_each_event_on_once() -> None:
    keys = _roll(300)
    handed: list[Id] = []

    def relay() -> None:
        while outbox.relay_once(WANTED, lambda pairs: handed.extend(key for key, _ in pairs), limit=7):
            pass

    assert together([relay] * 4) == [None] * 4
    # A relay that found all rows in others' hands ends early; nothing is lost by that.
    relay()
    assert sorted(handed) == sorted(keys)


def test_a_killed_relay_leaves_its_events_to_the_next(tmp_path: Path) -> None:
    keys = _roll(5)
    code = (
        DJANGO
        + """
    from hongshu.kernel import outbox
    def die(pairs):
        print("has", len(pairs))
        sys.stdout.flush()
        import signal
        signal.pause()
    outbox.relay_once({"tests.stone_rolled": [outbox.Subscriber("valley", print)]}, die)
    """
    )
    with running(code, database_url(), tmp_path.as_uri()) as program:
        assert program.line("has") == "5"
        assert outbox.relay_once(WANTED, print) == 0
        program.process.kill()
        handed: list[tuple[Id, str]] = []
        await_true(
            lambda: outbox.relay_once(WANTED, handed.extend), "the server lets go of the killed relay's rows"
        )
    assert {key for key, _ in handed} == keys


def test_two_deliveries_of_one_event_take_effect_once() -> None:
    [key] = _roll(1)
    is_inside, may_end = threading.Event(), threading.Event()

    def handle(event: DomainEvent) -> None:
        _count_effect(event)
        is_inside.set()
        assert may_end.wait(PATIENCE_S)

    first = Running(lambda: outbox.deliver(key, Subscriber("valley", handle)))
    assert is_inside.wait(PATIENCE_S)
    second = Running(lambda: outbox.deliver(key, Subscriber("valley", _count_effect)))
    await_waiting()
    may_end.set()
    assert first.outcome() is True
    assert second.outcome() is False
    assert _effects() == 1


def test_a_delivery_that_waited_for_a_failed_one_takes_its_place() -> None:
    [key] = _roll(1)
    is_inside, may_end = threading.Event(), threading.Event()

    def fail(event: DomainEvent) -> None:
        _count_effect(event)
        is_inside.set()
        assert may_end.wait(PATIENCE_S)
        raise ConnectionError

    first = Running(lambda: outbox.deliver(key, Subscriber("valley", fail)))
    assert is_inside.wait(PATIENCE_S)
    second = Running(lambda: outbox.deliver(key, Subscriber("valley", _count_effect)))
    await_waiting()
    may_end.set()
    assert first.outcome() is ConnectionError
    assert second.outcome() is True
    assert _effects() == 1
