"""Reading the tables of the law from CSV, and picking what holds on a day. Nothing half-read is kept."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from hongshu.store.customs.contracts import (
    MILLION,
    Condition,
    InvalidTable,
    Law,
    LawTable,
    Mode,
    PositiveListRow,
    TaxRule,
    Threshold,
)

MOST_ROWS = 20_000
LawRow = TaxRule | Threshold | PositiveListRow
Row = TypeVar("Row", TaxRule, Threshold, PositiveListRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All rows of all days."""

    rules: tuple[TaxRule, ...]
    thresholds: tuple[Threshold, ...]
    positive_list: tuple[PositiveListRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """A table as it was read: its good rows by line, and why the other lines are none."""

    table: LawTable
    rows: tuple[tuple[int, LawRow], ...]
    faults: Mapping[int, str]


def read_rules(text: str) -> tuple[TaxRule, ...]:
    """Rates; refuses a wrong row by its number, and two rows of one code that hold on one day."""
    return tuple(row for row in _read(text, LawTable.RATES) if isinstance(row, TaxRule))


def read_thresholds(text: str) -> tuple[Threshold, ...]:
    """Limits and thresholds, refused like rates."""
    return tuple(row for row in _read(text, LawTable.THRESHOLDS) if isinstance(row, Threshold))


def read_positive_list(text: str) -> tuple[PositiveListRow, ...]:
    """The positive list, refused like rates."""
    return tuple(row for row in _read(text, LawTable.POSITIVE_LIST) if isinstance(row, PositiveListRow))


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


def read_table(text: str) -> ReadTable:
    """Any of the three tables, told by its columns, with every row's fault; refuses what is none of them."""
    columns = set(next(csv.reader(io.StringIO(text)), ()))
    for table, (needed, make) in _TABLES.items():
        if needed <= columns:
            return _parsed(text, table, make)
    raise InvalidTable(why="the first line has not the columns of a table: see the shipped ones")


def key_of(row: LawRow) -> str:
    """What a row is about; of one key one row holds on a day."""
    match row:
        case TaxRule():
            return row.hs_code
        case Threshold():
            return row.name
        case PositiveListRow():
            return row.code


def _parsed(text: str, table: LawTable, make: Callable[[dict[str, str]], LawRow]) -> ReadTable:
    rows: list[tuple[int, LawRow]] = []
    faults: dict[int, str] = {}
    reader = csv.DictReader(io.StringIO(text))
    for count, entry in enumerate(reader):
        if count >= MOST_ROWS:
            raise InvalidTable(why=f"more than {MOST_ROWS} rows")
        try:
            made = make(entry)
            if made.valid_until and made.valid_until <= made.valid_from:
                raise ValueError("valid_until is not after valid_from")
        except (ValueError, KeyError, TypeError, InvalidOperation) as problem:
            faults[reader.line_num] = str(problem) or "a column is missing"
        else:
            rows.append((reader.line_num, made))
    before: tuple[int, LawRow] | None = None
    for line, row in sorted(rows, key=lambda pair: (key_of(pair[1]), pair[1].valid_from, pair[0])):
        if before and key_of(before[1]) == key_of(row) and overlap(before[1], row):
            faults.setdefault(line, f"lines {before[0]} and {line} ({key_of(row)}) hold on the same days")
        before = (line, row)
    return ReadTable(table=table, rows=tuple(rows), faults=faults)


def overlap(first: LawRow, second: LawRow) -> bool:
    """Whether two rows hold on one day."""
    return (first.valid_until is None or first.valid_until > second.valid_from) and (
        second.valid_until is None or second.valid_until > first.valid_from
    )


def _read(text: str, table: LawTable) -> tuple[LawRow, ...]:
    read = _parsed(text, table, _TABLES[table][1])
    if read.faults:
        line, why = min(read.faults.items())
        where = "" if why.startswith("lines ") else f", line {line}"
        raise InvalidTable(why=f"{table.value.replace('_', ' ')}{where}: {why}")
    return tuple(row for _, row in read.rows)


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


_TABLES: Mapping[LawTable, tuple[frozenset[str], Callable[[dict[str, str]], LawRow]]] = {
    LawTable.RATES: (frozenset({"hs_code", "tariff_percent", "vat_percent"}), _rule),
    LawTable.THRESHOLDS: (frozenset({"name", "value"}), _threshold),
    LawTable.POSITIVE_LIST: (frozenset({"code", "modes"}), _listed),
}
