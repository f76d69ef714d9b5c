"""The shape of ids, whatever the number; issuing them is tested with a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.ids import Id, InvalidId, id_at, issued_at, parse_id, wire_form
from hongshu.kernel.ids.shape import EPOCH, NODES, SEQUENCES, assemble

HIGHEST = 2**63 - 1
ids = st.integers(min_value=0, max_value=HIGHEST)
moments = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(ids)
def test_the_wire_form_leads_back_to_the_id(value: int) -> None:
    text = wire_form(value)
    assert len(text) == 11
    assert text.isascii()
    assert text.isalnum()
    back = parse_id(text)
    assert back == value
    assert type(back) is Id


@given(ids, ids)
def test_texts_sort_as_their_ids_do(one: int, other: int) -> None:
    assert (wire_form(one) < wire_form(other)) == (one < other)


@given(st.text(max_size=14))
def test_any_text_is_an_id_in_its_only_form_or_refused(text: str) -> None:
    try:
        value = parse_id(text)
    except InvalidId:
        return
    assert wire_form(value) == text


@pytest.mark.parametrize("text", ["", "z" * 11, "1" * 10, "1" * 12, "0" * 11, "１" * 11, "1111111111\n"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidId):
        parse_id(text)


@given(moments, st.integers(0, NODES - 1), st.integers(0, SEQUENCES - 1))
def test_an_id_tells_when_it_was_issued_and_lies_within_its_millisecond(
    moment: datetime, node: int, sequence: int
) -> None:
    millisecond = (moment - EPOCH) // timedelta(milliseconds=1)
    value = assemble(millisecond=millisecond, node=node, sequence=sequence)
    assert moment - timedelta(milliseconds=1) < issued_at(value) <= moment
    assert id_at(moment) <= value < id_at(moment + timedelta(milliseconds=1))


@given(moments, moments)
def test_bounds_of_ids_are_in_the_order_of_time(one: datetime, other: datetime) -> None:
    if one <= other:
        assert id_at(one) <= id_at(other)
