"""Who hears of which domain event. The relay in the worker asks here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hongshu.kernel.outbox import Subscriber

SUBSCRIPTIONS: Mapping[str, Sequence[Subscriber]] = {}


def subscriber(name: str) -> Subscriber | None:
    """The subscriber of that name, or None when a newer version no longer has it."""
    return next((who for group in SUBSCRIPTIONS.values() for who in group if who.name == name), None)
