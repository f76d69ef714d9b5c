"""Money is exact: parts add up, rounding is as written, currencies never mix."""

from __future__ import annotations

import itertools
import operator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.money import CURRENCY_DIGITS, CurrencyMismatch, Money, apportion, convert, from_major

amounts = st.integers(min_value=-(10**12), max_value=10**12)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=40)
currencies = st.sampled_from(sorted(CURRENCY_DIGITS))


@given(amounts, weights)
def test_parts_add_up_to_the_whole(total: int, shares: list[int]) -> None:
    parts = apportion(total, shares)
    assert len(parts) == len(shares)
    assert sum(parts) == total


@given(amounts, weights.filter(any))
def test_a_part_is_less_than_one_unit_from_its_exact_share(total: int, shares: list[int]) -> None:
    for part, share in zip(apportion(total, shares), shares, strict=True):
        assert abs(part - Fraction(total * share, sum(shares))) < 1
        assert share or not part, "nothing falls to a share of zero"


@given(amounts, weights)
def test_a_heavier_share_gets_no_smaller_part(total: int, shares: list[int]) -> None:
    pairs = sorted(zip(shares, apportion(abs(total), shares), strict=True))
    assert all(
        lighter[1] <= heavier[1] for lighter, heavier in itertools.pairwise(pairs) if lighter[0] < heavier[0]
    )


@given(amounts, weights)
def test_a_refund_is_split_as_the_payment_was(total: int, shares: list[int]) -> None:
    assert apportion(-total, shares) == [-part for part in apportion(total, shares)]


def test_left_over_units_go_to_the_largest_remainders_and_then_to_the_earlier_part() -> None:
    assert apportion(100, [1, 1, 1]) == [34, 33, 33]
    assert apportion(10, [1, 2, 4]) == [1, 3, 6]
    assert apportion(5, [0, 0]) == [3, 2]
    assert apportion(-100, [1, 1, 1]) == [-34, -33, -33]


@given(amounts, currencies)
def test_an_amount_survives_its_major_units(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert from_major(money.amount, currency) == money


@given(
    st.integers(min_value=0, max_value=10**10),
    st.decimals(min_value="0.0001", max_value="9999", places=4),
    currencies,
    currencies,
)
def test_a_conversion_is_rounded_once_and_half_goes_up(
    minor: int, rate: Decimal, source: str, target: str
) -> None:
    converted = convert(Money(minor, source), rate=rate, currency=target)
    exact = Fraction(Money(minor, source).amount) * Fraction(rate) * 10 ** CURRENCY_DIGITS[target]
    assert -Fraction(1, 2) < converted.amount_minor - exact <= Fraction(1, 2)
    assert converted.currency == target


@pytest.mark.parametrize(
    ("text", "minor"), [("42.50", 4250), ("0.005", 1), ("0.0049", 0), ("-0.005", -1), ("1E+2", 10000)]
)
def test_half_a_minor_unit_rounds_away_from_zero(text: str, minor: int) -> None:
    assert from_major(Decimal(text), "CNY").amount_minor == minor


@given(amounts, amounts)
def test_sums_and_differences_undo_each_other(one: int, other: int) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)
    assert (Money(one) < Money(other)) == (one < other)


def test_two_currencies_never_meet() -> None:
    for meet in (operator.add, operator.sub, operator.lt):
        with pytest.raises(CurrencyMismatch):
            meet(Money(1, "CNY"), Money(1, "USD"))


@pytest.mark.parametrize("amount", [1.0, True, Decimal(1), "1"])
def test_only_whole_numbers_are_minor_units(amount: object) -> None:
    with pytest.raises(AssertionError):
        Money(amount)  # type: ignore[arg-type]
