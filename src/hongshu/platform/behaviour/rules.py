"""What counts as an event, and where it is kept: pure decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hongshu.kernel.ids import Id, id_at, issued_at
from hongshu.platform.behaviour.contracts import (
    EVENTS_A_VIEW,
    LATEST,
    SUBJECT,
    EventKind,
    Happening,
    ShownItem,
    View,
)

# The kinds of thing an event can be about; a kind that names only one happens on the view's subject alone.
ENTITIES: Mapping[EventKind, frozenset[str]] = {
    EventKind.IMPRESSION: frozenset({"note", "product", "member", "brand"}),
    EventKind.OPEN: frozenset({"note", "product", "member", "brand"}),
    EventKind.NOTE_VIEW: frozenset({"note"}),
    EventKind.PRODUCT_VIEW: frozenset({"product"}),
}
ON_SUBJECT = frozenset({EventKind.NOTE_VIEW, EventKind.PRODUCT_VIEW})
_KINDS = {kind.value: kind for kind in EventKind}
_LATEST_MS = LATEST // timedelta(milliseconds=1)


def actor_of(user_id: Id | None, visitor: str) -> int:
    """Who acts, as one number: the member's id, or below zero the pseudonym of a visitor.

    So a row has one shard key whoever it is of, and an index over it finds both. Zero is nobody known.
    """
    if user_id is not None:
        return int(user_id)
    if not visitor:
        return 0
    digest = hashlib.blake2b(visitor.encode(), digest_size=8, person=b"visitor").digest()
    return -((int.from_bytes(digest, "big") >> 1) or 1)


def event_id(view_id: Id, counter: int) -> Id:
    """The id of the *counter*-th event of a view.

    A view owns a block of 256 ids of the house's generator: the first is the view's, the others are those
    of its events. So an event's id is an ordinary id, unique over all nodes, in the order of time to the
    millisecond of its view, and the same however often the event is sent.
    """
    assert view_id & EVENTS_A_VIEW == 0, f"not the first of a block: {view_id}"
    assert 1 <= counter <= EVENTS_A_VIEW, f"not a counter: {counter}"
    return Id(view_id + counter)


def is_late(view: View, now: datetime) -> bool:
    """Whether the view was served too long ago for its events to count."""
    return now - issued_at(view.id) > LATEST


def judge(view: View, sent: Any, *, now: datetime) -> Happening | str:
    """The event as it counts, or the reason why it does not: "counter", "kind", "position" or "value".

    Its time is the view's, by the server's clock, and the milliseconds that the device counted since; a
    device cannot place an event in the future. Lateness is the view's: ask ``is_late``.
    """
    if not isinstance(sent, dict):
        return "value"
    counter, offset_ms, visible_ms = sent.get("n"), sent.get("at", 0), sent.get("d", 0)
    if type(counter) is not int or not 1 <= counter <= EVENTS_A_VIEW:
        return "counter"
    name = sent.get("kind")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return "kind"
    item = _item_at(view, sent.get("p"), kind)
    if item is None:
        return "position"
    for milliseconds in (offset_ms, visible_ms):
        if type(milliseconds) is not int or not 0 <= milliseconds <= _LATEST_MS:
            return "value"
    occurred_at = min(issued_at(view.id) + timedelta(milliseconds=offset_ms), now)
    return Happening(counter, kind, sent["p"], item, offset_ms, visible_ms, occurred_at)


def _item_at(view: View, position: Any, kind: EventKind) -> ShownItem | None:
    if type(position) is not int or (position == SUBJECT) != (kind in ON_SUBJECT):
        return None
    if position == SUBJECT:
        item = view.subject
    else:
        item = view.items[position] if 0 <= position < len(view.items) else None
    return item if item is not None and item.kind in ENTITIES[kind] else None


def partitions_around(now: datetime, *, ahead: int) -> Iterator[tuple[str, Id, Id]]:
    """The months that must be there: last month's, this one's, and *ahead* more; as table, first id, end id.

    Last month's, because an event may come 72 hours after its view.
    """
    month = (now.astimezone(UTC).replace(day=1) - timedelta(days=1)).replace(day=1)
    for _ in range(ahead + 2):
        following = (month + timedelta(days=32)).replace(day=1)
        yield f"behaviour_event_{month:%Y_%m}", id_at(_midnight(month)), id_at(_midnight(following))
        month = following


def _midnight(day: datetime) -> datetime:
    return day.replace(hour=0, minute=0, second=0, microsecond=0)
