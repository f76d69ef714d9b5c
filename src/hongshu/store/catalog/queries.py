"""Reads of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, TextField
from django.db.models.functions import Cast, JSONObject

from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Kept
from hongshu.kernel.money import Money
from hongshu.kernel.ranges import first_of_ranges
from hongshu.store.catalog import rules
from hongshu.store.catalog.contracts import (
    Brand,
    BrandNotFound,
    Category,
    Product,
    ProductNotFound,
    ProductSummary,
    Sku,
    Text,
)
from hongshu.store.catalog.models import BrandRow, CategoryRow, ProductRow, SkuRow

_SUMMARY = (
    "id", "name_zh", "name_en", "brand_id", "brand__slug", "brand__name_zh", "brand__name_en",
    "brand__color", "category__slug", "price_minor", "highest_price_minor", "picture_ids", "shelf_order",
)  # fmt: skip
_SEARCH_WORDS_MAX = 8
_PRODUCTS_OF_BRAND = ArraySubquery(
    ProductRow.objects.filter(brand=OuterRef("pk"), is_listed=True).order_by("-id").values("id")
)
# The SKUs come with their product in one statement. A content travels as text: JSON has no exact decimals.
_SKUS_OF_PRODUCT = ArraySubquery(
    SkuRow.objects.filter(product=OuterRef("pk"), is_withdrawn=False)
    .order_by("position")
    .values(
        value=JSONObject(
            id="id", code="code", zh="option_zh", en="option_en", price="price_minor", currency="currency",
            content=Cast("content", TextField()), unit="content_unit", weight_g="weight_g",
        )
    )
)  # fmt: skip


def list_products_by_id(ids: Collection[Id]) -> dict[Id, ProductSummary]:
    """The listed products among *ids*; one query, none for no ids."""
    if not ids:
        return {}
    rows = ProductRow.objects.filter(id__in=set(ids), is_listed=True).values_list(*_SUMMARY)
    return {summary.id: summary for summary in map(_summary, rows)}


def list_products_by_key(source: str, keys: Collection[str]) -> dict[str, Id]:
    """Ids of products brought in from *source*, by their keys there."""
    rows = ProductRow.objects.filter(source=source, source_key__in=set(keys))
    return {key: Id(product_id) for key, product_id in rows.values_list("source_key", "id")}


def get_product(product_id: Id) -> Product:
    """A listed product with its SKUs in their order; one query. Raises ProductNotFound."""
    row = (
        ProductRow.objects.filter(id=product_id, is_listed=True)
        .select_related("brand", "category")
        .annotate(sku_values=_SKUS_OF_PRODUCT)
        .first()
    )
    if row is None:
        raise ProductNotFound
    return Product(
        summary=_summary_of_row(row),
        description=Text(zh=row.description_zh, en=row.description_en),
        highlights_zh=tuple(row.highlights_zh),
        highlights_en=tuple(row.highlights_en),
        ingredients=row.ingredients,
        origin=row.origin,
        skus=tuple(_sku(**values) for values in row.sku_values),
        picture_ids=tuple(Id(key) for key in row.picture_ids),
        category_path=tuple(row.category.path),
        source_price=None
        if row.source_price_minor is None
        else Money(row.source_price_minor, row.source_currency),
        rate=row.rate,
        rate_on=row.rate_on,
        needs_review=tuple(row.needs_review),
    )


def list_shelf(
    *, category_slug: str = "", brand_slug: str = "", cursor: str = "", limit: int = 24
) -> tuple[tuple[ProductSummary, ...], str]:
    """A page of listed products, of a category with all below it, or of a brand, or of the whole shop.

    Returns the products and the cursor of the next page, empty at the end. One query.
    Raises InvalidCursor.
    """
    rows = ProductRow.objects.filter(is_listed=True)
    if category_slug:
        below = [category.id for category in list_categories() if category_slug in category.path]
        rows = rows.filter(category_id__in=below)
    if brand_slug:
        rows = rows.filter(brand__slug=brand_slug)
    listing = f"shelf:{category_slug}:{brand_slug}"
    if cursor:
        order, key = decode_cursor(listing, cursor)
        rows = rows.filter(Q(shelf_order__gt=order) | Q(shelf_order=order, id__gt=key))
    found = list(rows.order_by("shelf_order", "id").values_list(*_SUMMARY)[: limit + 1])
    shown = found[:limit]
    onward = ""
    if len(found) > limit:
        onward = encode_cursor(listing, [shown[-1][-1], int(shown[-1][0])])
    return tuple(map(_summary, shown)), onward


def find_products_by_name(text: str, *, limit: int = 24) -> tuple[ProductSummary, ...]:
    """Products whose name, with their brand's, holds every word of *text*, in either language.

    Looks through all names, which is right for some ten thousand products; the search index takes over above.
    """
    words = rules.folded(text).split()[:_SEARCH_WORDS_MAX]
    if not words:
        return ()
    wanted = Q()
    for word in words:
        wanted &= Q(search_text__contains=word)
    rows = ProductRow.objects.filter(wanted, is_listed=True).order_by("shelf_order", "id")
    return tuple(map(_summary, rows.values_list(*_SUMMARY)[:limit]))


def list_first_of_product_ranges(*, every: int) -> tuple[Id, ...]:
    """The first of each range of *every* listed products, in the order of their ids. One scan."""
    return first_of_ranges(ProductRow.objects.filter(is_listed=True), every=every)


def list_product_ids_from(first: int, *, limit: int) -> tuple[Id, ...]:
    """Listed products from an id on, in the order of their ids."""
    rows = ProductRow.objects.filter(is_listed=True, id__gte=first).order_by("id")
    return tuple(Id(key) for key in rows.values_list("id", flat=True)[:limit])


def get_brand(slug: str) -> tuple[Brand, tuple[Id, ...]]:
    """A brand and the ids of its listed products, the newest first; one query. Raises BrandNotFound."""
    row = BrandRow.objects.filter(slug=slug).annotate(product_ids=_PRODUCTS_OF_BRAND).first()
    if row is None:
        raise BrandNotFound
    return _brand(row), tuple(Id(key) for key in row.product_ids)


def list_brands(*, category_slug: str = "", limit: int = 40) -> tuple[Brand, ...]:
    """Brands that have listed products (in a category), those with most of them first."""
    products = Q(products__is_listed=True)
    if category_slug:
        products &= Q(products__category__path__contains=[category_slug])
    rows = BrandRow.objects.annotate(listed=Count("products", filter=products)).filter(listed__gt=0)
    return tuple(_brand(row) for row in rows.order_by("-listed", "slug")[:limit])


def list_categories() -> tuple[Category, ...]:
    """The whole tree, in the order in which it was made: roots and children as staff arranged them.

    Held in the process for half a minute; the process that changes it sees it at once.
    """
    return categories_held()


def _fetch_categories() -> tuple[Category, ...]:
    return tuple(
        Category(
            id=Id(row.id), slug=row.slug, name=Text(zh=row.name_zh, en=row.name_en), path=tuple(row.path)
        )
        for row in CategoryRow.objects.order_by("id")
    )


categories_held = Kept(_fetch_categories, window_s=30)


def _summary(row: Sequence[Any]) -> ProductSummary:
    (key, zh, en, brand_id, brand_slug, brand_zh, brand_en, color, category, low, high, pictures, _) = row
    return ProductSummary(
        id=key,
        name=Text(zh=zh, en=en),
        brand_id=Id(brand_id),
        brand_slug=brand_slug,
        brand_name=Text(zh=brand_zh, en=brand_en),
        category_slug=category,
        color=color,
        price=Money(low),
        highest_price=Money(high),
        picture_id=Id(pictures[0]) if pictures else None,
    )


def _summary_of_row(row: ProductRow) -> ProductSummary:
    brand = row.brand
    return _summary(
        (row.id, row.name_zh, row.name_en, row.brand_id, brand.slug, brand.name_zh, brand.name_en,
         brand.color, row.category.slug, row.price_minor, row.highest_price_minor, row.picture_ids, 0)
    )  # fmt: skip


def _sku(
    *, id: int, code: str, zh: str, en: str, price: int, currency: str,
    content: str | None, unit: str, weight_g: int | None,
) -> Sku:  # fmt: skip
    return Sku(
        id=Id(id),
        code=code,
        option=Text(zh=zh, en=en),
        price=Money(price, currency),
        content=None if content is None else Decimal(content),
        content_unit=unit,
        weight_g=weight_g,
    )


def _brand(row: BrandRow) -> Brand:
    return Brand(
        id=Id(row.id),
        slug=row.slug,
        name=Text(zh=row.name_zh, en=row.name_en),
        story=Text(zh=row.story_zh, en=row.story_en),
        country=row.country,
        founded=row.founded,
        color=row.color,
        mark_id=None if row.mark_id is None else Id(row.mark_id),
    )
