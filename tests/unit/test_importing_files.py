"""Foreign files are read row by row with their lines, and a wrong one is told in one clear line."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.flows.importing.contracts import (
    ColumnsMissing,
    FileDamaged,
    FileEmpty,
    FileMissing,
    FileNotText,
    FileUnreadable,
    WrongEncoding,
    WrongFile,
)
from hongshu.flows.importing.reading.files import LINE_MAX_BYTES, check_parquet, read_lines
from hongshu.flows.importing.reading.tables import BrokenRow, Row, count_rows, read_rows

COLUMNS = ("name", "price")
CSV = 'name,price\nbowl,3\n"two\nlines",4\n\ncup,5\n'


def _rows(path: Path, encoding: str = "utf-8") -> list[Row | BrokenRow]:
    return list(read_rows(path, encoding=encoding, columns=COLUMNS))


def _zipped(text: str, name: str = "list.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        archive.writestr("__MACOSX/._list.csv", "left by a desktop")
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [CSV.encode(), gzip.compress(CSV.encode()), _zipped(CSV)], ids=["plain", "gzip", "zip"]
)
def test_rows_carry_the_line_where_they_begin_in_every_packing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    assert _rows(path) == [
        Row(2, {"name": "bowl", "price": "3"}),
        Row(3, {"name": "two\nlines", "price": "4"}),
        Row(6, {"name": "cup", "price": "5"}),
    ]
    assert count_rows(path, encoding="utf-8", columns=COLUMNS) == 3


def test_a_row_with_too_many_or_too_few_fields_is_reported_and_the_next_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,price\nbowl\ncup,5\njar,1,2\n", encoding="utf-8")
    short, good, long = _rows(path)
    assert isinstance(short, BrokenRow)
    assert (short.line, short.reason) == (2, "it has 1 fields where the first line names 2 columns")
    assert good == Row(3, {"name": "cup", "price": "5"})
    assert isinstance(long, BrokenRow)
    assert long.line == 4


def test_a_quotation_mark_that_never_closes_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('name,price\nbowl,3\n"cup,5\njar,1\n', encoding="utf-8")
    good, broken = _rows(path)
    assert good.line == 2
    assert isinstance(broken, BrokenRow)
    assert broken.line == 3
    assert "to line 4" in broken.reason


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbf" + CSV.encode())
    assert len(_rows(path)) == 3


@pytest.mark.parametrize(
    "data, error, said",
    [
        (b"", FileEmpty, "list.csv: is empty"),
        (b"name,price\n", FileEmpty, "list.csv: is empty"),
        (b"name,colour\nbowl,red\n", ColumnsMissing, "list.csv: its first line lacks the columns price"),
        (b"name,price\nbo\0wl,3\n", FileNotText, "list.csv, line 2: a NUL byte stands here"),
        (b"name,price\nb\xffwl,3\n", WrongEncoding, "list.csv, line 2: this is not UTF-8 text"),
        (b"x" * (LINE_MAX_BYTES + 1), FileNotText, "list.csv, line 1: the line is longer than 1 MB"),
        (gzip.compress(CSV.encode())[:-12], FileDamaged, "list.csv: is damaged or cut off"),
        (_zipped(CSV)[:-30], FileDamaged, "list.csv: is damaged or cut off"),
        (_zipped(CSV, "list.txt"), FileDamaged, "it holds 0 CSV files"),
    ],
    ids=["empty", "header", "columns", "nul", "utf8", "endless", "cut-gzip", "cut-zip", "no-csv"],
)
def test_a_wrong_file_is_told_in_one_line(
    tmp_path: Path, data: bytes, error: type[WrongFile], said: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(error) as raised:
        count_rows(path, encoding="utf-8", columns=COLUMNS)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_zip_whose_content_was_changed_is_damaged(tmp_path: Path) -> None:
    data = bytearray(_zipped(CSV * 50))
    data[60] ^= 0xFF
    path = tmp_path / "list.csv"
    path.write_bytes(bytes(data))
    with pytest.raises(FileDamaged):
        count_rows(path, encoding="utf-8", columns=COLUMNS)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        list(read_lines(tmp_path / "nothing.csv", encoding="utf-8"))
    with pytest.raises(FileUnreadable):
        list(read_lines(tmp_path, encoding="utf-8"))


def test_a_chinese_list_that_was_saved_as_utf8_is_told_by_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    columns = ("名称", "店名")
    path.write_bytes("名称,店名\n碗,器物\n".encode())
    with pytest.raises(WrongEncoding) as raised:
        count_rows(path, encoding="gbk", columns=columns)
    assert "GBK" in str(raised.value)
    path.write_bytes("名称,店名\n碗,器物\n".encode("gbk"))
    assert count_rows(path, encoding="gbk", columns=columns) == 1


def test_a_parquet_file_must_begin_and_end_as_one(tmp_path: Path) -> None:
    path = tmp_path / "ratings.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 40 + b"PAR1")
    check_parquet(path)
    path.write_bytes(b"PAR1" + b"\0" * 40)
    with pytest.raises(FileDamaged):
        check_parquet(path)


@given(data=st.binary(max_size=300))
def test_no_bytes_whatever_raise_anything_but_a_clear_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    for start in (b"", b"name,price\n", b"\x1f\x8b\x08", b"PK\x03\x04"):
        path.write_bytes(start + data)
        refusal = None
        rows: list[Row | BrokenRow] = []
        try:
            rows = _rows(path)
        except WrongFile as error:
            refusal = error
        assert refusal is None or str(refusal).startswith("any.csv")
        assert all(row.line >= 2 for row in rows)
