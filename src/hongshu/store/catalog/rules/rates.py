"""Exchange rates as they are written into a file, and what a rate may be."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

from hongshu.kernel.money import CURRENCY_DIGITS
from hongshu.store.catalog.contracts import InvalidRate, Rate
from hongshu.store.catalog.rules.products import SELLING_CURRENCY

COLUMNS = ("currency", "on", "rate", "source")
LINES_MAX = 10_000
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,8})?")


def read_rates(text: str) -> tuple[Rate, ...]:
    """Rates of a CSV with the columns ``currency,on,rate,source``. Raises InvalidRate for the first line
    that cannot be read.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if set(COLUMNS) - set(reader.fieldnames or ()):
        raise InvalidRate(line=1, why="rate_columns")
    found = []
    for line, row in enumerate(reader, start=2):
        if line > LINES_MAX:
            raise InvalidRate(line=line, why="too_many_rows")
        told = {name: (row[name] or "").strip() for name in COLUMNS}
        if not _RATE.fullmatch(told["rate"]):
            raise InvalidRate(line=line, why="rate_not_a_number")
        try:
            on = date.fromisoformat(told["on"])
        except ValueError:
            raise InvalidRate(line=line, why="rate_without_date") from None
        rate = Rate(told["currency"].upper(), on, Decimal(told["rate"]), told["source"])
        check_rate(rate, line=line)
        found.append(rate)
    return tuple(found)


def check_rate(rate: Rate, *, line: int) -> None:
    """Raise InvalidRate unless the rate can be kept; *line* says where it stands."""
    if rate.currency not in CURRENCY_DIGITS or rate.currency == SELLING_CURRENCY:
        raise InvalidRate(line=line, why="unknown_currency")
    if not Decimal(0) < rate.rate < Decimal(10) ** 9:
        raise InvalidRate(line=line, why="rate_not_a_number")
    if not 0 < len(rate.source) <= 80:
        raise InvalidRate(line=line, why="rate_without_source")
