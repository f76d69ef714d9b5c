"""The heat of a note orders notes as a sum that fades would, whenever one looks."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from hongshu.discovery.engines.trending import heat_of

HALF_LIFE_S = 36 * 3600.0
moments = st.integers(-3 * 365 * 86_400, 3 * 365 * 86_400)
terms = st.lists(st.tuples(moments, st.sampled_from([1.0, 4.0, 8.0, 40.0])), min_size=1, max_size=30)


def heat(events: list[tuple[int, float]]) -> float:
    return heat_of([at for at, _ in events], [size for _, size in events], half_life_s=HALF_LIFE_S)


def faded(events: list[tuple[int, float]], now: int) -> float:
    return math.fsum(size * 2.0 ** ((at - now) / HALF_LIFE_S) for at, size in events)


@given(terms, terms, st.integers(0, 20 * 86_400))
def test_the_order_is_that_of_fading_sums_at_any_later_moment(
    one: list[tuple[int, float]], other: list[tuple[int, float]], later_s: int
) -> None:
    now = max(at for at, _ in [*one, *other]) + later_s
    first, second = faded(one, now), faded(other, now)
    if first > second * (1 + 1e-9):
        assert heat(one) > heat(other)


@given(terms, moments, st.sampled_from([1.0, 8.0]))
def test_one_more_interaction_never_cools(events: list[tuple[int, float]], at: int, size: float) -> None:
    assert heat([*events, (at, size)]) >= heat(events) - 1e-9


@given(terms, st.integers(-1000, 1000))
def test_a_later_world_is_as_much_hotter_as_half_lives_have_passed(
    events: list[tuple[int, float]], steps: int
) -> None:
    shifted = [(at + steps * int(HALF_LIFE_S), size) for at, size in events]
    assert math.isclose(heat(shifted), heat(events) + steps, abs_tol=1e-6)


def test_nothing_is_infinitely_cold_and_weights_of_zero_are_nothing() -> None:
    assert heat_of([], [], half_life_s=HALF_LIFE_S) == -math.inf
    assert heat_of([5.0], [0.0], half_life_s=HALF_LIFE_S) == -math.inf
