"""Import tax against the published figures, the shipped tables, and the command."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from hongshu.flows.importing.rules.shop_tree import shop_tree
from hongshu.store.customs.contracts import (
    AboveYearlyLimit,
    Cart,
    Condition,
    ContentNeeded,
    ContentUnit,
    InvalidTable,
    Mode,
    NotOnPositiveList,
    QuoteLine,
    SplitReason,
    UnknownCode,
)
from hongshu.store.customs.rules.tables import read_rules
from hongshu.store.customs.rules.taxing import tax_line
from hongshu.store.customs.shipped import law_of, quote_cart, shipped_tables
from hongshu.surfaces.cli.customs import customs

DAY = date(2026, 11, 22)
CREAM = QuoteLine(
    hs_code="3304990029", price_fen=42_500, quantity=1, content=Decimal(20), content_unit=ContentUnit.GRAM
)
HEAD = (
    "hs_code,name,tariff_percent,vat_percent,consumption_percent,condition,"
    "valid_from,valid_until,source,checked"
)


def cart(*lines: QuoteLine, **more: int) -> Cart:
    return Cart(mode=Mode.BONDED, lines=lines, **more)


def test_the_published_cream_is_taxed_as_published() -> None:
    line = quote_cart(cart(CREAM), on=DAY).lines[0]
    assert (line.consumption_fen, line.vat_fen, line.tariff_fen, line.tax_fen) == (5250, 4550, 0, 9800)


@pytest.mark.parametrize(
    ("vat", "consumption", "tax"),
    [(13, 0, 91_000), (9, 0, 63_000), (13, 10, 178_889), (13, 15, 230_588)],
)
def test_the_combined_rates_are_those_published(vat: int, consumption: int, tax: int) -> None:
    rule = replace(
        shipped_tables().rules[0],
        vat_millionths=vat * 10_000,
        consumption_millionths=consumption * 10_000,
        condition=Condition.ALWAYS,
    )
    taxed = tax_line(CREAM, rule, 1_000_000, law_of(DAY), place=0, is_above_single_limit=False)
    assert taxed.tax_fen == tax


@pytest.mark.parametrize(
    ("price", "content", "unit", "consumption"),
    [
        (20_000, "20", ContentUnit.GRAM, True),
        (19_999, "20", ContentUnit.GRAM, False),
        (7_500, "5", ContentUnit.SHEET, True),
        (7_499, "5", ContentUnit.SHEET, False),
    ],
)
def test_cosmetics_are_high_end_from_the_threshold_on(
    price: int, content: str, unit: ContentUnit, consumption: bool
) -> None:
    line = replace(CREAM, price_fen=price, content=Decimal(content), content_unit=unit)
    assert (quote_cart(cart(line), on=DAY).lines[0].consumption_fen > 0) is consumption


def test_one_item_above_the_single_limit_pays_everything_in_full() -> None:
    watch = QuoteLine(hs_code="9102110000", price_fen=1_000_000, quantity=1)
    quote = quote_cart(cart(watch), on=DAY)
    # t 10 %, v 13 %, c 20 %: (0.1 + 0.13 + 0.2 + 0.013) / 0.8
    assert quote.tax_fen == 553_750
    assert quote.orders[0].reason is SplitReason.SINGLE_ITEM
    cheaper = quote_cart(cart(replace(watch, price_fen=999_999)), on=DAY).lines[0]
    assert cheaper.consumption_fen == 0
    assert cheaper.tariff_fen == 100_000


def test_exactly_the_limit_is_within_it() -> None:
    line = QuoteLine(hs_code="3305900000", price_fen=500_000, quantity=1)
    assert quote_cart(cart(line), on=DAY).tax_fen == 45_500


def test_what_is_above_the_year_is_no_retail_import() -> None:
    line = QuoteLine(hs_code="3305900000", price_fen=500_000, quantity=1)
    assert quote_cart(cart(line, year_used_fen=2_100_000), on=DAY).tax_fen == 45_500
    with pytest.raises(AboveYearlyLimit):
        quote_cart(cart(line, year_used_fen=2_100_001), on=DAY)


def test_modes_and_warehouses_make_orders_with_their_reasons() -> None:
    line = replace(CREAM, warehouse="a")
    by_place = quote_cart(cart(line, replace(line, warehouse="b")), on=DAY).orders
    by_mode = quote_cart(cart(line, replace(line, mode=Mode.DIRECT)), on=DAY).orders
    assert [order.reason for order in by_place] == [SplitReason.WAREHOUSE] * 2
    assert [order.reason for order in by_mode] == [SplitReason.MODE] * 2


def test_unknown_codes_days_without_a_list_and_missing_content_are_refused() -> None:
    with pytest.raises(UnknownCode):
        quote_cart(cart(replace(CREAM, hs_code="0000000000")), on=DAY)
    with pytest.raises(NotOnPositiveList):
        quote_cart(cart(CREAM), on=date(2021, 1, 1))
    with pytest.raises(ContentNeeded):
        quote_cart(cart(replace(CREAM, content=None, content_unit=None)), on=DAY)


def test_the_code_of_every_category_has_a_rate_and_is_on_the_positive_list() -> None:
    law = law_of(DAY)
    demo = tomllib.loads(
        (files("hongshu.flows.demo_world") / "content" / "categories.toml").read_text("utf-8")
    )
    codes = {category["hs"] for category in demo["category"] if "hs" in category}
    # Imports know a subheading; which of its codes it is, a buyer says when the product is looked through.
    codes |= {category.hs_code for category in shop_tree().categories.values() if category.hs_code}
    assert len(codes) >= 40
    for code in codes:
        assert any(rule.startswith(code) for rule in law.rules), code
        listed = [row for key, row in law.positive_list.items() if key.startswith(code[:8])]
        assert listed, code
        assert all(row.modes == set(Mode) for row in listed), code


def test_a_quote_of_any_code_that_ships_is_lawful_on_the_day() -> None:
    for code, rule in law_of(DAY).rules.items():
        line = replace(CREAM, hs_code=code, price_fen=1_000)
        assert quote_cart(cart(line), on=DAY).lines[0].rule == rule.version


def test_rates_that_overlap_in_time_are_refused_naming_both_rows() -> None:
    row = "3304990029,x,1,13,15,high_end_cosmetics,{},{},law,no"
    touching = "\n".join([HEAD, row.format("2020-01-01", "2021-01-01"), row.format("2021-01-01", "")])
    assert len(read_rules(touching)) == 2
    with pytest.raises(InvalidTable, match="lines 2 and 3"):
        read_rules("\n".join([HEAD, row.format("2020-01-01", "2021-01-02"), row.format("2021-01-01", "")]))


@pytest.mark.parametrize("rate", ["-1", "NaN", "1.00001", "x", ""])
def test_a_rate_that_is_none_is_refused_with_its_line(rate: str) -> None:
    with pytest.raises(InvalidTable, match="line 2"):
        read_rules(f"{HEAD}\n3304990029,x,{rate},13,15,always,2020-01-01,,law,no")


LINE = {"hs_code": "3304990029", "price_fen": 42500, "quantity": 1, "content": "20", "content_unit": "g"}
GOOD = {"mode": "1210", "on": "2026-11-22", "freight_fen": 0, "insurance_fen": 0, "lines": [LINE]}


def asked(folder: Path, given: object) -> tuple[int, dict[str, object]]:
    file = folder / "cart.json"
    file.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
    result = CliRunner().invoke(customs, ["quote", str(file), "--json"])
    return result.exit_code, json.loads(result.output)


def test_the_command_prints_tax_lines_and_orders(tmp_path: Path) -> None:
    code, said = asked(tmp_path, GOOD)
    assert code == 0
    assert said["tax_fen"] == 9800
    orders = said["orders"]
    assert isinstance(orders, list)
    assert orders[0]["tax_fen"] == 9800
    assert len(orders[0]["lines"]) == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ("{", "invalid_customs_cart"),
        ("[" * 100_000, "invalid_customs_cart"),
        ([], "invalid_customs_cart"),
        ({**GOOD, "lines": []}, "invalid_customs_cart"),
        ({**GOOD, "mode": "1239"}, "unknown_customs_mode"),
        ({**GOOD, "mode": ["1210"]}, "unknown_customs_mode"),
        ({**GOOD, "on": "2026-02-30"}, "invalid_customs_cart"),
        ({**GOOD, "freight_fen": -1}, "invalid_customs_cart"),
        ({**GOOD, "lines": [{**LINE, "price_fen": 1.5}]}, "invalid_customs_cart"),
        ({**GOOD, "lines": [{**LINE, "price_fen": 10**30}]}, "invalid_customs_cart"),
        ({**GOOD, "lines": [{**LINE, "quantity": True}]}, "invalid_customs_cart"),
        ({**GOOD, "lines": [{**LINE, "content": "0"}]}, "invalid_customs_cart"),
        ({**GOOD, "lines": [{**LINE, "hs_code": "9999999999"}]}, "unknown_hs_code"),
        ({**GOOD, "lines": [{**LINE, "quantity": 100}]}, "above_yearly_limit"),
    ],
)
def test_the_command_refuses_bad_carts_by_code(tmp_path: Path, given: object, refusal: str) -> None:
    code, said = asked(tmp_path, given)
    error = said["error"]
    assert code == 2
    assert isinstance(error, dict)
    assert error["code"] == refusal
