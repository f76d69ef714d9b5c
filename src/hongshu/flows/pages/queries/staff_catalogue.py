"""The buyers' page of a product."""

from __future__ import annotations

from hongshu.flows.pages.cards import picture_view
from hongshu.flows.pages.contracts.staff_catalogue import StaffPrice, StaffProductPage, StaffSku
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.contracts import Product, ProductNotFound, SkuDraft
from hongshu.store.catalog.queries import (
    attributes_of,
    get_product,
    list_kept_products,
    list_prices_from,
)


def staff_product_page(product_id: Id, *, language: str) -> StaffProductPage:
    """One product with its SKUs and their prices from now on. Six queries. Raises ProductNotFound."""
    kept = list_kept_products([product_id]).get(product_id)
    if kept is None:
        raise ProductNotFound
    product = get_product(product_id, of_any_state=True)
    draft, drafts = kept.draft, {sku.code: sku for sku in kept.draft.skus}
    pictures = list_pictures_by_id(product.picture_ids)
    name = draft.name.in_language(language)
    return StaffProductPage(
        id=product_id,
        name=name,
        other_name=next((text for text in (draft.name.zh, draft.name.en) if text and text != name), ""),
        brand=kept.brand_name.in_language(language),
        source=draft.source,
        source_key=draft.source_key,
        category=" / ".join(product.category_path),
        state=draft.state,
        needs_review=draft.needs_review,
        picture_waiver=draft.picture_waiver,
        pictures=tuple(
            view for key in product.picture_ids if (view := picture_view(key, pictures, name)) is not None
        ),
        attributes=_attributes(product, language),
        ingredients=draft.ingredients,
        skus=tuple(_sku(sku.id, drafts[sku.code], language) for sku in product.skus if sku.code in drafts),
        prices=_prices(product),
    )


def _attributes(product: Product, language: str) -> tuple[tuple[str, str], ...]:
    asked = {one.slug: one for one in attributes_of(product.category_path)}
    told = []
    for slug, value in product.attributes.items():
        attribute = asked.get(slug)
        names = {} if attribute is None else {one.slug: one.name for one in attribute.choices}
        shown = names[value].in_language(language) if value in names else value
        told.append((attribute.name.in_language(language) if attribute else slug, shown))
    return tuple(told)


def _sku(sku_id: Id, sku: SkuDraft, language: str) -> StaffSku:
    content = "" if sku.content is None else f"{sku.content.normalize():f} {sku.content_unit}"
    return StaffSku(
        id=sku_id,
        code=sku.code,
        option=sku.option.in_language(language),
        price=sku.price,
        barcode=sku.barcode,
        hs_code=sku.hs_code,
        origin_country=sku.origin_country,
        content=content,
        weight_g=sku.weight_g,
        shelf_life_days=sku.shelf_life_days,
    )


def _prices(product: Product) -> tuple[StaffPrice, ...]:
    now = clock.now()
    codes = {sku.id: sku.code for sku in product.skus}
    return tuple(
        StaffPrice(
            sku_code=codes[price.sku_id],
            kind=price.kind.value,
            amount=price.amount,
            starts_at=price.starts_at,
            ends_at=price.ends_at,
            holds_now=price.starts_at <= now,
        )
        for price in list_prices_from(list(codes), now)
    )
