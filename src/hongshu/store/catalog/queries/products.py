"""Reads of products and SKUs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONObject, LPad

from hongshu.kernel import clock
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.kernel.ranges import first_of_ranges
from hongshu.store.catalog.contracts import (
    PriceKind,
    Product,
    ProductNotFound,
    ProductState,
    ProductSummary,
    SkuOfProduct,
    StaffProduct,
    Text,
)
from hongshu.store.catalog.models import PriceRow, ProductRow, SkuRow
from hongshu.store.catalog.queries.shapes import (
    SUMMARY,
    axes_of,
    sku_of,
    sku_of_product,
    summary_of,
    summary_of_row,
)
from hongshu.store.catalog.rules.codes import padded_gtin
from hongshu.store.catalog.rules.products import folded

_SEARCH_WORDS_MAX = 8


def list_products_by_id(ids: Collection[Id]) -> dict[Id, ProductSummary]:
    """The listed products among *ids*; one query, none for no ids."""
    if not ids:
        return {}
    rows = ProductRow.objects.filter(id__in=set(ids), is_listed=True).values_list(*SUMMARY)
    return {summary.id: summary for summary in map(summary_of, rows)}


def ask_products_by_id(ids: Collection[Id]) -> Asked[dict[Id, ProductSummary]]:
    """``list_products_by_id``, to be sent with others."""
    rows = ProductRow.objects.filter(id__in=set(ids), is_listed=True).values_list(*SUMMARY)
    return Asked.rows(rows, lambda found: {one.id: one for one in map(summary_of, found)})


def list_products_by_key(source: str, keys: Collection[str]) -> dict[str, Id]:
    """Ids of products brought in from *source*, by their keys there."""
    rows = ProductRow.objects.filter(source=source, source_key__in=set(keys))
    return {key: Id(product_id) for key, product_id in rows.values_list("source_key", "id")}


def list_skus_by_id(ids: Collection[Id]) -> dict[Id, SkuOfProduct]:
    """SKUs with their products, also withdrawn ones and those of hidden products; one query, none for no
    ids.
    """
    if not ids:
        return {}
    # Without the long texts, which are not told.
    rows = SkuRow.objects.filter(id__in=set(ids)).select_related("product__brand", "product__category")
    rows = rows.defer(
        "product__search_text", "product__description_zh", "product__description_en",
        "product__highlights_zh", "product__highlights_en", "product__ingredients", "product__attributes",
        "product__draft_digest", "product__axes", "product__brand__story_zh", "product__brand__story_en",
    )  # fmt: skip
    return {Id(row.id): sku_of_product(row) for row in rows}


def list_skus_by_code(codes: Collection[str]) -> dict[str, Id]:
    """Ids of SKUs by their codes; one query."""
    rows = SkuRow.objects.filter(code__in=set(codes))
    return {code: Id(key) for code, key in rows.values_list("code", "id")}


def list_skus_by_barcode(barcodes: Collection[str]) -> dict[str, Id]:
    """Ids of SKUs by their barcodes as they are asked for, whichever of the GTIN's lengths a scanner reads;
    one query.
    """
    wanted = {padded_gtin(barcode): barcode for barcode in barcodes if barcode}
    rows = SkuRow.objects.exclude(barcode="").annotate(padded=LPad("barcode", 14, Value("0")))
    found = rows.filter(padded__in=wanted).values_list("padded", "id")
    return {wanted[padded]: Id(key) for padded, key in found}


def list_skus_of_products(product_ids: Collection[Id]) -> dict[Id, tuple[Id, ...]]:
    """The SKUs of products that are not withdrawn, in their order; one query."""
    found: dict[Id, list[Id]] = {}
    rows = SkuRow.objects.filter(product_id__in=set(product_ids), is_withdrawn=False)
    for product_id, key in rows.order_by("product_id", "position").values_list("product_id", "id"):
        found.setdefault(Id(product_id), []).append(Id(key))
    return {key: tuple(skus) for key, skus in found.items()}


def get_product(product_id: Id, *, of_any_state: bool = False) -> Product:
    """A listed product with its SKUs in their order, and their prices of the moment; one query.

    With *of_any_state* drafts and withdrawn ones too: for staff. Raises ProductNotFound.
    """
    rows = ProductRow.objects.filter(id=product_id).select_related("brand", "category")
    if not of_any_state:
        rows = rows.filter(is_listed=True)
    row: Any = rows.annotate(sku_values=_skus_of_product()).first()
    if row is None:
        raise ProductNotFound
    return Product(
        summary=summary_of_row(row),
        description=Text(zh=row.description_zh, en=row.description_en),
        highlights_zh=tuple(row.highlights_zh),
        highlights_en=tuple(row.highlights_en),
        ingredients=row.ingredients,
        origin=row.origin,
        skus=tuple(sku_of(**values) for values in row.sku_values),
        picture_ids=tuple(Id(key) for key in row.picture_ids),
        category_path=tuple(row.category.path),
        source_price=None
        if row.source_price_minor is None
        else Money(row.source_price_minor, row.source_currency),
        rate=row.rate,
        rate_on=row.rate_on,
        needs_review=tuple(row.needs_review),
        axes=axes_of(row.axes),
        attributes=dict(row.attributes),
        state=ProductState(row.state),
    )


def find_products_by_name(text: str, *, limit: int = 24) -> tuple[ProductSummary, ...]:
    """Products whose name, with their brand's, holds every word of *text*, in either language.

    Looks through all names, which is right for some ten thousand products; the search index takes over above.
    """
    wanted = _named(text)
    if wanted is None:
        return ()
    rows = ProductRow.objects.filter(wanted, is_listed=True).order_by("shelf_order", "id")
    return tuple(map(summary_of, rows.values_list(*SUMMARY)[:limit]))


def list_products_for_staff(
    *, text: str = "", state: ProductState | None = None, cursor: str = "", limit: int = 50
) -> tuple[tuple[StaffProduct, ...], str]:
    """Products of any state, the newest first, and the cursor of the next page. One query.

    Raises InvalidCursor.
    """
    rows = ProductRow.objects.select_related("brand", "category")
    listing = f"staff:{state.value if state else ''}:{folded(text)}"
    if state is not None:
        rows = rows.filter(state=state.value)
    wanted = _named(text)
    if wanted is not None:
        rows = rows.filter(wanted | Q(source_key=text.strip()) | Q(skus__code=text.strip()))
    if cursor:
        (before,) = decode_cursor(listing, cursor)
        rows = rows.filter(id__lt=before)
    counted = rows.annotate(live=Count("skus", filter=Q(skus__is_withdrawn=False), distinct=True))
    found = list(counted.order_by("-id")[: limit + 1])
    shown = found[:limit]
    onward = encode_cursor(listing, [int(shown[-1].id)]) if len(found) > limit else ""
    return tuple(map(_for_staff, shown)), onward


def list_first_of_product_ranges(*, every: int) -> tuple[Id, ...]:
    """The first of each range of *every* listed products, in the order of their ids. One scan."""
    return first_of_ranges(ProductRow.objects.filter(is_listed=True), every=every)


def list_product_ids_from(first: int, *, limit: int) -> tuple[Id, ...]:
    """Listed products from an id on, in the order of their ids."""
    rows = ProductRow.objects.filter(is_listed=True, id__gte=first).order_by("id")
    return tuple(Id(key) for key in rows.values_list("id", flat=True)[:limit])


def _named(text: str) -> Q | None:
    words = folded(text).split()[:_SEARCH_WORDS_MAX]
    if not words:
        return None
    wanted = Q()
    for word in words:
        wanted &= Q(search_text__contains=word)
    return wanted


def _skus_of_product() -> ArraySubquery:
    """The SKUs come with their product and their prices in one statement."""
    now = clock.now()

    def price(kind: PriceKind) -> Subquery:
        running = PriceRow.objects.filter(sku=OuterRef("pk"), kind=kind.value, starts_at__lte=now)
        return Subquery(running.exclude(ends_at__lte=now).values("amount_minor")[:1])

    return ArraySubquery(
        SkuRow.objects.filter(product=OuterRef("pk"), is_withdrawn=False)
        .order_by("position")
        .values(
            value=JSONObject(
                id="id", code="code", zh="option_zh", en="option_en", price="price_minor",
                currency="currency", content=Cast("content", TextField()), unit="content_unit",
                weight_g="weight_g", choice="choice", barcode="barcode", origin="origin_country",
                hs_code="hs_code", list_price=price(PriceKind.LIST), member_price=price(PriceKind.MEMBER),
            )
        )
    )  # fmt: skip


def _for_staff(row: Any) -> StaffProduct:
    return StaffProduct(
        id=Id(row.id),
        source=row.source,
        source_key=row.source_key,
        name=Text(zh=row.name_zh, en=row.name_en),
        brand_name=Text(zh=row.brand.name_zh, en=row.brand.name_en),
        category_slug=row.category.slug,
        state=ProductState(row.state),
        price=None if row.price_minor is None else Money(row.price_minor),
        highest_price=None if row.highest_price_minor is None else Money(row.highest_price_minor),
        sku_count=row.live,
        picture_count=len(row.picture_ids),
        picture_waiver=row.picture_waiver,
        needs_review=tuple(row.needs_review),
        is_in_stock=row.is_in_stock,
    )
