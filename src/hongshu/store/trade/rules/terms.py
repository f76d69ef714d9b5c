"""Times and limits of the shop as dated data (``data/terms.csv``): the newest row whose day has come."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds from a day on."""

    valid_from: date
    complete_after_days: int


@lru_cache(maxsize=1)
def all_terms() -> tuple[Terms, ...]:
    """Every row, the oldest first."""
    text = (files("hongshu.store.trade") / "data" / "terms.csv").read_text(encoding="utf-8")
    rows = [
        Terms(date.fromisoformat(row["valid_from"]), int(row["complete_after_days"]))
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def terms_on(day: date) -> Terms:
    """What holds on a day."""
    return [row for row in all_terms() if row.valid_from <= day][-1]


def current() -> Terms:
    """The newest row: deadlines are set by the database's clock, whose day is not asked for."""
    return all_terms()[-1]
