"""Tables of a CSV or XLSX file, as rows of text. Everything about the file is doubted."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hongshu.flows.cataloguing.contracts import (
    MOST_BYTES,
    MOST_ROWS,
    CatalogueFileEmpty,
    CatalogueFileNotRead,
    CatalogueFileTooLarge,
    CatalogueWrongEncoding,
    TableKind,
)
from hongshu.flows.cataloguing.rules.columns import table_of

FORMULA = "\0formula"
_ZIP = b"PK\x03\x04"
_MB = 1024 * 1024
# What a workbook may unpack to; beyond it is a bomb.
_MOST_UNPACKED = 6 * MOST_BYTES
_MOST_COLUMNS = 300
_ENCODINGS = ("utf-8-sig", "gb18030")
_LONGEST_CELL = 131_072


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, each with its number; a formula's cell is FORMULA."""

    kind: TableKind
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """All tables of a file, and its encoding."""

    tables: tuple[Table, ...]
    written_in: str


def read_tables(data: bytes, *, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS) -> ReadFile:
    """The tables of a file, and how it was written. Raises the refusals of files and columns."""
    if not data.strip():
        raise CatalogueFileEmpty
    if len(data) > most_bytes:
        raise CatalogueFileTooLarge(max_mb=most_bytes // _MB, max_rows=most_rows)
    if data.startswith(_ZIP):
        tables, written_in = _workbook(data, most_rows), "XLSX"
    else:
        text, written_in = _decoded(data)
        header, rows = _parted(_csv_rows(text))
        tables = [_table(header, rows, most_rows)] if header else []
    if not any(table.rows for table in tables):
        raise CatalogueFileEmpty
    return ReadFile(tuple(tables), written_in)


def _decoded(data: bytes) -> tuple[str, str]:
    # UTF-16 begins with it, and half of its bytes are zero.
    if b"\0" in data or b"\xff" in data[:2]:
        raise CatalogueWrongEncoding
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding), "UTF-8" if encoding == "utf-8-sig" else "GB18030"
        except UnicodeDecodeError:
            continue
    raise CatalogueWrongEncoding


def _csv_rows(text: str) -> Iterator[Sequence[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise CatalogueFileNotRead from None


def _workbook(data: bytes, most_rows: int) -> list[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise CatalogueFileTooLarge(max_mb=MOST_BYTES // _MB, max_rows=most_rows)
        book = load_workbook(io.BytesIO(data), read_only=True)
        try:
            sheets = [_sheet_rows(sheet) for sheet in book.worksheets]
            return [_table(header, rows, most_rows) for header, rows in map(_parted, sheets) if header]
        finally:
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError):
        # A workbook that lies about itself fails wherever it was believed first.
        raise CatalogueFileNotRead from None


def _sheet_rows(sheet: Any) -> Iterator[Sequence[str]]:
    for row in sheet.iter_rows():
        yield [_text_of(cell) for cell in row[:_MOST_COLUMNS]]


def _text_of(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _parted(lines: Iterator[Sequence[str]]) -> tuple[tuple[str, ...], Iterator[Sequence[str]]]:
    """The header, which is empty where there is nothing, and what stands below."""
    header = tuple(name.strip() for name in next(lines, ()))
    while header and not header[-1]:
        header = header[:-1]
    return header, lines


def _table(header: tuple[str, ...], lines: Iterator[Sequence[str]], most_rows: int) -> Table:
    kind = table_of(header)
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= most_rows:
            raise CatalogueFileTooLarge(max_mb=MOST_BYTES // _MB, max_rows=most_rows)
        rows.append((number, tuple(cells)))
    return Table(kind, header, tuple(rows))
