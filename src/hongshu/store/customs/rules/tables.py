"""Reading the tables of the law from CSV, and picking what holds on a day. Nothing half-read is kept."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol, TypeVar

from hongshu.store.customs.contracts import (
    MILLION,
    Condition,
    InvalidTable,
    Law,
    Mode,
    PositiveListRow,
    TaxRule,
    Threshold,
)


class Dated(Protocol):
    """A row with the days on which it holds."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All rows of all days."""

    rules: tuple[TaxRule, ...]
    thresholds: tuple[Threshold, ...]
    positive_list: tuple[PositiveListRow, ...]


def read_rules(text: str) -> tuple[TaxRule, ...]:
    """Rates; refuses a wrong row by its number, and two rows of one code that hold on one day."""
    return _read(text, "rates", _rule, lambda row: row.hs_code)


def read_thresholds(text: str) -> tuple[Threshold, ...]:
    """Limits and thresholds, refused like rates."""
    return _read(text, "thresholds", _threshold, lambda row: row.name)


def read_positive_list(text: str) -> tuple[PositiveListRow, ...]:
    """The positive list, refused like rates."""
    return _read(text, "positive list", _listed, lambda row: row.code)


def law_on(tables: Tables, day: date) -> Law:
    """What holds on *day*; refuses a day on which a limit or threshold is missing."""
    numbers = {row.name: row.value for row in _holding(tables.thresholds, day)}
    try:
        return Law(
            on=day,
            rules={row.hs_code: row for row in _holding(tables.rules, day)},
            positive_list={row.code: row for row in _holding(tables.positive_list, day)},
            single_limit_fen=numbers["single_limit_fen"],
            yearly_limit_fen=numbers["yearly_limit_fen"],
            factor_millionths=numbers["factor_millionths"],
            cosmetics_per_measure_fen=numbers["cosmetics_per_measure_fen"],
            cosmetics_per_piece_fen=numbers["cosmetics_per_piece_fen"],
            watch_fen=numbers["watch_fen"],
        )
    except KeyError as missing:
        why = f"no {missing.args[0]} holds on {day.isoformat()}"
        raise InvalidTable(field="on", why=why) from None


def _holding(rows: Iterable[Row], day: date) -> list[Row]:
    return [row for row in rows if row.valid_from <= day and (not row.valid_until or day < row.valid_until)]


def _read(
    text: str, table: str, make: Callable[[dict[str, str]], Row], key: Callable[[Row], str]
) -> tuple[Row, ...]:
    rows: list[tuple[int, Row]] = []
    reader = csv.DictReader(io.StringIO(text))
    for entry in reader:
        try:
            made = make(entry)
            if made.valid_until and made.valid_until <= made.valid_from:
                raise ValueError("valid_until is not after valid_from")
        except (ValueError, KeyError, TypeError, InvalidOperation) as problem:
            why = f"{table}, line {reader.line_num}: {problem or 'a column is missing'}"
            raise InvalidTable(why=why) from None
        rows.append((reader.line_num, made))
    _refuse_overlap(rows, table, key)
    return tuple(row for _, row in rows)


def _refuse_overlap(rows: Sequence[tuple[int, Row]], table: str, key: Callable[[Row], str]) -> None:
    before: tuple[int, Row] | None = None
    for line, row in sorted(rows, key=lambda pair: (key(pair[1]), pair[1].valid_from, pair[0])):
        if before and key(before[1]) == key(row):
            until = before[1].valid_until
            if until is None or until > row.valid_from:
                why = f"{table}: lines {before[0]} and {line} ({key(row)}) hold on the same days"
                raise InvalidTable(why=why)
        before = (line, row)


def _rule(entry: dict[str, str]) -> TaxRule:
    return TaxRule(
        hs_code=_code(entry["hs_code"], 10),
        name=entry["name"],
        tariff_millionths=_rate(entry["tariff_percent"], below=1000),
        vat_millionths=_rate(entry["vat_percent"], below=100),
        consumption_millionths=_rate(entry["consumption_percent"], below=100),
        condition=Condition(entry["condition"]),
        valid_from=date.fromisoformat(entry["valid_from"]),
        valid_until=_until(entry),
        source=_source(entry),
        checked=entry["checked"],
    )


def _threshold(entry: dict[str, str]) -> Threshold:
    value = int(entry["value"])
    if value < 0:
        raise ValueError("a threshold is not negative")
    return Threshold(
        name=entry["name"],
        value=value,
        valid_from=date.fromisoformat(entry["valid_from"]),
        valid_until=_until(entry),
        source=_source(entry),
        checked=entry["checked"],
    )


def _listed(entry: dict[str, str]) -> PositiveListRow:
    return PositiveListRow(
        code=_code(entry["code"], 8),
        remark=entry["remark"],
        modes=frozenset(Mode(mode) for mode in entry["modes"].split()),
        yearly_cap=entry["yearly_cap"],
        valid_from=date.fromisoformat(entry["valid_from"]),
        valid_until=_until(entry),
        source=_source(entry),
        checked=entry["checked"],
    )


def _code(text: str, digits: int) -> str:
    if not re.fullmatch(rf"[0-9]{{{digits}}}", text):
        raise ValueError(f"{text!r} is no code of {digits} digits")
    return text


def _rate(text: str, *, below: int) -> int:
    """Per cent as millionths, exactly: at most four decimals."""
    percent = Decimal(text)
    if not percent.is_finite() or not 0 <= percent < below:
        raise ValueError(f"{text!r} is no rate in per cent")
    rate = percent * MILLION / 100
    if rate != int(rate):
        raise ValueError(f"{text!r} has more than four decimals")
    return int(rate)


def _until(entry: dict[str, str]) -> date | None:
    return date.fromisoformat(entry["valid_until"]) if entry["valid_until"] else None


def _source(entry: dict[str, str]) -> str:
    if not entry["source"]:
        raise ValueError("the legal source is missing")
    return entry["source"]
