"""Products as the drafts that would make them: what an export writes and an import compares with."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    KeptProduct,
    Prices,
    ProductDraft,
    ProductState,
    SkuDraft,
    Text,
)
from hongshu.store.catalog.models import ProductRow, SkuRow
from hongshu.store.catalog.queries.prices import list_prices_at
from hongshu.store.catalog.queries.shapes import axes_of


def list_kept_products(ids: Collection[Id]) -> dict[Id, KeptProduct]:
    """Products of any state, with the SKUs that are not withdrawn and the prices of the moment, in the order
    of their ids. Three queries, none for no ids.
    """
    if not ids:
        return {}
    rows = ProductRow.objects.filter(id__in=set(ids)).select_related("brand", "category").order_by("id")
    skus = list(
        SkuRow.objects.filter(product_id__in=set(ids), is_withdrawn=False).order_by("product_id", "position")
    )
    prices = list_prices_at([Id(sku.id) for sku in skus], clock.now())
    of_product: dict[int, list[SkuDraft]] = {}
    for sku in skus:
        of_product.setdefault(sku.product_id, []).append(_sku(sku, prices.get(Id(sku.id), Prices())))
    return {Id(row.id): _kept(row, tuple(of_product.get(row.id, ()))) for row in rows}


def list_kept_product_ids(*, after: int = 0, limit: int) -> tuple[Id, ...]:
    """Products of any state after an id, in the order of their ids."""
    rows = ProductRow.objects.filter(id__gt=after).order_by("id")
    return tuple(Id(key) for key in rows.values_list("id", flat=True)[:limit])


def _kept(row: ProductRow, skus: tuple[SkuDraft, ...]) -> KeptProduct:
    draft = ProductDraft(
        source=row.source,
        source_key=row.source_key,
        brand_slug=row.brand.slug,
        category_slug=row.category.slug,
        name=Text(zh=row.name_zh, en=row.name_en),
        skus=skus,
        description=Text(zh=row.description_zh, en=row.description_en),
        highlights_zh=tuple(row.highlights_zh),
        highlights_en=tuple(row.highlights_en),
        ingredients=row.ingredients,
        origin=row.origin,
        source_price=None
        if row.source_price_minor is None
        else Money(row.source_price_minor, row.source_currency),
        rate=row.rate,
        rate_on=row.rate_on,
        needs_review=tuple(row.needs_review),
        attributes=dict(row.attributes),
        axes=axes_of(row.axes),
        state=ProductState(row.state),
        picture_waiver=row.picture_waiver,
    )
    brand = Text(zh=row.brand.name_zh, en=row.brand.name_en)
    return KeptProduct(id=Id(row.id), draft=draft, has_picture=bool(row.picture_ids), brand_name=brand)


def _sku(row: SkuRow, prices: Prices) -> SkuDraft:
    return SkuDraft(
        code=row.code,
        price=Money(row.price_minor, row.currency),
        option=Text(zh=row.option_zh, en=row.option_en),
        content=row.content,
        content_unit=row.content_unit,
        weight_g=row.weight_g,
        choice=tuple(row.choice),
        list_price=prices.list,
        member_price=prices.member,
        barcode=row.barcode,
        origin_country=row.origin_country,
        hs_code=row.hs_code,
        shelf_life_days=row.shelf_life_days,
    )
