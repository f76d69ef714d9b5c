"""Codes of units, the looks at them, and how looks are counted: no database."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.ids import Id
from hongshu.kernel.settings import SettingError
from hongshu.store.provenance import keys
from hongshu.store.provenance.contracts import LookDay, LookPattern
from hongshu.store.provenance.looking import AT_ONCE, MOST_LOOKERS, WINDOW_S, LookCounter, LookKey
from hongshu.store.provenance.rules.codes import ALPHABET, LETTERS, grouped, is_signed, read, write
from hongshu.store.provenance.rules.patterns import pattern_of

KEY, OTHER = b"k" * 32, b"o" * 32
TODAY = date(2026, 11, 25)
SERIALS = st.integers(0, (1 << 63) - 1)


@given(SERIALS, st.integers(1, 255))
def test_a_code_says_what_was_written_and_only_its_key_signs_it(serial: int, number: int) -> None:
    code = write(serial, key_number=number, key=KEY)
    claim = read(code)
    assert claim is not None
    assert (claim.serial, claim.key_number) == (serial, number)
    assert is_signed(claim, KEY)
    assert not is_signed(claim, OTHER)
    assert len(code) == LETTERS


@given(SERIALS, st.integers(0, LETTERS - 1), st.sampled_from(ALPHABET))
def test_a_code_with_one_other_letter_is_not_signed(serial: int, place: int, letter: str) -> None:
    code = write(serial, key_number=1, key=KEY)
    changed = code[:place] + letter + code[place + 1 :]
    claim = read(changed)
    assert (claim is not None and is_signed(claim, KEY)) == (changed == code)


@given(SERIALS)
def test_a_code_is_read_as_people_type_it(serial: int) -> None:
    code = write(serial, key_number=1, key=KEY)
    typed = f"  {grouped(code).lower().replace('0', 'o').replace('1', 'l')} "
    assert read(typed) == read(code)
    assert grouped(code).replace("-", "") == code


@given(st.text())
def test_whatever_is_typed_is_a_claim_or_none(text: str) -> None:
    claim = read(text)
    assert claim is None or not is_signed(claim, KEY)


def _days(*counts: int, last: date = TODAY) -> list[LookDay]:
    return [
        LookDay(day=last - timedelta(days=place), looks=count * 3, lookers=count)
        for place, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    "days, pattern",
    [
        (_days(), LookPattern.USUAL),
        (_days(1, 1, 2), LookPattern.USUAL),
        (_days(5), LookPattern.MANY),
        (_days(2, 2, 2, 2, 2, 2, 2, 2), LookPattern.MANY),
        (_days(12), LookPattern.STRANGE),
        (_days(4, 4, 4, 4, 4, 4, 4, 4, 4, 4), LookPattern.STRANGE),
        (_days(500, last=TODAY - timedelta(days=40)), LookPattern.USUAL),
    ],
)
def test_many_different_people_make_a_pattern_strange(days: list[LookDay], pattern: LookPattern) -> None:
    assert pattern_of(days, today=TODAY) is pattern


def test_one_person_who_looks_a_thousand_times_is_nothing_strange() -> None:
    assert pattern_of([LookDay(day=TODAY, looks=1000, lookers=1)], today=TODAY) is LookPattern.USUAL


@given(st.lists(st.integers(0, 30), max_size=30), st.integers(0, 29))
def test_one_more_looker_never_makes_a_pattern_more_usual(counts: list[int], place: int) -> None:
    order = list(LookPattern)
    more = [count + (number == place) for number, count in enumerate(counts)]
    before, after = (pattern_of(_days(*each), today=TODAY) for each in (counts, more))
    assert order.index(after) >= order.index(before)


def _key(unit: int = 1, looker: str = "a") -> LookKey:
    return LookKey(Id(9), Id(unit), TODAY, looker)


def test_now_and_then_a_look_is_written_at_once() -> None:
    counter = LookCounter()
    for number in range(5):
        assert counter.note(_key(), now_s=100 + number * WINDOW_S) == {_key(): 1}


def test_a_code_that_is_looked_at_a_lot_is_written_in_batches_and_no_look_is_lost() -> None:
    counter = LookCounter()
    written = [counter.note(_key(), now_s=100.0) for _ in range(50)]
    assert [bool(due) for due in written] == [True] * AT_ONCE + [False] * (50 - AT_ONCE)
    # The next window brings what was held, whoever looks at whatever.
    due = counter.note(_key(unit=2), now_s=100 + WINDOW_S)
    assert due == {_key(): 50 - AT_ONCE, _key(unit=2): 1}


def test_an_attacker_with_a_thousand_names_makes_no_more_rows_than_the_bound() -> None:
    counter = LookCounter()
    seen: set[str] = set()
    for number in range(1000):
        seen |= {key.looker for key in counter.note(_key(looker=str(number)), now_s=number * WINDOW_S)}
    assert len(seen) == MOST_LOOKERS + 1
    assert "" in seen


def test_keys_are_read_by_number_and_a_wrong_one_is_named_without_being_shown() -> None:
    first, second = (base64.b64encode(key).decode() for key in (KEY, OTHER))
    assert keys.read(json.dumps({"1": first, "2": second})) == {1: KEY, 2: OTHER}
    for wrong in (
        "[]",
        "{}",
        "x",
        json.dumps({"0": first}),
        json.dumps({"1": "c2hvcnQ="}),
        json.dumps({"1": first, "2": first}),
        json.dumps({"256": first}),
    ):
        with pytest.raises(SettingError) as refused:
            keys.read(wrong)
        assert first not in str(refused.value)
