"""Tables of the catalogue. All are reference tables: small, read everywhere, written by staff and imports."""

from hongshu.store.catalog.models.changes import ChangeRow
from hongshu.store.catalog.models.imports import ImportRow
from hongshu.store.catalog.models.prices import PriceRow, RateRow
from hongshu.store.catalog.models.products import LinkRow, ProductRow, SkuRow
from hongshu.store.catalog.models.shelves import AttributeRow, BrandRow, CategoryRow

__all__ = [
    "AttributeRow",
    "BrandRow",
    "CategoryRow",
    "ChangeRow",
    "ImportRow",
    "LinkRow",
    "PriceRow",
    "ProductRow",
    "RateRow",
    "SkuRow",
]
