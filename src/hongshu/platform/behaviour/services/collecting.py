"""Taking in a batch of events: at most three statements, whatever is in it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import prometheus_client
from django.db import connection

from hongshu.kernel.ids import Id, id_at, issued_at, new_ids
from hongshu.kernel.wire import decode_json
from hongshu.platform.behaviour import rules, throttle, tokens
from hongshu.platform.behaviour.contracts import (
    EVENTS_A_VIEW,
    MAX_BATCH_BYTES,
    MAX_BATCH_EVENTS,
    BatchTooLarge,
    Collected,
    EventKind,
    Happening,
    InvalidBatch,
    TooManyBatches,
    View,
)
from hongshu.platform.behaviour.services.issuing import signing_key

EVENTS = prometheus_client.Counter(
    "hongshu_behaviour_events", "Behaviour events by what became of them.", ["outcome"]
)
BATCHES_REFUSED = prometheus_client.Counter(
    "hongshu_behaviour_batches_refused", "Behaviour batches that were refused whole.", ["code"]
)
# How far back an opening is looked for that led to a view, and how much a device's count may be ahead.
_LED_WITHIN = timedelta(minutes=30)
_SLACK = timedelta(seconds=10)

_INSERT = """
INSERT INTO behaviour_event (
    id, actor_id, kind, surface, entity_kind, entity_id, position, source, propensity, subject_kind,
    subject_id, request_id, model_version, arms, ref_id, offset_ms, visible_ms, occurred_at
)
SELECT one.id, CASE WHEN who.is_erased THEN 0 ELSE %s::bigint END, one.kind, %s, one.entity_kind,
    one.entity_id, one.position, one.source, one.propensity, %s, %s,
    CASE WHEN who.is_erased THEN '' ELSE %s END, %s, %s, %s, one.offset_ms, one.visible_ms, one.occurred_at
FROM (SELECT EXISTS (SELECT FROM behaviour_erased WHERE user_id = %s) AS is_erased) AS who, unnest(
    %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::smallint[], %s::text[], %s::float8[], %s::int[],
    %s::int[], %s::timestamptz[]
) AS one (
    id, kind, entity_kind, entity_id, position, source, propensity, offset_ms, visible_ms, occurred_at
)
ON CONFLICT (id) DO NOTHING
"""
_LED_HERE = """
SELECT id FROM behaviour_event
WHERE actor_id = %s AND id > %s AND id < %s AND NOT (kind = 'impression')
    AND kind = 'open' AND entity_kind = %s AND entity_id = %s AND occurred_at BETWEEN %s AND %s
