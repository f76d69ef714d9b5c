"""The rows of a CSV file, each with the line where it begins; a broken row is one of them, not an end."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from hongshu.flows.importing.contracts import ColumnsMissing, FileEmpty, WrongEncoding
from hongshu.flows.importing.reading.files import read_lines


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its columns."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be taken apart."""

    line: int
    reason: str


def read_rows(path: Path, *, encoding: str, columns: Collection[str]) -> Iterator[Row | BrokenRow]:
    """Every row of *path* but blank ones. All of *columns* must be named by the first line.

    Raises FileEmpty, ColumnsMissing, and what ``read_lines`` raises.
    """
    reader = csv.reader(read_lines(path, encoding=encoding), strict=True)
    try:
        header = next(reader)
    except StopIteration:
        raise FileEmpty(file=path.name) from None
    except csv.Error:
        header = []
    names = [name.strip() for name in header]
    missing = [name for name in columns if name not in names]
    if missing:
        if encoding != "utf-8" and _is_utf8(header, encoding, columns):
            raise WrongEncoding(file=path.name, line=1, encoding=encoding.upper())
        raise ColumnsMissing(file=path.name, columns=", ".join(missing))
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BrokenRow(line, _broken(error, line, reader.line_num))
            continue
        if not values:
            continue
        if len(values) != len(names):
            yield BrokenRow(
                line, f"it has {len(values)} fields where the first line names {len(names)} columns"
            )
            continue
        yield Row(line, dict(zip(names, values, strict=True)))


def count_rows(path: Path, *, encoding: str, columns: Collection[str]) -> int:
    """Read *path* to its end once, so that a wrong or damaged file is known before anything is saved.

    Raises what ``read_rows`` raises, and FileEmpty where there is no row.
    """
    count = sum(1 for _ in read_rows(path, encoding=encoding, columns=columns))
    if not count:
        raise FileEmpty(file=path.name)
    return count


def _is_utf8(header: list[str], encoding: str, columns: Collection[str]) -> bool:
    """Whether the columns are all there once the first line is read as UTF-8: the right list, saved anew."""
    try:
        names = ",".join(header).encode(encoding).decode("utf-8").split(",")
    except UnicodeError:
        return False
    return set(columns) <= {name.strip() for name in names}


def _broken(error: csv.Error, first: int, last: int) -> str:
    where = f", to line {last}" if last > first else ""
    return f"its quotation marks do not close or stand at the wrong place ({error}{where})"
