"""The relay and the delivery of one event to one subscriber."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel.events import DomainEvent, restore
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent, ProcessedEvent

# Longer than any retry of a job, so that a mark is never swept while its event may come again.
_KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who wants an event: a stable name, and a handler that takes the event."""

    name: str
    handle: Callable[[DomainEvent], None]


def relay_once(
    subscribers: Mapping[str, Sequence[Subscriber]],
    defer: Callable[[list[tuple[Id, str]]], None],
    *,
    limit: int = 200,
) -> int:
    """Hand up to *limit* undelivered events to *defer* as (event id, subscriber name) pairs.

    One transaction: killed midway, nothing is marked and nothing is deferred. Safe beside other relays.
    Returns the number of events taken.
    """
    with transaction.atomic():
        rows = list(
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(delivered_at__isnull=True)
            .order_by("id")
            .values_list("id", "kind")[:limit]
        )
        if not rows:
            return 0
        pairs = [(Id(key), who.name) for key, kind in rows for who in subscribers.get(kind, ())]
        if pairs:
            defer(pairs)
        OutboxEvent.objects.filter(id__in=[key for key, _ in rows]).update(delivered_at=Now())
    return len(rows)


def deliver(event_id: Id, subscriber: Subscriber) -> bool:
    """Run *subscriber* for the event, once: False when it had been dealt with, or the event is gone.

    The handler's writes and the mark are one transaction; the mark comes first, so that a second delivery at
    the same moment waits for the first and then finds it done.
    """
    with transaction.atomic():
        row = OutboxEvent.objects.filter(id=event_id).values_list("kind", "payload").first()
        if row is None:
            return False
        created = ProcessedEvent.objects.bulk_create(
            [ProcessedEvent(event_id=event_id, subscriber=subscriber.name)], ignore_conflicts=True
        )
        if not ProcessedEvent.objects.filter(id=created[0].id).exists():
            return False
        subscriber.handle(restore(*row))
    return True


def sweep_outbox() -> int:
    """Delete delivered events and marks that are too old to come again; returns the number of events."""
    old = Now() - _KEPT_FOR
    count, _ = OutboxEvent.objects.filter(delivered_at__lt=old).delete()
    ProcessedEvent.objects.filter(processed_at__lt=old).delete()
    return count
