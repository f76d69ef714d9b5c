"""Commands on the catalogue. Saving is by key and idempotent: the same drafts twice change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import transaction

from hongshu.kernel.ids import Id, new_ids
from hongshu.store.catalog import rules
from hongshu.store.catalog.contracts import (
    BrandDraft,
    BrandNotFound,
    CategoryDraft,
    InvalidProduct,
    ProductDraft,
    ProductNotFound,
    SavedProducts,
    Text,
)
from hongshu.store.catalog.models import BrandRow, CategoryRow, ProductRow, SkuRow
from hongshu.store.catalog.queries import categories_held

Row = TypeVar("Row", BrandRow, CategoryRow)

_BRAND_COLUMNS = ("name_zh", "name_en", "story_zh", "story_en", "country", "founded", "color")
_PRODUCT_COLUMNS = (
    "draft_digest", "brand", "category", "name_zh", "name_en", "search_text", "description_zh",
    "description_en", "highlights_zh", "highlights_en", "ingredients", "origin", "price_minor",
    "highest_price_minor", "source_price_minor", "source_currency", "rate", "rate_on", "needs_review",
    "attributes",
)  # fmt: skip
_SKU_COLUMNS = (
    "position", "option_zh", "option_en", "price_minor", "currency", "content", "content_unit", "weight_g",
    "is_withdrawn",
)  # fmt: skip


@transaction.atomic
def save_brands(drafts: Sequence[BrandDraft]) -> dict[str, Id]:
    """Make brands, or bring known ones (by slug) up to date; their marks stay. Returns ids by slug."""
    rows = [
        BrandRow(
            slug=draft.slug,
            name_zh=draft.name.zh,
            name_en=draft.name.en,
            story_zh=draft.story.zh,
            story_en=draft.story.en,
            country=draft.country,
            founded=draft.founded,
            color=draft.color,
        )
        for draft in sorted({draft.slug: draft for draft in drafts}.values(), key=lambda draft: draft.slug)
    ]
    BrandRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["slug"], update_fields=_BRAND_COLUMNS
    )
    found = BrandRow.objects.filter(slug__in=[row.slug for row in rows]).values_list("slug", "id")
    return {slug: Id(key) for slug, key in found}


def set_brand_mark(*, slug: str, picture_id: Id) -> None:
    """Give a brand its mark. Raises BrandNotFound."""
    if not BrandRow.objects.filter(slug=slug).update(mark_id=picture_id):
        raise BrandNotFound


@transaction.atomic
def save_categories(drafts: Sequence[CategoryDraft]) -> None:
    """Make categories, or bring known ones (by slug) up to date. A parent stands before its children."""
    known = {row.slug: row for row in CategoryRow.objects.select_for_update().order_by("id")}
    for draft in drafts:
        parent = known[draft.parent] if draft.parent else None
        row = known.get(draft.slug) or CategoryRow(slug=draft.slug)
        row.parent = parent
        row.name_zh, row.name_en = draft.name.zh, draft.name.en
        row.path = [*(parent.path if parent else ()), draft.slug]
        row.default_weight_g, row.default_hs_code = draft.default_weight_g, draft.default_hs_code
        row.save()
        known[draft.slug] = row
    transaction.on_commit(categories_held.forget)


@transaction.atomic
def save_products(drafts: Sequence[ProductDraft]) -> SavedProducts:
    """Make products with their SKUs, or bring known ones (by source and key) up to date.

    A draft that cannot be listed is returned in ``refused`` with its reason, and the others are saved. A
    SKU that a changed draft no longer has is withdrawn, never deleted. About six statements for any number
    of drafts.
    """
    drafts_by_key = {(draft.source, draft.source_key): draft for draft in drafts}
    brands = _by_slug(BrandRow.objects.filter(slug__in={draft.brand_slug for draft in drafts}))
    categories = _by_slug(CategoryRow.objects.filter(slug__in={draft.category_slug for draft in drafts}))
    known = _known_products(drafts_by_key)
    owners = _owners_of_codes(sku.code for draft in drafts for sku in draft.skus)
    refused: dict[str, InvalidProduct] = {}
    created: list[tuple[ProductRow, ProductDraft]] = []
    changed: list[tuple[ProductRow, ProductDraft]] = []
    unchanged = 0
    fresh_ids = iter(new_ids(len(drafts_by_key)))
    for key, draft in drafts_by_key.items():
        row = known.get(key)
        if row is not None and bytes(row.draft_digest) == rules.digest_of(draft):
            unchanged += 1
            continue
        group = created if row is None else changed
        row = row or ProductRow(id=next(fresh_ids), source=draft.source, source_key=draft.source_key)
        try:
            _fill(row, draft, brands, categories)
            _take_codes(row, draft, owners)
        except InvalidProduct as error:
            refused[draft.source_key] = error
            continue
        group.append((row, draft))
        known[key] = row
    ProductRow.objects.bulk_create([row for row, _ in created])
    ProductRow.objects.bulk_update([row for row, _ in changed], _PRODUCT_COLUMNS, batch_size=500)
    _save_skus([*created, *changed])
    return SavedProducts(
        ids={key: Id(row.id) for (_, key), row in known.items()},
        created=len(created),
        changed=len(changed),
        unchanged=unchanged,
        refused=refused,
    )


def set_product_pictures(*, product_id: Id, picture_ids: Sequence[Id]) -> None:
    """Give a product its pictures, in order. Raises ProductNotFound."""
    if not ProductRow.objects.filter(id=product_id).update(picture_ids=list(picture_ids)):
        raise ProductNotFound


def set_products_listed(*, product_ids: Sequence[Id], is_listed: bool) -> int:
    """Show products in the shop, or hide them; returns how many were not so before. Idempotent."""
    rows = ProductRow.objects.filter(id__in=product_ids, is_listed=not is_listed)
    return rows.update(is_listed=is_listed)


def confirm_products(*, product_ids: Sequence[Id]) -> int:
    """A member of staff confirms what was filled by default; returns how many had such values. Idempotent."""
    return ProductRow.objects.filter(id__in=product_ids).exclude(needs_review=[]).update(needs_review=[])


def _by_slug(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.slug: row for row in rows}


def _known_products(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], ProductRow]:
    by_source: dict[str, list[str]] = {}
    for source, key in wanted:
        by_source.setdefault(source, []).append(key)
    found = {}
    # Locked in key order, so that two imports at once wait for each other instead of crossing.
    for source in sorted(by_source):
        rows = ProductRow.objects.select_for_update().order_by("id")
        for row in rows.filter(source=source, source_key__in=by_source[source]):
            found[(source, row.source_key)] = row
    return found


def _owners_of_codes(codes: Iterable[str]) -> dict[str, int]:
    return dict(SkuRow.objects.filter(code__in=set(codes)).values_list("code", "product_id"))


def _take_codes(row: ProductRow, draft: ProductDraft, owners: dict[str, int]) -> None:
    for sku in draft.skus:
        if owners.get(sku.code, row.id) != row.id:
            raise InvalidProduct(why=f"SKU code {sku.code} belongs to another product")
    owners.update((sku.code, row.id) for sku in draft.skus)


def _fill(
    row: ProductRow, draft: ProductDraft, brands: dict[str, BrandRow], categories: dict[str, CategoryRow]
) -> None:
    rules.check_product(draft)
    brand, category = brands.get(draft.brand_slug), categories.get(draft.category_slug)
    if brand is None:
        raise InvalidProduct(why=f"there is no brand {draft.brand_slug!r}")
    if category is None:
        raise InvalidProduct(why=f"there is no category {draft.category_slug!r}")
    prices = [sku.price.amount_minor for sku in draft.skus]
    row.draft_digest = rules.digest_of(draft)
    row.brand, row.category = brand, category
    row.name_zh, row.name_en = draft.name.zh, draft.name.en
    row.search_text = rules.search_text_of(Text(zh=brand.name_zh, en=brand.name_en), draft.name)
    row.description_zh, row.description_en = draft.description.zh, draft.description.en
    row.highlights_zh, row.highlights_en = list(draft.highlights_zh), list(draft.highlights_en)
    row.ingredients, row.origin = draft.ingredients, draft.origin
    row.price_minor, row.highest_price_minor = min(prices), max(prices)
    row.source_price_minor = draft.source_price.amount_minor if draft.source_price else None
    row.source_currency = draft.source_price.currency if draft.source_price else ""
    row.rate, row.rate_on = draft.rate, draft.rate_on
    row.needs_review, row.attributes = list(draft.needs_review), dict(draft.attributes)
    row.shelf_order = rules.shelf_order_of(draft.source, draft.source_key)


def _save_skus(saved: list[tuple[ProductRow, ProductDraft]]) -> None:
    rows = [
        SkuRow(
            product_id=row.id,
            code=sku.code,
            position=position,
            option_zh=sku.option.zh,
            option_en=sku.option.en,
            price_minor=sku.price.amount_minor,
            currency=sku.price.currency,
            content=sku.content,
            content_unit=sku.content_unit,
            weight_g=sku.weight_g,
            is_withdrawn=False,
        )
        for row, draft in saved
        for position, sku in enumerate(draft.skus)
    ]
    SkuRow.objects.filter(product_id__in=[row.id for row, _ in saved]).exclude(
        code__in=[sku.code for sku in rows]
    ).update(is_withdrawn=True)
    SkuRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=_SKU_COLUMNS
    )
