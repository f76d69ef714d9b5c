"""Domain events, handed to their subscribers as the worker does."""

from __future__ import annotations

from hongshu.config.subscriptions import SUBSCRIPTIONS, subscriber
from hongshu.kernel import outbox
from hongshu.kernel.ids import Id


def take_events() -> list[tuple[Id, str]]:
    """The deliveries that wait, as (event id, subscriber name), marked as handed on."""
    waiting: list[tuple[Id, str]] = []
    while outbox.relay_once(SUBSCRIPTIONS, waiting.extend):
        pass
    return waiting


def deliver(waiting: list[tuple[Id, str]]) -> None:
    """Hand deliveries to their subscribers, in the order in which they are given."""
    for event_id, name in waiting:
        who = subscriber(name)
        assert who is not None, name
        outbox.deliver(event_id, who)


def deliver_all() -> None:
    """Hand every event to its subscribers, until nothing waits any more."""
    while waiting := take_events():
        deliver(waiting)
