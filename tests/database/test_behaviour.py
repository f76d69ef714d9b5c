"""The behaviour log in the database."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id, id_at, issued_at, new_block, new_id, new_ids
from hongshu.platform.behaviour import queries, throttle, tokens
from hongshu.platform.behaviour.contracts import (
    BatchTooLarge,
    Collected,
    EventKind,
    InvalidBatch,
    ShownItem,
    Surface,
    TooManyBatches,
)
from hongshu.platform.behaviour.models import ErasedRow, EventRow
from hongshu.platform.behaviour.services import (
    collect_batch,
    erase_events,
    issue_view,
    make_partitions,
    sweep_erased,
)

pytestmark = pytest.mark.django_db
MEMBER = Id(4_000_000_001)
NOTES = tuple(ShownItem("note", Id(9_000 + place), source="fresh") for place in range(20))


@pytest.fixture(autouse=True)
def _full_buckets() -> Iterator[None]:
    yield
    throttle.SENDERS.clear()
    throttle.ADDRESSES.clear()


def listing(user_id: Id | None = MEMBER, **changed: Any) -> str:
    wanted = {"surface": Surface.EXPLORE, "items": NOTES, "user_id": user_id, "request_id": "request-1"}
    return issue_view(**{**wanted, **changed})


def impressions(count: int, *, first: int = 1) -> list[dict[str, Any]]:
    return [{"n": first + n, "kind": "impression", "p": n, "at": 900 + n, "d": 700} for n in range(count)]


def send(token: str, events: list[Any], **changed: Any) -> Collected:
    body = json.dumps({"view": token, "events": events}).encode()
    wanted: dict[str, Any] = {"user_id": MEMBER, "visitor": "somebody", "now": clock.now()}
    return collect_batch(body=body, **{**wanted, **changed})


def an_hour_ago() -> datetime:
    return clock.now() - timedelta(hours=1)


def test_an_event_is_kept_with_everything_that_its_view_knows() -> None:
    token = listing(
        subject=ShownItem("brand", Id(77)), surface=Surface.BRAND, model_version="als-7", arms="feed=b"
    )
    send(token, [{"n": 3, "kind": "open", "p": 4, "at": 5000, "d": 0}])
    (event,) = queries.list_events(since=an_hour_ago(), user_id=MEMBER)
    assert event.view_id == tokens.unseal(token, tokens.key_of(settings.current().secret_key)).id
    assert event.id == event.view_id + 3
    assert event.occurred_at - issued_at(event.view_id) <= timedelta(seconds=5)
    assert (event.kind, event.surface, event.position) == (EventKind.OPEN, Surface.BRAND, 4)
    assert (event.entity_kind, event.entity_id, event.source) == ("note", NOTES[4].id, "fresh")
    assert (event.subject_kind, event.subject_id, event.propensity) == ("brand", 77, 1.0)
    assert (event.request_id, event.model_version, event.arms) == ("request-1", "als-7", "feed=b")
    assert (event.user_id, event.offset_ms, event.ref_id) == (MEMBER, 5000, None)


def test_the_same_batch_again_changes_nothing() -> None:
    token = listing()
    assert send(token, impressions(5)) == Collected(accepted=5)
    assert send(token, impressions(5)) == Collected(duplicate=5)
    assert send(token, impressions(7)) == Collected(accepted=2, duplicate=5)
    assert queries.count_events(since=an_hour_ago(), user_id=MEMBER) == 7


def test_a_counter_used_twice_in_one_batch_counts_once() -> None:
    twice = [*impressions(1), *impressions(1)]
    assert send(listing(), twice) == Collected(accepted=1, duplicate=1)


def test_events_later_than_seventy_two_hours_are_refused_and_counted() -> None:
    served = clock.now()
    token = listing()
    late = served + timedelta(hours=72, minutes=1)
    assert send(token, impressions(4), now=late) == Collected(refused_late=4)
    assert send(token, impressions(4), now=served + timedelta(hours=71)) == Collected(accepted=4)
    assert queries.list_refusals(late.date()) == {"late": 4}


def test_refused_events_are_counted_by_reason_and_keep_no_other_out() -> None:
    events = [
        *impressions(2),
        {"n": 10, "kind": "impression", "p": 20, "at": 1, "d": 1},
        {"n": 11, "kind": "buy", "p": 0, "at": 1, "d": 1},
        {"n": 256, "kind": "open", "p": 0, "at": 1, "d": 1},
        {"n": 12, "kind": "open", "p": 0, "at": -1, "d": 1},
        "junk",
    ]
    now = clock.now()
    expected = Collected(accepted=2, refused_position=1, refused_kind=1, refused_counter=1, refused_value=2)
    assert send(listing(), events, now=now) == expected
    send(listing(), ["junk"], now=now)
    assert queries.list_refusals(now.date()) == {"position": 1, "kind": 1, "counter": 1, "value": 3}


def test_a_batch_belongs_to_whom_the_view_was_served_whoever_sends_it() -> None:
    token = listing(user_id=None, visitor="before signing in")
    send(token, impressions(1), user_id=MEMBER)
    assert queries.count_events(since=an_hour_ago(), user_id=MEMBER) == 0
    (event,) = queries.list_events(since=an_hour_ago(), visitor="before signing in")
    assert event.user_id is None


def test_an_opening_is_what_the_next_view_of_the_same_person_refers_to() -> None:
    send(listing(), [{"n": 1, "kind": "open", "p": 6, "at": 5, "d": 0}])
    send(listing(user_id=None, visitor="another"), [{"n": 1, "kind": "open", "p": 6, "at": 9, "d": 0}])
    note = listing(surface=Surface.NOTE, subject=NOTES[6], items=NOTES[7:9])
    send(note, [{"n": 1, "kind": "note_view", "p": -1, "at": 10, "d": 8000}, *impressions(1, first=2)])
    opening, look = queries.list_recent_actions(MEMBER)[::-1]
    assert (opening.kind, look.kind) == (EventKind.OPEN, EventKind.NOTE_VIEW)
    assert look.ref_id == opening.id
    assert look.visible_ms == 8000
    shown = queries.list_events(since=an_hour_ago(), user_id=MEMBER, kinds=[EventKind.IMPRESSION])
    assert [event.ref_id for event in shown] == [opening.id]


def test_a_look_without_an_opening_refers_to_nothing() -> None:
    send(listing(), [{"n": 1, "kind": "open", "p": 6, "at": 5, "d": 0}])
    note = listing(surface=Surface.NOTE, subject=NOTES[8], items=())
    send(note, [{"n": 1, "kind": "note_view", "p": -1, "at": 10, "d": 8000}])
    assert queries.list_recent_actions(MEMBER, limit=1)[0].ref_id is None


def test_recent_actions_are_newest_first_and_hold_no_impressions() -> None:
    for place in (3, 5):
        send(listing(), [*impressions(3), {"n": 9, "kind": "open", "p": place, "at": 5, "d": 0}])
    assert [action.position for action in queries.list_recent_actions(MEMBER)] == [5, 3]


def test_a_batch_takes_one_statement_and_never_more_than_three(django_assert_num_queries: Any) -> None:
    token = listing()
    with django_assert_num_queries(1):
        send(token, impressions(20))
    note = listing(surface=Surface.NOTE, subject=NOTES[0], items=NOTES)
    with django_assert_num_queries(3):
        send(note, [*impressions(20), *["junk"] * 80])


def test_issuing_a_view_asks_the_database_nothing_and_takes_no_time_of_note() -> None:
    listing()
    with CaptureQueriesContext(connection) as asked:
        took = []
        for _ in range(50):
            began = time.perf_counter()
            listing()
            took.append(time.perf_counter() - began)
    assert len(asked) == 0
    print(f"issue_view: {statistics.median(took) * 1e6:.0f} µs at the median")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"view": 5, "events": []}',
        b'{"view": "x", "events": {}}',
        b'{"view": "AAAA", "events": []}',
        b"\xff\xfe\x00",
        b'{"view": "\\ud800", "events": []}',
        b'{"view": "x", "events": [NaN]}',
    ],
)
def test_a_batch_that_is_none_is_refused_whole(body: bytes) -> None:
    with pytest.raises(InvalidBatch):
        collect_batch(body=body, user_id=None, visitor="v", now=clock.now())


def test_a_view_of_another_installation_is_refused_whole() -> None:
    key = tokens.key_of("the secret of another installation, long enough")
    ours = tokens.unseal(listing(), tokens.key_of(settings.current().secret_key))
    with pytest.raises(InvalidBatch):
        send(tokens.seal(ours, key), impressions(1))
    assert queries.count_events(since=an_hour_ago()) == 0


def test_a_batch_that_is_too_large_is_refused_whole() -> None:
    with pytest.raises(BatchTooLarge):
        send(listing(), [{"n": 1, "kind": "x" * 70_000, "p": 0}])
    with pytest.raises(BatchTooLarge):
        send(listing(), impressions(20) * 5 + impressions(1))
    assert queries.count_events(since=an_hour_ago()) == 0


def test_who_sends_without_pause_is_told_to_wait_and_others_are_not() -> None:
    now = clock.now()
    token = listing()
    for _ in range(60):
        send(token, [], now=now)
    with pytest.raises(TooManyBatches):
        send(token, impressions(1), now=now)
    assert send(token, impressions(1), user_id=Id(5), now=now) == Collected(accepted=1)
    assert send(token, impressions(1), now=now + timedelta(seconds=1)) == Collected(duplicate=1)


def test_one_address_cannot_evade_the_bound_with_ever_new_names() -> None:
    now = clock.now()
    token = listing()
    with pytest.raises(TooManyBatches):
        for number in range(1300):
            send(token, [], user_id=None, visitor=str(number), address="203.0.113.9", now=now)


def _partition_of(event: Id) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM behaviour_event WHERE id = %s", [int(event)])
        return str(cursor.fetchone()[0])


def test_this_months_partition_is_there_and_takes_the_rows() -> None:
    send(listing(), impressions(1))
    (event,) = queries.list_events(since=an_hour_ago())
    assert _partition_of(event.id) == f"behaviour_event_{datetime.now(UTC):%Y_%m}"


def test_making_partitions_again_makes_none() -> None:
    make_partitions(clock.now())
    assert make_partitions(clock.now()) == ()


def test_rows_that_fell_into_the_default_partition_are_moved_when_theirs_is_made() -> None:
    much_later = clock.now() + timedelta(days=400)
    event = Id(id_at(much_later) & ~255) + 1
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO behaviour_event (id, actor_id, kind, surface, entity_kind, entity_id, position,"
            " source, propensity, subject_kind, request_id, model_version, arms, offset_ms,"
            " visible_ms, occurred_at)"
            " VALUES (%s, 1, 'open', 'explore', 'note', 1, 0, '', 1, '', '', '', '', 0, 0, now())",
            [int(event)],
        )
    assert _partition_of(Id(event)) == "behaviour_event_default"
    name = f"behaviour_event_{much_later:%Y_%m}"
    assert name in make_partitions(much_later)
    assert _partition_of(Id(event)) == name
    assert queries.count_events(since=much_later - timedelta(days=1)) == 1


def test_reading_a_day_looks_into_its_own_partitions_only() -> None:
    first, end = id_at(clock.now()), id_at(clock.now() + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT count(*) FROM behaviour_event WHERE id >= %s AND id < %s", [int(first), int(end)]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"behaviour_event_{datetime.now(UTC):%Y_%m}" in plan
    assert "behaviour_event_default" not in plan


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_from_many_connections_at_once_is_kept_once() -> None:
    token = listing()
    begin = threading.Barrier(8)
    answers: list[Collected] = []

    def report() -> None:
        try:
            begin.wait()
            answers.append(send(token, impressions(20)))
        finally:
            connections.close_all()

    senders = [threading.Thread(target=report) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sum(answer.accepted for answer in answers) == 20
    assert sum(answer.duplicate for answer in answers) == 140
    assert queries.count_events(since=an_hour_ago(), user_id=MEMBER) == 20


def test_blocks_of_ids_never_overlap_each_other_or_single_ids() -> None:
    new_id()
    blocks: list[Id] = []
    singles: list[Id] = []

    def issue() -> None:
        for _ in range(200):
            blocks.append(new_block(256))
            singles.extend(new_ids(3))

    threads = [threading.Thread(target=issue) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(block % 256 == 0 for block in blocks)
    taken = {int(block) + place for block in blocks for place in range(256)}
    assert len(taken) == len(blocks) * 256
    assert len(set(singles)) == len(singles)
    assert taken.isdisjoint(singles)


def test_what_arrives_after_its_member_was_erased_is_nobody_s() -> None:
    other = Id(MEMBER + 1)
    early, late, theirs = listing(), listing(), listing(user_id=other)
    send(early, impressions(2))
    assert erase_events(user_id=MEMBER) == 2
    assert erase_events(user_id=MEMBER) == 0
    assert send(late, impressions(3)).accepted == 3
    assert send(late, impressions(3)).duplicate == 3
    send(theirs, impressions(1))
    kept = EventRow.objects.values_list("actor_id", "request_id")
    assert sorted(kept) == [(0, "")] * 5 + [(other, "request-1")]


def test_who_was_erased_is_forgotten_when_nothing_of_theirs_can_come_any_more() -> None:
    send(listing(), impressions(2))
    erase_events(user_id=MEMBER)
    # An event that was on its way into the table while the others were erased.
    EventRow.objects.update(actor_id=MEMBER)
    assert sweep_erased(clock.now() + timedelta(hours=73)) == 0
    assert sweep_erased(clock.now() + timedelta(days=5)) == 1
    assert not ErasedRow.objects.exists()
    assert set(EventRow.objects.values_list("actor_id", flat=True)) == {0}
