"""The ladder, the queue and the limits, for all histories, reporters and ages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.platform.trust import rules
from hongshu.platform.trust.contracts import (
    HOLDING,
    PENALTIES,
    Action,
    InvalidDecision,
    InvalidLimit,
    Limit,
    Limited,
    Reason,
    StepLeftOut,
)

actions = st.sampled_from(list(Action))
histories = st.lists(actions, max_size=12)
reasons = st.sampled_from(list(Reason))
counts = st.integers(0, 1000)


@given(histories)
def test_the_next_step_is_one_above_the_highest_and_the_last_stays_the_last(history: list[Action]) -> None:
    taken = [PENALTIES.index(action) for action in history if action in PENALTIES]
    wanted = 0 if not taken else min(max(taken) + 1, len(PENALTIES) - 1)
    assert rules.next_step(history) is PENALTIES[wanted]


@given(histories, st.sampled_from(PENALTIES))
def test_a_penalty_passes_when_no_step_below_it_is_left_out(history: list[Action], action: Action) -> None:
    highest = max((PENALTIES.index(each) for each in history if each in PENALTIES), default=-1)
    rules.check_step(action, history, is_grave=True)
    if PENALTIES.index(action) <= highest + 1:
        rules.check_step(action, history, is_grave=False)
    else:
        with pytest.raises(StepLeftOut):
            rules.check_step(action, history, is_grave=False)


@given(histories, histories)
def test_lifting_leaves_the_ladder_where_it_was(before: list[Action], lifted: list[Action]) -> None:
    step = rules.next_step(before)
    with_more = [*before, *lifted]
    for action in lifted:
        with_more.remove(action)
    assert rules.next_step(with_more) is step


@given(st.sampled_from(["note", "comment", "member", "product"]), st.sets(actions))
def test_actions_pass_only_in_company_that_makes_sense(kind: str, chosen: set[Action]) -> None:
    try:
        passed = rules.checked_actions(kind, chosen)
    except InvalidDecision:
        return
    assert set(passed) == chosen
    assert chosen == {Action.DISMISS} or Action.DISMISS not in chosen
    assert len(chosen & HOLDING) <= 1
    assert len(chosen & set(PENALTIES)) <= 1
    assert kind != "member" or not chosen & HOLDING


@given(reasons, counts, counts)
def test_being_right_more_often_never_weighs_less(reason: Reason, upheld: int, dismissed: int) -> None:
    weight = rules.report_weight(reason, upheld=upheld, dismissed=dismissed)
    assert weight > 0
    assert rules.report_weight(reason, upheld=upheld + 1, dismissed=dismissed) >= weight
    assert rules.report_weight(reason, upheld=upheld, dismissed=dismissed + 1) <= weight


@given(st.floats(0.001, 1e6), st.floats(0, 1e5), st.floats(0, 1e5))
def test_an_older_case_of_the_same_weight_stands_higher(weight: float, one: float, other: float) -> None:
    young, old = sorted((one, other))
    assert rules.case_score(weight, age_h=young) <= rules.case_score(weight, age_h=old)
    assert rules.case_score(weight, age_h=0) == weight


@given(st.sampled_from(list(Limited)), st.floats(0, 1e5))
def test_every_action_has_a_limit_at_every_age_and_the_penal_one_is_never_looser(
    action: Limited, age_h: float
) -> None:
    usual, slow = rules.limit_for(rules.DEFAULT_LIMITS, action, age_h=age_h)
    assert usual.action is slow.action is action
    assert not usual.is_penal
    assert usual.min_age_h <= age_h
    assert slow.most / slow.window_s <= usual.most / usual.window_s


@given(
    st.lists(
        st.builds(
            Limit,
            action=st.sampled_from(list(Limited)),
            min_age_h=st.sampled_from([0, 72, 500]),
            is_penal=st.booleans(),
            most=st.integers(1, 50),
            window_s=st.integers(1, 5000),
        ),
        max_size=8,
    )
)
def test_what_staff_changed_stands_in_the_table_and_nothing_is_lost(changed: list[Limit]) -> None:
    table = rules.merged_limits(changed)
    keys = [(one.action, one.is_penal, one.min_age_h) for one in table]
    assert len(keys) == len(set(keys))
    last = {(one.action, one.is_penal, one.min_age_h): one for one in changed}
    assert set(last.values()) <= set(table)
    untouched = [one for one in rules.DEFAULT_LIMITS if (one.action, one.is_penal, one.min_age_h) not in last]
    assert set(untouched) <= set(table)


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_a_limit_of_nothing_is_none(most: int, window_s: int) -> None:
    limit = Limit(Limited.LIKE, 0, False, most, window_s)
    if most >= 1 and window_s >= 1:
        assert rules.checked_limit(limit) is limit
    else:
        with pytest.raises(InvalidLimit):
            rules.checked_limit(limit)
