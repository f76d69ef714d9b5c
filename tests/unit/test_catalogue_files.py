"""Files that are doubted: what can be read of them, and the words for what cannot."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from hongshu.flows.cataloguing.contracts import (
    CatalogueColumnMissing,
    CatalogueColumnTwice,
    CatalogueColumnUnknown,
    CatalogueFileEmpty,
    CatalogueFileNotRead,
    CatalogueFileTooLarge,
    CatalogueWrongEncoding,
)
from hongshu.flows.cataloguing.reading.files import read_tables
from hongshu.flows.cataloguing.rules.cells import CellFault, defused, fen_of, fused, whole_of
from hongshu.kernel.errors import DomainError

_HEADER = "product_key,sku_code,name_zh\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_is_read_in_each_of_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    read = read_tables((_HEADER + "a,b,口红\n").encode(encoding))
    assert read.tables[0].rows == ((2, ("a", "b", "口红")),)
    assert read.written_in == ("GB18030" if encoding == "gb18030" else "UTF-8")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_mark_between_cells_is_found_out(mark: str) -> None:
    text = mark.join(("product_key", "sku_code")) + "\n" + mark.join(("a", "b, c" if mark != "," else "b"))
    assert read_tables(text.encode()).tables[0].header == ("product_key", "sku_code")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", CatalogueFileEmpty),
        (b" \n ", CatalogueFileEmpty),
        (_HEADER.encode(), CatalogueFileEmpty),
        ((_HEADER + "a,b,c\n").encode("utf-16"), CatalogueWrongEncoding),
        (_HEADER.encode() + b"a,b,\xfd\xfe\xff\x80\n", CatalogueWrongEncoding),
        (b"sku_code,name_zh\na,b\n", CatalogueColumnMissing),
        (b"product_key,sku_code,sku_code\na,b,c\n", CatalogueColumnTwice),
        (b"product_key,sku_code,weigth_g\na,b,c\n", CatalogueColumnUnknown),
        ((_HEADER + '"a,b').encode(), CatalogueFileNotRead),
        (b"PK\x03\x04 not a workbook", CatalogueFileNotRead),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        read_tables(data)


def test_a_wrong_column_is_answered_with_the_nearest_there_is() -> None:
    with pytest.raises(CatalogueColumnUnknown) as refused:
        read_tables(b"product_key,sku_code,Weight g\na,b,c\n")
    assert refused.value.details == {"column": "Weight g", "nearest": "weight_g"}


def test_too_many_bytes_or_rows_are_refused_before_anything_is_saved() -> None:
    data = (_HEADER + "a,b,c\n" * 11).encode()
    with pytest.raises(CatalogueFileTooLarge):
        read_tables(data, most_rows=10)
    with pytest.raises(CatalogueFileTooLarge):
        read_tables(data, most_bytes=20)


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused_unopened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(4):
            bomb.writestr(f"xl/{number}.xml", b"0" * 100 * 1024 * 1024)
    with pytest.raises(CatalogueFileTooLarge):
        read_tables(packed.getvalue())


def test_empty_sheets_of_a_workbook_are_passed_over() -> None:
    book = Workbook()
    book.create_sheet("more").append(["product_key", "sku_code"])
    book["more"].append(["a", 12])
    data = io.BytesIO()
    book.save(data)
    assert [table.rows for table in read_tables(data.getvalue()).tables] == [((2, ("a", "12")),)]


@given(st.text(max_size=20))
def test_a_defused_text_is_never_calculated_and_comes_back_as_it_was(text: str) -> None:
    assert fused(defused(text)) == text
    assert defused(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize(
    ("text", "code"),
    [("-1", "negative"), ("1.5", "fractional"), ("1e3", "not_a_number"), ("１", "not_a_number")],
)
def test_a_whole_number_is_nothing_else(text: str, code: str) -> None:
    with pytest.raises(CellFault, match=code):
        whole_of(text)


def test_yuan_are_read_exactly() -> None:
    assert [fen_of(text) for text in ("1", "1.5", "1,299.00", "")] == [100, 150, 129_900, None]
