"""Imports in the database: counted, idempotent, resumable, and every refused row told."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.foreign_lists import no_progress, write_double11, write_sephora

from hongshu.community.members.queries import get_profile
from hongshu.community.notes.models import NoteRow
from hongshu.community.notes.queries import get_note
from hongshu.flows.importing.contracts import FileDamaged, ImportReport, RefusedRow, WrongFile
from hongshu.flows.importing.services import import_double11, import_sephora
from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id
from hongshu.kernel.kept import forget_all
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import BrandDraft, Rate, Text
from hongshu.store.catalog.models import BrandRow, CategoryRow, ProductRow, SkuRow
from hongshu.store.catalog.queries import get_brand, get_product, list_products_by_key
from hongshu.store.catalog.services import save_brands, save_rates

pytestmark = pytest.mark.django_db

REAL_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PRODUCTS = [
    {},
    {"product_id": "Q2", "product_name": "Fern Cream", "primary_category": "Garden", "size": ""},
    {"product_id": "Q3", "product_name": "Stone Lipstick", "brand_name": "Kieselmund", "price_usd": "9.5",
     "primary_category": "Makeup", "secondary_category": "Lip", "tertiary_category": "Lipstick"},
]  # fmt: skip
REVIEWS = [
    {},
    {"author_id": "900002", "product_id": "Q3", "review_title": ""},
    {"author_id": "900001", "product_id": "Q3", "review_text": "long " * 900},
]


def _import(folder: Path) -> ImportReport:
    return import_sephora(folder, progress=no_progress)


def _figures(report: ImportReport) -> dict[str, tuple[int, ...]]:
    return {
        part.part: (part.read, part.created, part.changed, part.known, part.repeated, part.refused)
        for part in report.parts
    }


def _everything() -> list[object]:
    """All that an import writes, with its ids: equal only if nothing was written anew."""
    return [
        list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for model in (BrandRow, CategoryRow, ProductRow, SkuRow, NoteRow)
    ]


def test_products_and_reviews_are_there_and_counted(tmp_path: Path) -> None:
    report = _import(write_sephora(tmp_path / "in", products=PRODUCTS, reviews=REVIEWS))
    assert _figures(report) == {"products": (3, 3, 0, 0, 0, 0), "notes": (3, 3, 0, 0, 0, 0)}
    assert report.refused == ()
    assert ProductRow.objects.count() == 3
    assert NoteRow.objects.count() == 3
    ids = list_products_by_key("sephora", ["Q1", "Q3"])
    toner = get_product(ids["Q1"])
    assert toner.category_path == ("skincare", "toner")
    assert toner.source_price == Money(2000, "USD")
    assert toner.rate_on
    assert toner.summary.price == Money(14200, "CNY")
    assert toner.needs_review == ("weight_g", "hs_code")
    assert get_product(ids["Q3"]).category_path == ("makeup", "lip-makeup", "lipstick")


def test_a_review_is_a_note_of_its_author_about_its_product(tmp_path: Path) -> None:
    _import(write_sephora(tmp_path / "in", products=PRODUCTS, reviews=REVIEWS))
    rows = {row.source_key: row for row in NoteRow.objects.all()}
    row = rows["900001-Q1-20210304"]
    note = get_note(Id(row.id), viewer_id=None)
    assert note.product_ids == (list_products_by_key("sephora", ["Q1"])["Q1"],)
    assert (note.full_title, note.summary.channel) == ("Rain in a bottle", "skincare")
    assert note.summary.rating == 5
    assert note.summary.origin == "sephora"
    assert get_profile(note.summary.author_id).origin == "sephora"
    assert rows["900001-Q3-20210304"].author_id == row.author_id
    assert len(rows["900001-Q3-20210304"].body) == 4499
    assert rows["900002-Q3-20210304"].title == "It smells of rain"


def test_twice_is_the_same_as_once(tmp_path: Path) -> None:
    folder = write_sephora(tmp_path / "in", products=PRODUCTS, reviews=REVIEWS)
    _import(folder)
    before = _everything()
    again = _import(folder)
    assert _figures(again) == {"products": (3, 0, 0, 3, 0, 0), "notes": (3, 0, 0, 3, 0, 0)}
    assert _everything() == before


def test_a_new_price_changes_the_product_and_makes_no_other(tmp_path: Path) -> None:
    _import(write_sephora(tmp_path / "in", products=PRODUCTS))
    dearer = [{**PRODUCTS[0], "price_usd": "30"}, *PRODUCTS[1:]]
    report = _import(write_sephora(tmp_path / "in", products=dearer))
    assert _figures(report)["products"] == (3, 0, 1, 2, 0, 0)
    product = get_product(list_products_by_key("sephora", ["Q1"])["Q1"])
    assert product.summary.price == Money(21300, "CNY")


def test_the_shade_and_the_size_of_a_row_are_what_its_product_is_chosen_by(tmp_path: Path) -> None:
    shaded = {"variation_type": "Color", "variation_value": "Fern", "size": "1 oz/ 30 mL"}
    long = {**shaded, "product_id": "Q2", "variation_value": "½ moss " * 20}
    report = _import(write_sephora(tmp_path / "in", products=[shaded, long]))
    assert report.refused == ()
    product = get_product(list_products_by_key("sephora", ["Q1"])["Q1"])
    assert [(axis.slug, axis.values[0].name.en) for axis in product.axes] == [
        ("shade", "Fern"),
        ("volume", "1 oz/ 30 mL"),
    ]
    (sku,) = product.skus
    assert sku.choice == ("fern", "1-oz-30-ml")
    assert (sku.content, sku.content_unit) == (Decimal(30), "ml")


def test_a_rate_that_buyers_entered_goes_before_the_one_of_the_settings(tmp_path: Path) -> None:
    today = clock.now().date()
    save_rates([Rate("USD", today - timedelta(days=3), Decimal("7.25"), "the bank")])
    _import(write_sephora(tmp_path / "in", products=PRODUCTS))
    product = get_product(list_products_by_key("sephora", ["Q1"])["Q1"])
    assert product.summary.price == Money(14500, "CNY")
    assert (product.rate, product.rate_on) == ("7.25", (today - timedelta(days=3)).isoformat())


@pytest.mark.parametrize("age_days", [-1, 32])
def test_without_a_rate_that_still_holds_the_one_of_the_settings_is_taken(
    tmp_path: Path, age_days: int
) -> None:
    on = clock.now().date() - timedelta(days=age_days)
    save_rates([Rate("USD", on, Decimal("7.25"), "the bank")])
    _import(write_sephora(tmp_path / "in", products=PRODUCTS))
    product = get_product(list_products_by_key("sephora", ["Q1"])["Q1"])
    now = settings.current()
    assert product.summary.price == Money(14200, "CNY")
    assert (product.rate, product.rate_on) == (now.usd_cny, now.usd_cny_on)


def test_every_row_that_is_not_imported_is_told_with_its_line_and_reason(tmp_path: Path) -> None:
    folder = write_sephora(
        tmp_path / "in",
        products=[*PRODUCTS, {"product_id": "Q4", "price_usd": ""}, {"product_id": "Q1"}],
        reviews=[
            *REVIEWS,
            {"author_id": "900003", "product_id": "Q4"},
            {"author_id": "900004", "rating": "7"},
            {"review_text": "Other words on the same day."},
            {},
        ],
    )
    report = _import(folder)
    assert _figures(report) == {"products": (5, 3, 0, 0, 0, 2), "notes": (7, 3, 0, 0, 1, 3)}
    zipped, gzipped = "product_info.csv.zip", "reviews_0-9.csv.gz"
    assert report.refused == (
        RefusedRow(zipped, 5, "price_usd is empty: it has no price"),
        RefusedRow(zipped, 6, "product_id Q1 stands in an earlier row"),
        RefusedRow(gzipped, 5, "its product Q4 is not in the catalogue"),
        RefusedRow(gzipped, 6, "rating is not 1 to 5: '7'"),
        RefusedRow(gzipped, 7, "its author wrote another review of this product on this day"),
    )
    assert "unknown category 'Garden" in report.warnings[0]
    assert "product_info.csv.zip line 3" in report.warnings[0]


def test_reviews_find_products_of_an_earlier_import(tmp_path: Path) -> None:
    _import(write_sephora(tmp_path / "first", products=PRODUCTS))
    other = [{"product_id": "Q9", "product_name": "Reed Oil"}]
    report = _import(write_sephora(tmp_path / "second", products=other, reviews=REVIEWS))
    assert _figures(report)["notes"] == (3, 3, 0, 0, 0, 0)


def test_a_damaged_file_of_several_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = write_sephora(tmp_path / "in", products=PRODUCTS, reviews=REVIEWS)
    reviews = folder / "reviews_0-9.csv.gz"
    reviews.write_bytes(reviews.read_bytes()[:-9])
    with pytest.raises(FileDamaged):
        _import(folder)
    assert not ProductRow.objects.exists()
    assert not BrandRow.objects.exists()


def test_a_folder_without_the_product_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match=r"product_info\.csv"):
        _import(tmp_path)
    with pytest.raises(WrongFile, match="not found"):
        _import(tmp_path / "nowhere")


def test_what_staff_wrote_about_a_brand_and_a_category_stays(tmp_path: Path) -> None:
    save_brands([BrandDraft(slug="mossling", name=Text(en="Mossling"), story=Text(en="Made by a pond."))])
    folder = write_sephora(tmp_path / "in", products=PRODUCTS)
    _import(folder)
    CategoryRow.objects.filter(slug="toner").update(name_en="Waters")
    forget_all()
    _import(folder)
    assert get_brand("mossling")[0].story.en == "Made by a pond."
    assert CategoryRow.objects.get(slug="toner").name_en == "Waters"


def test_categories_are_made_in_the_order_of_the_table(tmp_path: Path) -> None:
    _import(write_sephora(tmp_path / "in", products=[PRODUCTS[1], PRODUCTS[2], PRODUCTS[0]]))
    made = list(CategoryRow.objects.order_by("id").values_list("slug", flat=True))
    assert made == ["skincare", "toner", "makeup", "lip-makeup", "lipstick", "beauty"]


def test_many_rows_cost_no_more_statements_than_a_few(tmp_path: Path) -> None:
    def statements(name: str, count: int) -> int:
        products = [{"product_id": f"{name}{number}"} for number in range(count)]
        reviews = [
            {"product_id": f"{name}{number}", "author_id": f"{name}{number}"} for number in range(count)
        ]
        folder = write_sephora(tmp_path / name, products=products, reviews=reviews)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            _import(folder)
        return len(seen)

    statements("A", 1)
    assert statements("B", 150) <= statements("C", 3) + 2


def test_progress_ends_at_the_number_of_rows(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    def progress(*, part: str, done: int, total: int) -> None:
        heard.append((part, done, total))

    import_sephora(write_sephora(tmp_path / "in", products=PRODUCTS, reviews=REVIEWS), progress=progress)
    assert heard == [("products", 3, 3), ("notes", 3, 3)]
    heard.clear()
    import_double11(write_double11(tmp_path / "list.csv.gz", [{}, {}, {"id": "B2"}]), progress=progress)
    assert heard[-1] == ("products", 3, 3)


def test_the_days_of_a_listing_are_one_product_with_the_newest_price(tmp_path: Path) -> None:
    rows = [
        {"update_time": "2016/11/14", "price": "99"},
        {"update_time": "2016/11/11", "price": "59"},
        {"id": "B2", "title": "苔语晨露口红", "店名": "雅诗兰黛"},
        {"id": "B3", "price": "free"},
        {"update_time": "2016/11/11", "price": "59"},
    ]
    file = write_double11(tmp_path / "list.csv.gz", rows)
    report = import_double11(file, progress=no_progress)
    assert _figures(report) == {"products": (5, 2, 0, 0, 2, 1)}
    assert report.refused == (RefusedRow("list.csv.gz", 5, "price is not a price: 'free'"),)
    assert report.warnings == ("rows that say exactly what an earlier one says: 1",)
    ids = list_products_by_key("double11", ["B1", "B2"])
    assert get_product(ids["B1"]).summary.price == Money(9900)
    assert get_product(ids["B2"]).summary.brand_slug == "estee-lauder"
    before = _everything()
    assert _figures(import_double11(file, progress=no_progress)) == {"products": (5, 0, 0, 2, 2, 1)}
    assert _everything() == before


# Against the real lists, where they are


def _source_rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Read as simply as can be, and not by the code that is tested."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            data = archive.read(archive.namelist()[0])
    else:
        data = gzip.decompress(path.read_bytes())
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


@pytest.fixture
def sephora_data() -> Path:
    folder = REAL_DATA / "sephora"
    if not folder.is_dir():
        pytest.skip(f"needs the real lists in {REAL_DATA}")
    return folder


def test_a_part_of_the_real_list_is_imported_whole(sephora_data: Path, tmp_path: Path) -> None:
    products = _source_rows(sephora_data / "product_info.csv.zip")[:300]
    keys = {row["product_id"] for row in products}
    reviews = [
        row
        for file in sorted(sephora_data.glob("reviews_*.csv.gz"))
        for row in _source_rows(file)
        if row["product_id"] in keys
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    for name, rows in (("product_info", products), ("reviews_part", reviews)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    report = _import(folder)
    assert report.refused == ()
    assert ProductRow.objects.count() == len(products) == 300
    assert NoteRow.objects.count() == len(reviews) > 20
    assert BrandRow.objects.count() == len({row["brand_id"] for row in products})


@pytest.mark.soak
def test_the_whole_real_list_is_imported_and_counted_against_its_files(sephora_data: Path) -> None:
    products = _source_rows(sephora_data / "product_info.csv.zip")
    reviews = [row for file in sephora_data.glob("reviews_*.csv.gz") for row in _source_rows(file)]
    report = _import(sephora_data)
    assert report.refused == ()
    assert ProductRow.objects.count() == len(products) == 8494
    assert BrandRow.objects.count() == len({row["brand_id"] for row in products}) == 304
    assert NoteRow.objects.count() == len(reviews) == 5000
    assert NoteRow.objects.values("author_id").distinct().count() == len(
        {row["author_id"] for row in reviews}
    )
    kept = {row.source_key: row for row in NoteRow.objects.all()}
    for row in reviews:
        day = row["submission_time"].replace("-", "")
        note = kept[f"{row['author_id']}-{row['product_id']}-{day}"]
        assert note.body == row["review_text"].strip()
        assert note.title
        assert (
            row["review_title"].strip() in ("", note.title)
            or row["review_title"].split() == note.title.split()
        )
        assert str(note.rating) == row["rating"]
    prices = dict(ProductRow.objects.values_list("source_key", "source_price_minor"))
    assert all(prices[row["product_id"]] == round(float(row["price_usd"]) * 100) for row in products)
    assert _figures(_import(sephora_data))["notes"] == (5000, 0, 0, 5000, 0, 0)


@pytest.mark.soak
def test_the_whole_chinese_list_is_imported_and_counted_against_its_file(sephora_data: Path) -> None:
    file = sephora_data.parent / "chinese" / "double11_beauty_2016.csv.gz"
    rows = _source_rows(file, "gbk")
    report = import_double11(file, progress=no_progress)
    assert report.refused == ()
    assert report.rows_read == len(rows) == 27598
    assert len({tuple(row.values()) for row in rows}) == 27512
    assert report.warnings == ("rows that say exactly what an earlier one says: 86",)
    assert ProductRow.objects.count() == len({row["id"] for row in rows}) == 3497
    assert BrandRow.objects.count() == len({row["店名"] for row in rows}) == 22
