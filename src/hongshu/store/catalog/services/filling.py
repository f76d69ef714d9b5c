"""What a draft makes of a product's row, and of its SKUs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import (
    Category,
    InvalidProduct,
    OptionAxis,
    ProductDraft,
    ProductState,
    SkuDraft,
    Text,
)
from hongshu.store.catalog.models import BrandRow, ProductRow, SkuRow
from hongshu.store.catalog.queries.shapes import stored_axes
from hongshu.store.catalog.queries.shelves import attributes_of
from hongshu.store.catalog.rules.attributes import check_attributes, lacking
from hongshu.store.catalog.rules.axes import choices_of, option_of
from hongshu.store.catalog.rules.products import (
    check_product,
    digest_of,
    search_text_of,
    shelf_order_of,
    with_defaults,
)


@dataclass(frozen=True, slots=True)
class Shelves:
    """What drafts name: brands and categories by slug."""

    brands: Mapping[str, BrandRow]
    categories: Mapping[str, Category]


@dataclass(frozen=True, slots=True)
class Filled:
    """A product's row, filled, and its SKUs with everything that is known of them, each with its choice."""

    row: ProductRow
    draft: ProductDraft
    skus: tuple[tuple[SkuDraft, tuple[str, ...]], ...]


def fill(row: ProductRow, draft: ProductDraft, shelves: Shelves) -> Filled:
    """Fill *row* from *draft*. Raises InvalidProduct."""
    check_product(draft)
    brand = shelves.brands.get(draft.brand_slug)
    category = shelves.categories.get(draft.category_slug)
    if brand is None:
        raise InvalidProduct(why=f"there is no brand {draft.brand_slug!r}", field="brand")
    if category is None:
        raise InvalidProduct(why=f"there is no category {draft.category_slug!r}", field="category")
    _check_attributes(draft, category)
    axes, choices = choices_of(draft)
    skus, reviewed = [], dict.fromkeys(draft.needs_review)
    for sku, choice in zip(draft.skus, choices, strict=True):
        whole, filled = with_defaults(sku, category, origin=draft.origin)
        reviewed.update(dict.fromkeys(filled))
        skus.append((_named(whole, choice, axes), choice))
    _write(row, draft, brand, category)
    row.axes, row.needs_review = stored_axes(axes), list(reviewed)
    return Filled(row, draft, tuple(skus))


def sku_rows(filled: Filled, ids: Mapping[str, Id]) -> list[SkuRow]:
    """The rows of a product's SKUs; *ids* has one for each code."""
    return [
        SkuRow(
            id=ids[sku.code],
            product_id=filled.row.id,
            code=sku.code,
            position=position,
            option_zh=sku.option.zh,
            option_en=sku.option.en,
            choice=list(choice),
            price_minor=sku.price.amount_minor,
            currency=sku.price.currency,
            barcode=sku.barcode,
            origin_country=sku.origin_country,
            hs_code=sku.hs_code,
            shelf_life_days=sku.shelf_life_days,
            content=sku.content,
            content_unit=sku.content_unit,
            weight_g=sku.weight_g,
            is_withdrawn=False,
        )
        for position, (sku, choice) in enumerate(filled.skus)
    ]


def _check_attributes(draft: ProductDraft, category: Category) -> None:
    asked = attributes_of(category.path)
    check_attributes(draft.attributes, asked)
    if draft.state is ProductState.PUBLISHED and (missing := lacking(draft.attributes, asked)):
        why = f"its category asks for {', '.join(missing)}"
        raise InvalidProduct(why=why, field=f"attribute:{missing[0]}")


def _named(sku: SkuDraft, choice: tuple[str, ...], axes: tuple[OptionAxis, ...]) -> SkuDraft:
    if sku.option.zh or sku.option.en or not axes:
        return sku
    return replace(sku, option=option_of(choice, axes))


def _write(row: ProductRow, draft: ProductDraft, brand: BrandRow, category: Category) -> None:
    prices = [sku.price.amount_minor for sku in draft.skus]
    row.draft_digest = digest_of(draft)
    row.brand, row.category_id = brand, category.id
    row.name_zh, row.name_en = draft.name.zh, draft.name.en
    row.search_text = search_text_of(Text(zh=brand.name_zh, en=brand.name_en), draft.name)
    row.description_zh, row.description_en = draft.description.zh, draft.description.en
    row.highlights_zh, row.highlights_en = list(draft.highlights_zh), list(draft.highlights_en)
    row.ingredients, row.origin = draft.ingredients, draft.origin
    row.price_minor, row.highest_price_minor = min(prices, default=None), max(prices, default=None)
    row.source_price_minor = draft.source_price.amount_minor if draft.source_price else None
    row.source_currency = draft.source_price.currency if draft.source_price else ""
    row.rate, row.rate_on = draft.rate, draft.rate_on
    row.attributes = dict(draft.attributes)
    row.picture_waiver = draft.picture_waiver
    row.shelf_order = shelf_order_of(draft.source, draft.source_key)
