"""Prices of foreign lists, and the dated rate by which they become ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.kernel.money import Money, convert, from_major

SELLING_CURRENCY = "CNY"

_PRICE = re.compile(r"\d{1,7}(?:\.\d{1,4})?")


@dataclass(frozen=True, slots=True)
class DatedRate:
    """Yuan for one US dollar, and the day it was read."""

    rate: str
    on: str


def read_price(text: str, currency: str, *, column: str) -> Money:
    """The price that *text* tells. Raises UnusableRow for none, for zero, and for what is no price."""
    told = text.strip()
    if not told:
        raise UnusableRow(f"{column} is empty: it has no price")
    if not _PRICE.fullmatch(told):
        raise UnusableRow(f"{column} is not a price: {told[:40]!r}")
    price = from_major(Decimal(told), currency)
    if price.amount_minor <= 0:
        raise UnusableRow(f"{column} is zero: it has no price")
    return price


def in_selling_currency(price: Money, rate: DatedRate) -> Money:
    """The price in yuan, to the fen."""
    return convert(price, rate=Decimal(rate.rate), currency=SELLING_CURRENCY)
