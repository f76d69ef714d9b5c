"""Writing an event where it belongs: into the transaction that causes it."""

from __future__ import annotations

import dataclasses

from django.db import connection

from hongshu.kernel.events import DomainEvent
from hongshu.kernel.models import OutboxEvent


def append(*events: DomainEvent) -> None:
    """Keep *events* in the current transaction; they are handed on after its commit, or never."""
    assert connection.in_atomic_block, "an event belongs into the transaction that causes it"
    OutboxEvent.objects.bulk_create(
        [OutboxEvent(kind=event.kind, payload=dataclasses.asdict(event)) for event in events]
    )
