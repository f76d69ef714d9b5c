"""Who hears of which domain event. The relay in the worker asks here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hongshu.community.notes.contracts import NoteDeleted, NotePublished
from hongshu.flows import subscribers
from hongshu.kernel.outbox import Subscriber

_RECOUNT_PRODUCTS = Subscriber("flows.recount_products", subscribers.recount_products)

SUBSCRIPTIONS: Mapping[str, Sequence[Subscriber]] = {
    NotePublished.kind: (_RECOUNT_PRODUCTS,),
    NoteDeleted.kind: (_RECOUNT_PRODUCTS,),
}


def subscriber(name: str) -> Subscriber | None:
    """The subscriber of that name, or None when a newer version no longer has it."""
    return next((who for group in SUBSCRIPTIONS.values() for who in group if who.name == name), None)
