"""The catalogue as a file: what comes in, what goes out, and that both are the same."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from tests.support.catalogue_files import (
    LAMP,
    brought_in,
    csv_of,
    problems_of,
    product_of,
    rows_of,
)
from tests.support.community import product, product_draft, shelf

from hongshu.flows.cataloguing.contracts import CatalogueImportedBefore, FileKind, Outcome, TableKind
from hongshu.flows.cataloguing.services import bring_in, look_at, write_products
from hongshu.kernel import clock
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import OptionAxis, OptionValue, PriceKind, ProductState, SkuDraft, Text
from hongshu.store.catalog.models import PriceRow, ProductRow, SkuRow
from hongshu.store.catalog.queries import (
    find_import,
    get_product,
    list_kept_products,
    list_skus_by_code,
    price_at,
)
from hongshu.store.catalog.services import keep_import, save_products, set_price, waive_picture

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_product_that_nobody_sees_before_somebody_publishes_it() -> None:
    outcome = brought_in(LAMP)
    assert (outcome.created, outcome.problems, outcome.is_applied) == (1, (), True)
    found = get_product(product_of("lamp"), of_any_state=True)
    assert found.state is ProductState.DRAFT
    (sku,) = found.skus
    assert (sku.barcode, sku.hs_code, sku.weight_g) == ("4006381333931", "9405210090", 800)
    assert (sku.price, sku.content, sku.content_unit) == (Money(9900), Decimal(1), "piece")


def test_a_look_writes_nothing_and_tells_what_would_come() -> None:
    shelf()
    outcome = look_at(data=csv_of([LAMP]), file_name="lamp.csv")
    assert (outcome.created, outcome.is_applied) == (1, False)
    assert [(change.key, change.columns) for change in outcome.changes] == [("lamp", ())]
    assert not ProductRow.objects.exists()


def test_one_wrong_row_keeps_the_whole_file_out() -> None:
    wrong = LAMP | {"product_key": "other", "sku_code": "OTHER", "barcode": "", "weight_g": "-3"}
    outcome = brought_in(LAMP, wrong)
    assert not outcome.is_applied
    assert [(one.row, one.column, one.code) for one in outcome.problems] == [(3, "weight_g", "negative")]
    assert not ProductRow.objects.exists()


def test_every_wrong_row_and_every_wrong_cell_of_it_is_told() -> None:
    rows = [
        LAMP | {"price": "free", "weight_g": "1.5"},
        LAMP | {"product_key": "b", "sku_code": "B", "barcode": "4006381333932", "hs_code": "94"},
        LAMP | {"product_key": "c", "sku_code": "C", "barcode": "", "category": "moons", "price": "0"},
        LAMP | {"product_key": "d", "sku_code": "D", "barcode": "", "brand": "nobody"},
        LAMP | {"product_key": "e", "sku_code": "E", "barcode": "", "price": "1.005"},
        LAMP | {"product_key": "f", "sku_code": "F", "barcode": "", "state": "lost"},
        LAMP | {"product_key": "g", "sku_code": "G", "barcode": "", "price": "9", "member_price": "10"},
        LAMP | {"product_key": "", "sku_code": "H", "barcode": ""},
    ]
    assert problems_of(*rows) == [
        (2, "price", "not_a_number"),
        (2, "weight_g", "fractional"),
        (3, "barcode", "barcode_wrong"),
        (3, "hs_code", "hs_code_wrong"),
        (4, "category", "category_unknown"),
        (4, "price", "price_wrong"),
        (5, "brand", "brand_unknown"),
        (6, "price", "too_exact"),
        (7, "state", "unknown_state"),
        (8, "member_price", "price_above_selling"),
        (9, "product_key", "required"),
    ]


def test_a_sku_twice_a_barcode_twice_and_rows_that_disagree_are_told() -> None:
    assert problems_of(
        LAMP,
        LAMP | {"barcode": ""},
        LAMP | {"sku_code": "LAMP-2", "name_en": "Light", "barcode": ""},
    ) == [(3, "sku_code", "twice_in_file"), (4, "name_en", "disagrees")]
    other = LAMP | {"product_key": "other", "sku_code": "OTHER"}
    assert problems_of(LAMP, other) == [(3, "barcode", "barcode_taken")]


def test_the_same_file_again_is_refused_until_it_is_meant_and_then_changes_nothing() -> None:
    first = brought_in(LAMP)
    with pytest.raises(CatalogueImportedBefore) as refusal:
        brought_in(LAMP)
    assert refusal.value.details["on"]
    again = bring_in(data=csv_of([LAMP]), file_name="products.csv", again=True)
    assert (first.created, again.created, again.changed, again.unchanged) == (1, 0, 0, 1)
    assert look_at(data=csv_of([LAMP]), file_name="x.csv").imported_on


def test_what_a_category_fills_in_is_not_a_change_the_next_time() -> None:
    row = {name: LAMP[name] for name in ("product_key", "sku_code", "brand", "category", "name_en", "price")}
    brought_in(row)
    again = brought_in(row | {"description_en": ""})
    assert (again.changed, again.unchanged) == (0, 1)


def test_several_skus_are_told_apart_by_axes_and_keep_their_order() -> None:
    axis = {"axis_1": "size", "axis_1_zh": "大小", "axis_1_en": "Size"}
    rows = [
        LAMP | axis | {"value_1": "small", "value_1_zh": "小", "value_1_en": "Small"},
        LAMP
        | {"sku_code": "LAMP-2", "barcode": "", "price": "120", "value_1": "large", "value_1_en": "Large"},
    ]
    assert brought_in(*rows).problems == ()
    found = get_product(product_of("lamp"), of_any_state=True)
    assert [value.slug for value in found.axes[0].values] == ["small", "large"]
    assert [(sku.choice, sku.option.en) for sku in found.skus] == [
        (("small",), "Small"),
        (("large",), "Large"),
    ]


def test_a_sku_that_a_product_s_rows_leave_out_is_withdrawn_and_told() -> None:
    shelf()
    skus = tuple(SkuDraft(code=code, price=Money(100), option=Text(en=code)) for code in ("A", "B"))
    save_products([product_draft("oil", skus=skus)])
    outcome = brought_in({"source": "test", "product_key": "oil", "sku_code": "A", "price": "2"})
    assert [change.withdrawn for change in outcome.changes] == [("B",)]
    assert SkuRow.objects.get(code="B").is_withdrawn


def test_a_column_that_is_not_there_leaves_what_is() -> None:
    key = product("lamp")
    outcome = brought_in({"source": "test", "product_key": "lamp", "sku_code": "NRD-lamp", "weight_g": "75"})
    assert outcome.changes[0].columns == ("weight_g",)
    found = get_product(key)
    assert (found.summary.name.en, found.skus[0].weight_g, found.summary.price) == (
        "Lamp lamp",
        75,
        Money(9900),
    )


def test_the_list_a_product_came_from_does_not_undo_what_buyers_wrote() -> None:
    key = product("lamp")
    brought_in({"source": "test", "product_key": "lamp", "sku_code": "NRD-lamp", "name_en": "Moon lamp"})
    assert save_products([product_draft("lamp")]).unchanged == 1
    assert get_product(key).summary.name.en == "Moon lamp"


def test_a_state_moves_as_staff_may_move_it() -> None:
    brought_in(LAMP)
    assert problems_of(LAMP | {"state": "published"}) == [(2, "picture_waiver", "no_picture")]
    waive_picture(product_id=product_of("lamp"), why="a test")
    assert brought_in(LAMP | {"state": "published"}).changes[0].columns == ("state",)
    assert get_product(product_of("lamp")).state is ProductState.PUBLISHED
    assert problems_of(LAMP | {"state": "draft"}) == [(2, "state", "cannot_from_here")]
    assert brought_in(LAMP | {"state": "withdrawn"}).problems == ()


def _many_sided() -> None:
    """Products with everything that a file can say, and some things that it must not break."""
    shelf()
    shades = OptionAxis(
        slug="shade", name=Text(zh="色号", en="Shade"),
        values=(
            OptionValue("red__1", Text(zh="红", en="Red"), "#b5483a"),
            OptionValue("unused", Text(en="Unused")),
            OptionValue("blue", Text(zh="蓝")),
        ),
    )  # fmt: skip
    skus = (
        SkuDraft(
            code="=1+1", price=Money(9900), choice=("blue",), list_price=Money(12000),
            member_price=Money(8001), barcode="4006381333931", content=Decimal("30.5"), content_unit="ml",
            shelf_life_days=900,
        ),
        SkuDraft(code="'@b", price=Money(10000), choice=("red__1",), option=Text(zh="红色", en="Ruby, deep")),
    )  # fmt: skip
    save_products(
        [
            product_draft(
                "many", skus=skus, axes=(shades,), description=Text(en='says "hi",\nand more', zh="-好"),
                highlights_en=("=cmd|' /C calc'!A0", "two"), ingredients="Aqua; Glycerin",
                attributes={"odd__slug": "+5", "finish": "matte"}, needs_review=("weight_g",),
            ),
            product_draft("plain"),
            product_draft("hidden", state=ProductState.DRAFT, skus=(SkuDraft(code="H", price=Money(1)),)),
        ]
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(FileKind))
def test_what_was_written_out_changes_nothing_when_it_is_read_again(kind: FileKind) -> None:
    _many_sided()
    ids = list(ProductRow.objects.values_list("id", flat=True))
    before, prices = list_kept_products(ids), PriceRow.objects.count()
    outcome = bring_in(data=write_products(kind=kind), file_name=f"all.{kind.value}")
    assert outcome.problems == ()
    assert (outcome.created, outcome.changed, outcome.unchanged) == (0, 0, 3)
    assert outcome.prices_set == 0
    assert list_kept_products(ids) == before
    assert PriceRow.objects.count() == prices


def test_no_cell_that_is_written_out_is_calculated() -> None:
    _many_sided()
    cells = [cell for row in rows_of(write_products(kind=FileKind.CSV)) for cell in row.values()]
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    sheet = load_workbook(io.BytesIO(write_products(kind=FileKind.XLSX)))[TableKind.PRODUCTS.value]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_prices_with_their_times_come_in_and_are_not_set_twice() -> None:
    product("lamp")
    begin = (clock.now() + timedelta(days=2)).replace(microsecond=0)
    rows = [
        {"sku_code": "NRD-lamp", "kind": "list", "amount": "150"},
        {"sku_code": "NRD-lamp", "kind": "selling", "amount": "89.50", "starts_at": begin.isoformat(),
         "ends_at": (begin + timedelta(days=1)).isoformat()},
    ]  # fmt: skip
    assert brought_in(*rows).prices_set == 2
    sku = list_skus_by_code(["NRD-lamp"])["NRD-lamp"]
    assert price_at(sku, begin).selling == Money(8950)
    assert price_at(sku, begin + timedelta(days=1)).selling == Money(9900)
    again = bring_in(data=csv_of(rows), file_name="prices.csv", again=True)
    assert (again.prices_set, again.prices_unchanged) == (0, 2)


def test_wrong_prices_are_told_by_their_row() -> None:
    product("lamp")
    past = (clock.now() - timedelta(days=2)).isoformat()
    price = {"sku_code": "NRD-lamp", "kind": "selling", "amount": "5"}
    assert problems_of(
        price | {"starts_at": past},
        price | {"sku_code": "nothing"},
        price | {"kind": "dream"},
        price | {"amount": "0"},
        price | {"starts_at": "2099-02-01", "ends_at": "2099-01-01"},
        price | {"kind": "member", "amount": "500", "starts_at": "2098-02-01"},
        price | {"starts_at": "soon"},
    ) == [
        (2, "starts_at", "price_in_the_past"),
        (3, "sku_code", "sku_unknown"),
        (4, "kind", "unknown_kind"),
        (5, "amount", "price_not_positive"),
        (6, "ends_at", "price_ends_first"),
        (7, "amount", "price_above_selling"),
        (8, "starts_at", "not_a_date"),
    ]


def test_a_workbook_s_numbers_are_read_and_its_formulas_refused() -> None:
    shelf()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row = LAMP | {"barcode": 4006381333931, "price": 99.5, "weight_g": 800.0, "description_en": "=1+1"}
    sheet.append(list(row))
    sheet.append(list(row.values()))
    data = io.BytesIO()
    book.save(data)
    outcome = look_at(data=data.getvalue(), file_name="lamp.xlsx")
    assert [(one.row, one.column, one.code) for one in outcome.problems] == [(2, "description_en", "formula")]
    sheet.cell(2, len(row)).value = "words"
    data = io.BytesIO()
    book.save(data)
    fine: Outcome = bring_in(data=data.getvalue(), file_name="lamp.xlsx")
    assert (fine.created, fine.written_in) == (1, "XLSX")
    assert get_product(product_of("lamp"), of_any_state=True).summary.price == Money(9950)


def test_a_brand_that_is_not_there_is_made_of_its_names_and_a_known_one_stays() -> None:
    rows = [
        LAMP | {"brand": "aurora", "brand_zh": "极光", "brand_en": "Aurora"},
        LAMP | {"product_key": "b", "sku_code": "B", "barcode": "", "brand": "nordlys", "brand_en": "Other"},
    ]
    assert brought_in(*rows).problems == ()
    names = [get_product(product_of(key), of_any_state=True).summary.brand_name.en for key in ("lamp", "b")]
    assert names == ["Aurora", "Nordlys"]


def test_what_was_looked_at_is_let_go_of_once_it_is_brought_in() -> None:
    shelf()
    data = csv_of([LAMP])
    key = keep_import(data=data, file_name="lamp.csv", actor_id=None)
    assert (kept := find_import(key)) is not None
    assert kept.data == data
    bring_in(data=data, file_name="lamp.csv")
    assert (done := find_import(key)) is not None
    assert (done.data, done.applied_at is not None) == (b"", True)


def test_a_price_that_a_file_changes_holds_from_now_on() -> None:
    key = product("lamp")
    sku = list_skus_by_code(["NRD-lamp"])["NRD-lamp"]
    set_price(sku_id=sku, kind=PriceKind.LIST, amount=Money(20000))
    brought_in({"source": "test", "product_key": "lamp", "sku_code": "NRD-lamp", "price": "77"})
    assert get_product(key).summary.price == Money(7700)
    assert price_at(sku, clock.now()).list == Money(20000)


def test_what_else_is_wrong_with_a_row_is_told_beside_its_unreadable_cells() -> None:
    row = LAMP | {"price": "free", "barcode": "123", "category": "moons", "brand": ""}
    assert problems_of(row) == [
        (2, "barcode", "barcode_wrong"),
        (2, "brand", "required"),
        (2, "category", "category_unknown"),
        (2, "price", "not_a_number"),
    ]
