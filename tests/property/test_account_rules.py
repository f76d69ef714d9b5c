"""Spellings of one phone number or address meet, and nothing else passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.platform.accounts.contracts import InvalidFact, InvalidPhone
from hongshu.platform.accounts.rules import checked_fact, normal_email, normal_phone

mainland = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
spaced = st.sampled_from(["", " ", "-", "  ", "."])


@given(
    mainland,
    st.lists(spaced, min_size=11, max_size=11),
    st.sampled_from(["", "+86", "0086", "+86 ", "(+86)"]),
)
def test_every_spelling_of_a_mainland_number_is_one_number(
    number: str, gaps: list[str], country: str
) -> None:
    written = country + "".join(digit + gap for digit, gap in zip(number, gaps, strict=True))
    assert normal_phone(written) == "+86" + number


@given(st.text(max_size=20))
def test_what_passes_is_e164_and_stays_as_it_is(text: str) -> None:
    try:
        number = normal_phone(text)
    except InvalidPhone:
        return
    assert number[0] == "+"
    assert number[1:].isascii()
    assert number[1:].isdecimal()
    assert 7 <= len(number[1:]) <= 15
    assert normal_phone(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "23800138000",
        "+0123456789",
        "１３８００１３８０００",
        "+86138001380001234",
        "138x0138000",
        "+",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidPhone):
        normal_phone(text)


@given(st.emails())
def test_an_address_is_the_same_in_capitals_and_with_spaces(address: str) -> None:
    assert normal_email(f"  {address.upper().lower()} ") == normal_email(address)
    assert normal_email(normal_email(address)) == normal_email(address)


@given(st.sampled_from(["gender", "birth_year", "city", "skin_type", "shoe_size"]), st.text(max_size=50))
def test_a_fact_is_kept_as_it_was_checked_or_refused(key: str, value: str) -> None:
    try:
        kept = checked_fact(key, value, this_year=2026)
    except InvalidFact:
        return
    assert checked_fact(key, kept, this_year=2026) == kept
    assert kept.isprintable()


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("birth_year", "2012", "2013"),
        ("birth_year", "1900", "1899"),
        ("birth_year", " 1990 ", "１９９０"),
        ("gender", "x", "other"),
        ("skin_type", "dry", "Dry"),
        ("city", "上海", "上海\n北京"),
        ("city", "a" * 40, "a" * 41),
    ],
)
def test_the_edges_of_facts(key: str, good: str, bad: str) -> None:
    assert checked_fact(key, good, this_year=2026) == good.strip()
    with pytest.raises(InvalidFact):
        checked_fact(key, bad, this_year=2026)
