"""The columns of both tables. What a column holds is one of the kinds below."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from enum import StrEnum

from hongshu.flows.cataloguing.contracts import (
    CatalogueColumnMissing,
    CatalogueColumnTwice,
    CatalogueColumnUnknown,
    TableKind,
)


class Holds(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    LINES = "lines"
    WHOLE = "whole"
    CONTENT = "content"
    FEN = "fen"
    STATE = "state"
    KIND = "kind"
    MOMENT = "moment"
    # Written for the reader; never read.
    TOLD = "told"


AXES = (1, 2, 3)
ATTRIBUTE = "attribute:"
_AXIS = {f"axis_{n}{end}": Holds.TEXT for n in AXES for end in ("", "_zh", "_en")}
_VALUE = {f"value_{n}{end}": Holds.TEXT for n in AXES for end in ("", "_zh", "_en", "_color")}

# What all rows of a product say alike.
PRODUCT: dict[str, Holds] = {
    "source": Holds.TEXT, "product_key": Holds.TEXT, "state": Holds.STATE, "brand": Holds.TEXT,
    "brand_zh": Holds.TEXT, "brand_en": Holds.TEXT, "category": Holds.TEXT, "name_zh": Holds.TEXT,
    "name_en": Holds.TEXT, "description_zh": Holds.TEXT, "description_en": Holds.TEXT,
    "highlights_zh": Holds.LINES, "highlights_en": Holds.LINES, "ingredients": Holds.TEXT,
    "origin": Holds.TEXT, "picture_waiver": Holds.TEXT, "needs_review": Holds.TOLD, **_AXIS,
}  # fmt: skip
SKU: dict[str, Holds] = {
    "sku_code": Holds.TEXT, **_VALUE, "option_zh": Holds.TEXT, "option_en": Holds.TEXT, "price": Holds.FEN,
    "list_price": Holds.FEN, "member_price": Holds.FEN, "barcode": Holds.TEXT, "origin_country": Holds.TEXT,
    "hs_code": Holds.TEXT, "shelf_life_days": Holds.WHOLE, "content": Holds.CONTENT,
    "content_unit": Holds.TEXT, "weight_g": Holds.WHOLE,
}  # fmt: skip
COLUMNS: dict[TableKind, dict[str, Holds]] = {
    TableKind.PRODUCTS: {**PRODUCT, **SKU},
    TableKind.PRICES: {
        "sku_code": Holds.TEXT,
        "kind": Holds.KIND,
        "amount": Holds.FEN,
        "starts_at": Holds.MOMENT,
        "ends_at": Holds.MOMENT,
    },
}
_NEEDED = {
    TableKind.PRODUCTS: ("product_key", "sku_code"),
    TableKind.PRICES: ("sku_code", "kind", "amount"),
}
# The longest text of each column that has a limit.
LONGEST = {
    "source": 20, "product_key": 80, "brand": 80, "brand_zh": 120, "brand_en": 120, "category": 80,
    "name_zh": 300, "name_en": 300, "origin": 40, "picture_waiver": 200, "sku_code": 80, "option_zh": 200,
    "option_en": 200, **{f"axis_{n}": 40 for n in AXES}, **{f"value_{n}": 60 for n in AXES},
}  # fmt: skip
TEXT_MAX = 20_000


def table_of(header: Sequence[str]) -> TableKind:
    """Which table has this header. Raises the refusals of a column."""
    names = list(header)
    kind = TableKind.PRICES if "kind" in names and "amount" in names else TableKind.PRODUCTS
    for name in names:
        if names.count(name) > 1:
            raise CatalogueColumnTwice(column=name)
        if name not in COLUMNS[kind] and not _is_attribute(kind, name):
            near = difflib.get_close_matches(name.lower().replace(" ", "_"), COLUMNS[kind], n=1, cutoff=0.5)
            raise CatalogueColumnUnknown(column=name[:60], nearest=near[0] if near else _NEEDED[kind][0])
    for name in _NEEDED[kind]:
        if name not in names:
            raise CatalogueColumnMissing(column=name)
    return kind


def _is_attribute(kind: TableKind, name: str) -> bool:
    return kind is TableKind.PRODUCTS and name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE)
