"""A cursor leads back to its place in its list; whatever else comes is InvalidCursor and nothing worse."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.cursors import InvalidCursor, decode_cursor, encode_cursor

places = st.lists(
    st.integers(min_value=-(2**63), max_value=2**63 - 1)
    | st.text(max_size=20, alphabet=st.characters(exclude_categories=["Cs"])),
    max_size=4,
)
listings = st.text(max_size=30, alphabet=st.characters(exclude_categories=["Cs"]))


@given(listings, places)
def test_a_cursor_leads_back_to_its_place(listing: str, place: list[int | str]) -> None:
    cursor = encode_cursor(listing, place)
    assert decode_cursor(listing, cursor) == place
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?#% ")


@given(listings, listings, places)
def test_a_cursor_of_another_list_is_refused(one: str, other: str, place: list[int | str]) -> None:
    if one != other:
        with pytest.raises(InvalidCursor):
            decode_cursor(other, encode_cursor(one, place))


@given(st.text(max_size=500))
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor("notes", text)


@given(st.binary(max_size=320))
def test_any_bytes_in_the_right_alphabet_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor("notes", base64.urlsafe_b64encode(data).decode().rstrip("="))


@given(places, st.data())
def test_a_cursor_with_one_bit_turned_is_refused(place: list[int | str], data: st.DataObject) -> None:
    cursor = encode_cursor("notes", place)
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidCursor):
        decode_cursor("notes", base64.urlsafe_b64encode(raw).decode().rstrip("="))


def test_a_sort_key_that_no_cursor_can_carry_is_a_fault_when_it_is_made() -> None:
    with pytest.raises(AssertionError):
        encode_cursor("notes", ["long" * 200])
