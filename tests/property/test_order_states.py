"""The order's machine, whatever is asked of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hongshu.store.trade.contracts import Actor, OrderMode, OrderState, WrongOrderState
from hongshu.store.trade.rules.states import check_move, may_cancel, next_states, way_of

MODES = st.sampled_from(OrderMode)
ENDS = {OrderState.CANCELLED, OrderState.REFUSED, OrderState.COMPLETED}


@given(mode=MODES, choices=st.lists(st.integers(0, 5), max_size=30))
def test_every_walk_ends_and_no_state_comes_twice(mode: OrderMode, choices: list[int]) -> None:
    state, seen = OrderState.PLACED, {OrderState.PLACED}
    for choice in choices:
        following = next_states(state, mode)
        if not following:
            assert state in ENDS
            return
        state = following[choice % len(following)]
        assert state not in seen
        seen.add(state)
    assert len(choices) < len(OrderState) or state in ENDS


@given(mode=MODES, state=st.sampled_from(OrderState), to=st.sampled_from(OrderState))
def test_a_move_is_refused_exactly_where_the_machine_has_none(
    mode: OrderMode, state: OrderState, to: OrderState
) -> None:
    try:
        check_move(state, to, mode)
    except WrongOrderState:
        assert to not in next_states(state, mode)
    else:
        assert to in next_states(state, mode)


@given(mode=MODES, state=st.sampled_from(OrderState), actor=st.sampled_from(Actor))
def test_nobody_cancels_where_the_machine_does_not_let_them(
    mode: OrderMode, state: OrderState, actor: Actor
) -> None:
    if may_cancel(state, mode, actor):
        assert OrderState.CANCELLED in next_states(state, mode)


def test_only_orders_from_abroad_pass_customs_and_nothing_is_packed_before_the_release() -> None:
    assert OrderState.DECLARED not in way_of(OrderMode.DOMESTIC)
    for mode in (OrderMode.BONDED, OrderMode.DIRECT):
        way = way_of(mode)
        assert way.index(OrderState.RELEASED) < way.index(OrderState.ALLOCATED) < way.index(OrderState.PACKED)
        assert OrderState.ALLOCATED not in next_states(OrderState.PAID, mode)
