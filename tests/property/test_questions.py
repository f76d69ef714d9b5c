"""Whom a question is sent to, whatever the owners are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hongshu.community.questions.contracts import MOST_ASKED
from hongshu.community.questions.rules import chosen_owners
from hongshu.kernel.ids import Id

IDS = st.integers(1, 30).map(Id)


@given(
    owners=st.lists(IDS, max_size=40),
    busy=st.dictionaries(IDS, st.integers(0, 5)),
    without=st.sets(IDS, max_size=10),
)
def test_at_most_five_able_owners_are_chosen_each_once_and_nobody_left_out_was_asked_less(
    owners: list[Id], busy: dict[Id, int], without: set[Id]
) -> None:
    chosen = chosen_owners(owners, asked_lately=busy, without=without)
    able = set(owners) - without
    assert len(chosen) == len(set(chosen)) == min(MOST_ASKED, len(able))
    assert set(chosen) <= able
    for left_out in able - set(chosen):
        assert all(busy.get(key, 0) <= busy.get(left_out, 0) for key in chosen)
