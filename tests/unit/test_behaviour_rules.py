"""What counts as an event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.ids import Id, id_at, issued_at
from hongshu.platform.behaviour import rules
from hongshu.platform.behaviour.contracts import EventKind, Happening, ShownItem, Surface, View
from hongshu.platform.behaviour.throttle import Buckets

SERVED = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
NOW = SERVED + timedelta(minutes=5)
CARDS = (ShownItem("note", Id(11), "fresh"), ShownItem("product", Id(12), "similar"))
PAGE = View(
    id=id_at(SERVED), surface=Surface.NOTE, actor_id=5, items=CARDS, subject=ShownItem("note", Id(10))
)


def sent(**changed: Any) -> dict[str, Any]:
    return {"n": 1, "kind": "impression", "p": 0, "at": 1200, "d": 600, **changed}


def test_an_impression_is_of_the_thing_that_stood_at_its_position() -> None:
    event = rules.judge(PAGE, sent(p=1), now=NOW)
    assert isinstance(event, Happening)
    assert (event.kind, event.item, event.visible_ms) == (EventKind.IMPRESSION, CARDS[1], 600)


def test_an_event_happened_when_the_view_was_served_and_so_much_later() -> None:
    event = rules.judge(PAGE, sent(at=90_000), now=NOW)
    assert isinstance(event, Happening)
    assert event.occurred_at == SERVED + timedelta(seconds=90)


def test_a_device_cannot_place_an_event_in_the_future() -> None:
    event = rules.judge(PAGE, sent(at=24 * 3600 * 1000), now=NOW)
    assert isinstance(event, Happening)
    assert event.occurred_at == NOW


def test_a_look_is_at_the_subject_of_the_view() -> None:
    event = rules.judge(PAGE, sent(kind="note_view", p=-1), now=NOW)
    assert isinstance(event, Happening)
    assert event.item == PAGE.subject


@pytest.mark.parametrize(
    "changed, reason",
    [
        ({"p": 2}, "position"),
        ({"p": -2}, "position"),
        ({"p": -1}, "position"),
        ({"p": 0.0}, "position"),
        ({"p": True}, "position"),
        ({"p": None}, "position"),
        ({"p": "0"}, "position"),
        ({"p": 10**30}, "position"),
        ({"kind": "note_view", "p": 0}, "position"),
        ({"kind": "product_view", "p": -1}, "position"),
        ({"kind": "purchase"}, "kind"),
        ({"kind": ["open"]}, "kind"),
        ({"kind": None}, "kind"),
        ({"n": 0}, "counter"),
        ({"n": 256}, "counter"),
        ({"n": "1"}, "counter"),
        ({"n": True}, "counter"),
        ({"at": -1}, "value"),
        ({"at": 73 * 3600 * 1000}, "value"),
        ({"at": 1.5}, "value"),
        ({"d": -5}, "value"),
        ({"d": 10**18}, "value"),
        ({"d": None}, "value"),
    ],
)
def test_an_event_outside_the_bounds_is_refused_with_its_reason(changed: dict[str, Any], reason: str) -> None:
    assert rules.judge(PAGE, sent(**changed), now=NOW) == reason


@pytest.mark.parametrize("thing", [None, 5, "open", [], [1], True])
def test_what_is_no_event_at_all_is_refused(thing: Any) -> None:
    assert rules.judge(PAGE, thing, now=NOW) == "value"


def test_a_view_without_a_subject_has_no_looks() -> None:
    listing = View(id=PAGE.id, surface=Surface.EXPLORE, actor_id=5, items=CARDS)
    assert rules.judge(listing, sent(kind="note_view", p=-1), now=NOW) == "position"


def test_a_view_is_late_after_seventy_two_hours_and_not_before() -> None:
    assert not rules.is_late(PAGE, SERVED + timedelta(hours=72))
    assert rules.is_late(PAGE, SERVED + timedelta(hours=72, milliseconds=1))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "n": st.integers(-5, 300) | json_values,
            "kind": st.sampled_from([kind.value for kind in EventKind]) | json_values,
            "p": st.integers(-3, 5) | json_values,
            "at": st.integers(-5, 10**9) | json_values,
            "d": st.integers(-5, 10**9) | json_values,
        },
    )
    | json_values
)
def test_every_event_is_either_stored_within_the_bounds_or_refused_by_name(event: Any) -> None:
    judged = rules.judge(PAGE, event, now=NOW)
    if isinstance(judged, Happening):
        key = rules.event_id(PAGE.id, judged.counter)
        assert PAGE.id < key < PAGE.id + 256
        assert judged.item in (*CARDS, PAGE.subject)
        assert SERVED <= judged.occurred_at <= NOW
    else:
        assert judged in {"counter", "kind", "position", "value"}


@given(st.integers(0, 2**40), st.integers(1, 255))
def test_an_events_id_tells_when_its_view_was_served(block: int, counter: int) -> None:
    view_id = Id(block * 256)
    key = rules.event_id(view_id, counter)
    assert issued_at(key) == issued_at(view_id)
    assert key & ~255 == view_id


def test_members_are_above_zero_visitors_below_and_nobody_is_zero() -> None:
    assert rules.actor_of(Id(7), "pseudonym") == 7
    assert rules.actor_of(None, "pseudonym") < 0
    assert rules.actor_of(None, "pseudonym") == rules.actor_of(None, "pseudonym")
    assert rules.actor_of(None, "pseudonym") != rules.actor_of(None, "another")
    assert rules.actor_of(None, "") == 0


@given(st.integers(60, 20_000).map(lambda days: datetime(2025, 1, 1, 13, tzinfo=UTC) + timedelta(days=days)))
def test_the_partitions_around_a_moment_join_without_a_gap_and_hold_it_and_what_may_come_late(
    now: datetime,
) -> None:
    parts = list(rules.partitions_around(now, ahead=2))
    assert len({name for name, _, _ in parts}) == 4
    assert [end for _, _, end in parts[:-1]] == [first for _, first, _ in parts[1:]]
    assert parts[0][1] <= id_at(now - timedelta(hours=72))
    assert id_at(now + timedelta(days=56)) < parts[-1][2]


def test_partitions_are_named_by_year_and_month() -> None:
    names = [name for name, _, _ in rules.partitions_around(datetime(2026, 12, 31, tzinfo=UTC), ahead=2)]
    assert [name[-7:] for name in names] == ["2026_11", "2026_12", "2027_01", "2027_02"]


def test_a_bucket_gives_its_burst_and_then_as_much_as_time_fills() -> None:
    buckets = Buckets(burst=3, a_second=0.5)
    assert [buckets.wait_s("a", 100.0) for _ in range(4)] == [0, 0, 0, 2]
    assert buckets.wait_s("b", 100.0) == 0
    assert buckets.wait_s("a", 102.0) == 0
    assert buckets.wait_s("a", 102.0) > 0


def test_buckets_do_not_grow_without_end() -> None:
    buckets = Buckets(burst=1, a_second=0.001, most=10)
    for number in range(100):
        buckets.wait_s(str(number), 1.0)
    assert buckets.wait_s("99", 1.0) > 0
    assert buckets.wait_s("0", 1.0) == 0
