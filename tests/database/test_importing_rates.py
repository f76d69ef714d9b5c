"""Rates, thresholds and the positive list in the database: taken whole or not at all, never rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from hongshu.kernel import clock
from hongshu.kernel.ids import new_id
from hongshu.store.customs.contracts import (
    ImportReport,
    InvalidTable,
    LawTable,
    RowFate,
    TableRefused,
)
from hongshu.store.customs.models import LawImportRow, RateRow, ThresholdRow
from hongshu.store.customs.queries import current_tables, forget_law, law_of, list_imports, quote_cart
from hongshu.store.customs.rules.years import day_of
from hongshu.store.customs.services import fill_empty_tables, import_rates
from hongshu.store.customs.shipped import shipped_tables, text_of

pytestmark = pytest.mark.django_db
HEAD = (
    "hs_code,name,tariff_percent,vat_percent,consumption_percent,condition,"
    "valid_from,valid_until,source,checked\n"
)


def in_days(days: int) -> date:
    return day_of(clock.now()) + timedelta(days=days)


def rate(code: str = "3305100090", since: object = "2019-04-01", until: object = "", vat: str = "13") -> str:
    return f"{code},Shampoo,3,{vat},0,always,{since},{until},a notice,\n"


def take(rows: str, *, is_dry_run: bool = False, ends_earlier: bool = False) -> ImportReport:
    report = import_rates(
        text=HEAD + rows, file_name="rates.csv", is_dry_run=is_dry_run, ends_earlier=ends_earlier
    )
    forget_law()
    return report


def fates(report: ImportReport) -> list[RowFate]:
    return [verdict.fate for verdict in report.verdicts]


def test_empty_tables_are_filled_with_what_ships_once_and_mean_the_same() -> None:
    whole = shipped_tables()
    count = len(whole.rules) + len(whole.thresholds) + len(whole.positive_list)
    assert fill_empty_tables() == count
    assert fill_empty_tables() == 0
    forget_law()
    held = current_tables()
    assert set(held.rules) == set(whole.rules)
    assert set(held.thresholds) == set(whole.thresholds)
    assert set(held.positive_list) == set(whole.positive_list)
    assert {made.table for made in list_imports()} == set(LawTable)


@pytest.mark.parametrize("table", list(LawTable))
def test_what_ships_may_be_imported_again_and_changes_nothing(table: LawTable) -> None:
    fill_empty_tables()
    before = LawImportRow.objects.count()
    report = import_rates(text=text_of(table), file_name="again.csv")
    assert report.table is table
    assert set(fates(report)) == {RowFate.UNCHANGED}
    assert LawImportRow.objects.count() == before


def test_a_new_rate_holds_from_its_day_and_the_old_one_until_then() -> None:
    tomorrow = in_days(1)
    report = take(rate(since=tomorrow, vat="9"), ends_earlier=True)
    assert fates(report) == [RowFate.ADDED]
    assert report.ended == ("3305100090@2019-04-01",)
    assert law_of(in_days(0)).rules["3305100090"].vat_millionths == 130_000
    assert law_of(tomorrow).rules["3305100090"].vat_millionths == 90_000
    assert law_of(in_days(0)).rules["3305100090"].valid_until == tomorrow


def test_rows_that_hold_on_the_same_days_are_refused_and_nothing_of_their_file_is_taken() -> None:
    fill_empty_tables()
    count = RateRow.objects.count()
    with pytest.raises(TableRefused) as refusal:
        take(rate("0101010101") + rate(since=in_days(1), vat="9"))
    assert (refusal.value.details["count"], refusal.value.details["line"]) == (1, 3)
    assert RateRow.objects.count() == count


def test_a_dry_run_tells_every_wrong_line_and_writes_nothing() -> None:
    rows = (
        rate("33")
        + rate(vat="x")
        + rate("0101010101")
        + rate("0101010102", since="2020-01-01", until="2019-01-01")
    )
    report = take(rows + rate("0101010103") + rate("0101010103", since="2020-01-01"), is_dry_run=True)
    assert not report.is_applied
    assert [(verdict.line, verdict.fate is RowFate.REFUSED) for verdict in report.verdicts] == [
        (2, True), (3, True), (4, False), (5, True), (6, False), (7, True),
    ]  # fmt: skip
    assert all(verdict.why for verdict in report.refused)
    assert not RateRow.objects.exists()
    assert not LawImportRow.objects.exists()


def test_what_has_been_law_is_not_rewritten_but_may_end_and_be_described() -> None:
    other = rate(vat="9")
    assert fates(take(other, is_dry_run=True)) == [RowFate.REFUSED]
    assert fates(take(rate(until=in_days(-1)), is_dry_run=True)) == [RowFate.REFUSED]
    assert fates(take(rate(until=in_days(1)))) == [RowFate.DATED]
    assert fates(take(rate(until=in_days(1)).replace("Shampoo", "Shampoos"))) == [RowFate.DESCRIBED]


def test_what_is_not_law_yet_may_be_replaced() -> None:
    take(rate("0101010101", since=in_days(5)))
    assert fates(take(rate("0101010101", since=in_days(5), vat="9"))) == [RowFate.REPLACED]
    assert law_of(in_days(5)).rules["0101010101"].vat_millionths == 90_000


def test_the_database_itself_refuses_overlap_and_rewriting() -> None:
    fill_empty_tables()
    row = RateRow.objects.get(hs_code="3305100090")
    for changes in ({"vat_millionths": 1}, {"valid_from": "2018-01-01"}, {"hs_code": "0101010101"}):
        with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
            RateRow.objects.filter(id=row.id).update(**changes)
    with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
        ThresholdRow.objects.filter(name="single_limit_fen").delete()
    row.id, row.valid_from = new_id(), in_days(3)
    with pytest.raises(IntegrityError, match="no_overlap"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00"])
def test_what_is_no_table_of_the_law_is_refused(text: str) -> None:
    with pytest.raises(InvalidTable):
        import_rates(text=text, file_name="x.csv")


def test_quotes_follow_the_table_of_the_database() -> None:
    from tests.unit.test_import_tax import CREAM, cart

    before = quote_cart(cart(CREAM), on=in_days(1)).tax_fen
    cream = f"3304990029,Cream,1,9,0,always,{in_days(1)},,a notice,\n"
    take(cream, ends_earlier=True)
    assert quote_cart(cart(CREAM), on=in_days(0)).tax_fen == before
    assert quote_cart(cart(CREAM), on=in_days(1)).tax_fen == 2_678


def test_other_processes_ask_for_the_version_and_so_see_a_change_within_a_second() -> None:
    from hongshu.store.customs.queries import law

    assert law.VERSION_WINDOW_S <= 1
    law_of(in_days(1))
    import_rates(text=HEAD + rate("0101010101"), file_name="rates.csv")
    assert "0101010101" not in law_of(in_days(1)).rules
    # As when the window is over.
    law._version.forget()
    assert "0101010101" in law_of(in_days(1)).rules
