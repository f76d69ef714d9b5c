"""The catalogue as a file, and shelves among a hundred thousand SKUs."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.machine import commit, describe
from benchmarks.site import open_site

_ROOTS = ("skincare", "makeup", "hair", "home")
_FINISHES = ("matte", "satin", "glossy", "dewy")
_COUNTRIES = ("FR", "JP", "KR", "CN", "US", "DE")


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is brought in at once, how many SKUs there are in the end, how often each read is timed."""

    products_of_file: int
    skus: int
    reads: int


FULL = Plan(products_of_file=10_000, skus=100_000, reads=200)
SMALL = Plan(products_of_file=200, skus=800, reads=10)


def measure_catalog(
    plan: Plan, *, seed: int, plans: Path | None, say: Callable[[str], object]
) -> dict[str, Any]:
    """Import of a file (look, first time, again) and export; then reads of the shelf and its facets."""
    with tempfile.TemporaryDirectory(prefix="hongshu-catalog-") as folder, open_site(Path(folder)):
        import django

        django.setup()
        from django.db import connections

        made = {
            "what": "catalog", "seed": seed, "plan": asdict(plan), "machine": describe(), "commit": commit(),
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": _files(plan, seed, say), "shelf": _shelf(plan, plans, say),
        }  # fmt: skip
        connections.close_all()
    return made


def _files(plan: Plan, seed: int, say: Callable[[str], object]) -> dict[str, Any]:
    from hongshu.flows.cataloguing.contracts import FileKind
    from hongshu.flows.cataloguing.services import bring_in, look_at, write_products

    _tree()
    chance = random.Random(seed)
    found: dict[str, Any] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun, used = time.perf_counter(), time.process_time()
        done = work()
        took_s, cpu_s = time.perf_counter() - begun, time.process_time() - used
        per_minute = round(plan.products_of_file / took_s * 60)
        found[name] = {
            "took_s": round(took_s, 2), "client_cpu_s": round(cpu_s, 2), "products_per_minute": per_minute,
        }  # fmt: skip
        say(f"{name}: {took_s:.1f} s ({cpu_s:.1f} s of processor), {per_minute:,} products a minute")
        return done

    data = _file(plan.products_of_file, 0, chance)
    timed("look", lambda: look_at(data=data, file_name="a.csv"))
    first = timed("first", lambda: bring_in(data=data, file_name="a.csv"))
    assert first.is_applied, first.problems[:3]
    assert first.created == plan.products_of_file
    again = timed("again", lambda: bring_in(data=data, file_name="a.csv", again=True))
    assert again.unchanged == plan.products_of_file
    timed("export_csv", lambda: write_products(kind=FileKind.CSV))
    book = timed("export_xlsx", lambda: write_products(kind=FileKind.XLSX))
    timed("again_xlsx", lambda: bring_in(data=book, file_name="a.xlsx"))
    made = plan.products_of_file
    while made * 2 < plan.skus:
        more = bring_in(data=_file(plan.products_of_file, made, chance), file_name="more.csv")
        assert more.is_applied, more.problems[:3]
        made += plan.products_of_file
    return found


def _tree() -> None:
    from hongshu.store.catalog.contracts import (
        Attribute,
        AttributeChoice,
        AttributeKind,
        BrandDraft,
        CategoryDraft,
        Text,
    )
    from hongshu.store.catalog.services import save_attributes, save_brands, save_categories

    save_brands([BrandDraft(slug=f"brand-{n}", name=Text(en=f"Brand {n}")) for n in range(300)])
    drafts = [CategoryDraft(slug=root, parent="", name=Text(en=root)) for root in _ROOTS]
    drafts += [
        CategoryDraft(slug=f"{root}-{n}", parent=root, name=Text(en=f"{root} {n}"))
        for root in _ROOTS
        for n in range(8)
    ]
    save_categories(drafts)
    choices = tuple(AttributeChoice(slug=one, name=Text(en=one)) for one in _FINISHES)
    save_attributes(
        [
            Attribute(root, "finish", Text(zh="质地", en="Finish"), AttributeKind.CHOICE, choices, True)
            for root in _ROOTS
        ]
    )


