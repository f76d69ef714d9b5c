"""Which columns of two drafts differ: what a look at a file tells of a product that is there."""

from __future__ import annotations

from collections.abc import Iterator

from hongshu.flows.cataloguing.rules.columns import ATTRIBUTE
from hongshu.store.catalog.contracts import ProductDraft, SkuDraft

_SKU = (
    "price", "list_price", "member_price", "barcode", "origin_country", "hs_code", "shelf_life_days",
    "content", "content_unit", "weight_g",
)  # fmt: skip


def columns_that_differ(before: ProductDraft, after: ProductDraft) -> tuple[str, ...]:
    """Names of columns, each once; of SKUs ``sku_code`` stands for one that comes or goes."""
    return tuple(dict.fromkeys([*_of_product(before, after), *_of_skus(before, after)]))


def _of_product(before: ProductDraft, after: ProductDraft) -> Iterator[str]:
    pairs = {
        "state": (before.state, after.state),
        "brand": (before.brand_slug, after.brand_slug),
        "category": (before.category_slug, after.category_slug),
        "name_zh": (before.name.zh, after.name.zh),
        "name_en": (before.name.en, after.name.en),
        "description_zh": (before.description.zh, after.description.zh),
        "description_en": (before.description.en, after.description.en),
        "highlights_zh": (before.highlights_zh, after.highlights_zh),
        "highlights_en": (before.highlights_en, after.highlights_en),
        "ingredients": (before.ingredients, after.ingredients),
        "origin": (before.origin, after.origin),
        "picture_waiver": (before.picture_waiver, after.picture_waiver),
        "axis_1": (before.axes, after.axes),
    }
    yield from (name for name, (was, now) in pairs.items() if was != now)
    for slug in before.attributes.keys() | after.attributes.keys():
        if before.attributes.get(slug) != after.attributes.get(slug):
            yield ATTRIBUTE + slug


def _of_skus(before: ProductDraft, after: ProductDraft) -> Iterator[str]:
    if [sku.code for sku in before.skus] != [sku.code for sku in after.skus]:
        yield "sku_code"
    known = {sku.code: sku for sku in before.skus}
    for sku in after.skus:
        if sku.code in known:
            yield from _of_sku(known[sku.code], sku)


def _of_sku(before: SkuDraft, after: SkuDraft) -> Iterator[str]:
    yield from (name for name in _SKU if getattr(before, name) != getattr(after, name))
    if before.choice != after.choice:
        yield "value_1"
    if before.option.zh != after.option.zh:
        yield "option_zh"
    if before.option.en != after.option.en:
        yield "option_en"
