"""Files of products for tests, and the shelf on which they stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from tests.support.community import shelf

from hongshu.flows.cataloguing.contracts import Outcome, Problem
from hongshu.flows.cataloguing.services import bring_in, look_at
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import list_products_by_key

LAMP = {
    "product_key": "lamp", "sku_code": "LAMP-1", "brand": "nordlys", "category": "lamps", "name_zh": "台灯",
    "name_en": "Lamp", "price": "99.00", "barcode": "4006381333931", "weight_g": "800",
    "origin_country": "DE", "hs_code": "9405210090", "content": "1", "content_unit": "piece",
}  # fmt: skip


def csv_of(rows: Sequence[Mapping[str, str]], *, encoding: str = "utf-8") -> bytes:
    """A CSV whose columns are all that any row names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def brought_in(*rows: Mapping[str, str]) -> Outcome:
    """Bring rows in, with brand and category there."""
    shelf()
    return bring_in(data=csv_of(rows), file_name="products.csv")


def problems_of(*rows: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """Row, column and code of everything that is wrong."""
    shelf()
    return [_told(problem) for problem in look_at(data=csv_of(rows), file_name="products.csv").problems]


def product_of(key: str, source: str = "catalogue") -> Id:
    """The product of a key."""
    return list_products_by_key(source, [key])[key]


def _told(problem: Problem) -> tuple[int, str, str]:
    return problem.row, problem.column, problem.code
