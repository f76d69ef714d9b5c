"""Money is an integer in minor units with a currency (design decision 4). No float ever holds an amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# ISO 4217 (2024-06-25): digits behind the point of the currencies in which prices are known to us.
CURRENCY_DIGITS = {
    "AUD": 2, "CAD": 2, "CHF": 2, "CNY": 2, "DKK": 2, "EUR": 2, "GBP": 2, "HKD": 2, "JPY": 0,
    "KRW": 0, "MOP": 2, "NZD": 2, "SEK": 2, "SGD": 2, "THB": 2, "TWD": 2, "USD": 2,
}  # fmt: skip


class CurrencyMismatch(AssertionError):
    """Two currencies met in one sum: a programmer's fault."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: ``Money(42500, "CNY")`` is 425 yuan."""

    amount_minor: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        assert type(self.amount_minor) is int, f"minor units are whole: {self.amount_minor!r}"
        assert self.currency in CURRENCY_DIGITS, f"unknown currency {self.currency!r}"

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __mul__(self, count: int) -> Money:
        assert type(count) is int, "money is multiplied by whole counts; rates go through `convert`"
        return Money(self.amount_minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount_minor < other.amount_minor

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.amount_minor).scaleb(-CURRENCY_DIGITS[self.currency])

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")


def from_major(amount: Decimal, currency: str) -> Money:
    """Read an amount such as ``Decimal("42.50")``; half a minor unit rounds up (away from zero)."""
    scaled = amount.scaleb(CURRENCY_DIGITS[currency]).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Money(int(scaled), currency)


def convert(price: Money, *, rate: Decimal, currency: str) -> Money:
    """*price* in another *currency* at *rate* (target units for one source unit), rounded half up."""
    return from_major(price.amount * rate, currency)


def apportion(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Split *total_minor* in proportion to *weights* so that the parts add up exactly.

    Largest remainder (Hamilton's method); equal remainders go to the earlier part. All weights zero: the
    parts are as equal as whole units allow. A negative total is split as its mirror image.
    """
    assert weights, "nothing to apportion to"
    assert all(weight >= 0 for weight in weights), "a weight is not negative"
    if total_minor < 0:
        return [-part for part in apportion(-total_minor, weights)]
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(shares)
    parts = [total_minor * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(total_minor * shares[i] % whole), i))
    for index in by_remainder[: total_minor - sum(parts)]:
        parts[index] += 1
    return parts