ORDER BY occurred_at DESC, id DESC LIMIT 1
"""
_COUNT_REFUSED = """
INSERT INTO behaviour_refusal_count AS kept (id, day, reason, count)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::bigint[])
ON CONFLICT (day, reason) DO UPDATE SET count = kept.count + EXCLUDED.count
"""


def collect_batch(
    *, body: bytes, user_id: Id | None, visitor: str, now: datetime, address: str = ""
) -> Collected:
    """Take in what a browser or client reports of one view: ``{"view": token, "events": [{n, kind, p, at,
    d}]}``.

    Idempotent: an event that is there already counts as a duplicate. Events of a member who was erased since
    are nobody's. Refused events are counted by reason
    and do not keep the others out. The token says whose events these are, not *user_id*: what a page
    reports while its reader signs in or out was still shown to whom it was shown to, and who sends
    another's token can only add what that one view allows. The sender counts for the throttle alone
    (*address* is the network address, if known). Raises InvalidBatch, BatchTooLarge, TooManyBatches; then
    nothing is kept.
    """
    try:
        throttle.pass_or_raise(
            sender=str(user_id) if user_id is not None else visitor, address=address, now_s=now.timestamp()
        )
        view, sent = _read(body)
    except (InvalidBatch, BatchTooLarge, TooManyBatches) as error:
        BATCHES_REFUSED.labels(error.code).inc()
        raise
    happenings, refused = _judged(view, sent, now)
    accepted = _store(view, happenings) if happenings else 0
    if refused:
        _count_refused(refused, now)
    collected = Collected(
        accepted=accepted,
        duplicate=len(happenings) - accepted,
        **{f"refused_{reason}": count for reason, count in refused.items()},
    )
    for outcome in ("accepted", "duplicate"):
        EVENTS.labels(outcome).inc(getattr(collected, outcome))
    for reason, count in refused.items():
        EVENTS.labels(reason).inc(count)
    return collected


def _read(body: bytes) -> tuple[View, list[Any]]:
    if len(body) > MAX_BATCH_BYTES:
        raise BatchTooLarge
    try:
        batch = decode_json(body)
    except ValueError:
        raise InvalidBatch from None
    if not isinstance(batch, dict):
        raise InvalidBatch
    token, events = batch.get("view"), batch.get("events")
    if not isinstance(token, str) or not isinstance(events, list):
        raise InvalidBatch
    if len(events) > MAX_BATCH_EVENTS:
        raise BatchTooLarge
    return tokens.unseal(token, signing_key()), events


def _judged(view: View, sent: list[Any], now: datetime) -> tuple[list[Happening], Counter[str]]:
    if rules.is_late(view, now):
        return [], Counter({"late": len(sent)} if sent else {})
    happenings: list[Happening] = []
    refused: Counter[str] = Counter()
    for one in sent:
        judged = rules.judge(view, one, now=now)
        if isinstance(judged, Happening):
            happenings.append(judged)
        else:
            refused[judged] += 1
    return happenings, refused


def _store(view: View, happenings: list[Happening]) -> int:
    subject = view.subject
    with connection.cursor() as cursor:
        ref_id = _what_led_to(view, cursor) if subject is not None and view.actor_id else None
        cursor.execute(
            _INSERT,
            [
                view.actor_id,
                view.surface.value,
                subject.kind if subject else "",
                int(subject.id) if subject else None,
                view.request_id,
                view.model_version,
                view.arms,
                ref_id,
                view.actor_id,
                [int(rules.event_id(view.id, one.counter)) for one in happenings],
                [one.kind.value for one in happenings],
                [one.item.kind for one in happenings],
                [int(one.item.id) for one in happenings],
                [one.position for one in happenings],
                [one.item.source for one in happenings],
                [one.item.propensity for one in happenings],
                [one.offset_ms for one in happenings],
                [one.visible_ms for one in happenings],
                [one.occurred_at for one in happenings],
            ],
        )
        return int(cursor.rowcount)


def _what_led_to(view: View, cursor: Any) -> int | None:
    """The newest opening of the view's subject by the same actor, shortly before the view was served.

    The opening may still be in the browser's queue when the view's first batch comes: then there is no
    reference.
    """
    assert view.subject is not None
    served_at = issued_at(view.id)
    cursor.execute(
        _LED_HERE,
        [
            view.actor_id,
            # The list on which it was opened may itself have been left open for a day.
            int(id_at(served_at - timedelta(days=1))),
            int(view.id),
            view.subject.kind,
            int(view.subject.id),
            served_at - _LED_WITHIN,
            served_at + _SLACK,
        ],
    )
    row = cursor.fetchone()
    return None if row is None else int(row[0])


def _count_refused(refused: Counter[str], now: datetime) -> None:
    # In the order of their names, so that two batches cannot wait for each other.
    reasons = sorted(refused)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_REFUSED,
            [
                [int(key) for key in new_ids(len(reasons))],
                [now.astimezone(UTC).date()] * len(reasons),
                reasons,
                [refused[reason] for reason in reasons],
            ],
        )


assert EventKind.OPEN.value == "open", "named in the statement above"
assert EVENTS_A_VIEW < 256, "the counter is the id's last byte"