def _file(count: int, first: int, chance: random.Random) -> bytes:
    text = io.StringIO(newline="")
    rows = [row for number in range(first, first + count) for row in _rows(number, chance)]
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _rows(number: int, chance: random.Random) -> Iterator[dict[str, str]]:
    root = chance.choice(_ROOTS)
    product = {
        "product_key": f"p{number}", "state": "published", "picture_waiver": "a benchmark",
        "brand": f"brand-{int(chance.paretovariate(1)) % 300}", "category": f"{root}-{chance.randrange(8)}",
        "name_en": f"Product {number}", "name_zh": f"商品 {number}", "ingredients": "Aqua, Glycerin " * 8,
        "description_en": "What it is and what it is good for. " * 4, "origin": chance.choice(_COUNTRIES),
        "axis_1": "size", "attribute:finish": chance.choice(_FINISHES),
    }  # fmt: skip
    price = chance.randrange(20, 1500)
    for place, size in enumerate(("30 ml", "50 ml")):
        digits = f"20{number * 2 + place:010}"
        odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
        yield product | {
            "sku_code": f"p{number}-{place}", "value_1": size.replace(" ", "-"), "value_1_en": size,
            "price": str(price + place * 40), "list_price": str(price + place * 40 + 60),
            "barcode": f"{digits}{(10 - (odd + 3 * even) % 10) % 10}", "content": size.split()[0],
            "content_unit": "ml", "weight_g": "120", "hs_code": "3304990099", "shelf_life_days": "1095",
        }  # fmt: skip


def _shelf(plan: Plan, plans: Path | None, say: Callable[[str], object]) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found: dict[str, Any] = {}
    told: list[str] = []
    for name, read in _reads().items():
        for _ in range(3):
            read()
        took_ms = []
        for _ in range(plan.reads):
            begun = time.perf_counter()
            read()
            took_ms.append((time.perf_counter() - begun) * 1000)
        p99 = quantiles(took_ms, n=100)[98]
        found[name] = {"median_ms": round(median(took_ms), 2), "p99_ms": round(p99, 2)}
        say(f"{name}: {found[name]['median_ms']} ms")
        with CaptureQueriesContext(connection) as asked:
            read()
        for query in asked.captured_queries:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + query["sql"].replace("%", "%%"), [])
                lines = "\n".join(row[0] for row in cursor.fetchall())
            told.append(f"## {name}\n{query['sql']}\n{lines}\n")
    if plans is not None:
        plans.write_text("\n".join(told), encoding="utf-8")
    return found


def _reads() -> dict[str, Callable[[], object]]:
    from hongshu.store.catalog.contracts import ShelfFilter, ShelfSort
    from hongshu.store.catalog.queries import find_pictured_of_categories as pictured
    from hongshu.store.catalog.queries import (
        get_product,
        list_categories,
        list_products_by_key,
        list_products_for_staff,
        list_shelf,
        shelf_facets,
    )

    chosen = ShelfFilter(bands=(1, 2), attributes=(("finish", ("matte",)),))
    rare = ShelfFilter(brands=("brand-250",))
    key = list_products_by_key("catalogue", ["p7"])["p7"]
    roots = {one.slug: (one.id,) for one in list_categories()}
    onward = list_shelf(category_slug="makeup")[1]
    return {
        "shelf_of_shop": list_shelf,
        "shelf_of_category": lambda: list_shelf(category_slug="makeup"),
        "shelf_of_category_next": lambda: list_shelf(category_slug="makeup", cursor=onward),
        "shelf_cheapest": lambda: list_shelf(category_slug="makeup", sort=ShelfSort.CHEAPEST),
        "shelf_newest": lambda: list_shelf(category_slug="makeup", sort=ShelfSort.NEWEST),
        "shelf_chosen": lambda: list_shelf(category_slug="makeup", wanted=chosen),
        "shelf_rare_brand": lambda: list_shelf(category_slug="makeup", wanted=rare),
        "facets_of_shop": shelf_facets,
        "facets_of_category": lambda: shelf_facets(category_slug="makeup"),
        "facets_chosen": lambda: shelf_facets(category_slug="makeup", wanted=chosen),
        "facets_of_subcategory": lambda: shelf_facets(category_slug="makeup-3"),
        "product": lambda: get_product(key),
        "staff_list": list_products_for_staff,
        "staff_search": lambda: list_products_for_staff(text="product 4711"),
        "pictured": lambda: pictured(roots),
    }


def written(found: dict[str, Any], file: Path) -> None:
    """Keep what was measured."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
