"""What a provider says is believed only where it fits, and it is asked again ever more seldom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hongshu.kernel.money import Money
from hongshu.store.payments.adapters.china import fen_of, yuan
from hongshu.store.payments.rules import pauses
from hongshu.store.payments.rules.matching import is_fresh, mismatch

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "merchant, amount, expected",
    [
        ("us", Money(500), ""),
        ("others", Money(500), "wrong merchant"),
        ("us", Money(499), "wrong amount"),
        ("us", Money(500, "HKD"), "wrong currency"),
        ("us", None, "wrong amount"),
    ],
)
def test_what_does_not_fit_is_named(merchant: str, amount: Money | None, expected: str) -> None:
    assert mismatch(merchant=merchant, our_merchant="us", amount=amount, asked=Money(500)) == expected


@pytest.mark.parametrize(
    "age_s, expected", [(0, True), (300, True), (301, False), (-299, True), (-301, False)]
)
def test_what_is_old_or_of_the_future_is_not_believed(age_s: int, expected: bool) -> None:
    assert is_fresh(NOW - timedelta(seconds=age_s), now=NOW, fresh_for_s=300) is expected


def test_pauses_grow_and_end_at_an_hour() -> None:
    for pause in (pauses.before_poll, pauses.before_refund):
        waits = [pause(number) for number in range(1, 30)]
        assert waits == sorted(waits)
        assert waits[-1] == timedelta(hours=1)


@pytest.mark.parametrize(
    "text, fen",
    [
        ("1.00", 100),
        ("0.01", 1),
        ("7", 700),
        ("7.5", 750),
        ("-0.06", -6),
        ("1.001", None),
        ("1e3", None),
        ("", None),
    ],
)
def test_yuan_are_read_to_the_fen_or_not_at_all(text: str, fen: int | None) -> None:
    assert fen_of(text) == fen


@pytest.mark.parametrize("fen", [0, 1, 99, 100, 12_210, 10**10])
def test_yuan_are_read_as_they_were_written(fen: int) -> None:
    assert fen_of(yuan(fen)) == fen
