"""The buy sheet: choosing what to buy, with its price and stock for this viewer."""

from __future__ import annotations

from hongshu.flows.pages.cards import FALLBACK_COLOR, picture_view, pictures_for
from hongshu.flows.pages.contracts import BuySheet, SkuView, Viewer
from hongshu.flows.pages.queries.carts import offs_view
from hongshu.flows.pages.queries.choosing import axes_view
from hongshu.flows.pages.queries.shipping import shipping_of
from hongshu.flows.pages.viewers import meet
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.carts.contracts import QUANTITY_MAX
from hongshu.store.carts.queries import list_wished
from hongshu.store.catalog.contracts import Product, ProductNotFound, Sku
from hongshu.store.catalog.queries import get_product
from hongshu.store.inventory.queries import ask_sellable_by_kind
from hongshu.store.promotions.contracts import LineToPrice, Promotion
from hongshu.store.promotions.queries import ask_active, ask_offers, concerns, price_cart

_SHOWN_PROMOTIONS = 3


def buy_sheet(viewer: Viewer, *, product_id: Id, sku_id: Id | None = None) -> BuySheet:
    """One SKU of a product to be bought; *sku_id* is passed over when it is not this product's.

    Raises ProductNotFound.
    """
    at = clock.now()
    product = get_product(product_id)
    sku = _chosen(product, sku_id)
    if sku is None:
        raise ProductNotFound
    active = ask_active(at)
    offers = ask_offers([sku.id], at, user_id=viewer.user_id)
    sellable = ask_sellable_by_kind([sku.id])
    meet(viewer, active, offers, sellable)
    line = _line_of(product, sku)
    is_member = viewer.user_id is not None
    [priced] = price_cart(lines=[line], flash=offers.answer, is_member=is_member).lines
    shipping, left = shipping_of(sellable.answer.get(sku.id, {}), 1)
    picture_id = product.summary.picture_id
    pictures = pictures_for(viewer, [] if picture_id is None else [picture_id])
    name = product.summary.name.in_language(viewer.language)
    offer = next((one for one in offers.answer if one.item_id == priced.flash_item_id), None)
    return BuySheet(
        product_id=product_id,
        name=name,
        brand_name=product.summary.brand_name.in_language(viewer.language),
        color=product.summary.color or FALLBACK_COLOR,
        picture=picture_view(picture_id, pictures, name),
        sku=SkuView(id=sku.id, option=sku.option.in_language(viewer.language), price=sku.price, content=""),
        axes=axes_view(product, sku, viewer),
        unit=Money(priced.total_minor),
        struck=Money(priced.list_minor) if priced.list_minor > priced.total_minor else None,
        offs=offs_view(priced.discounts, viewer),
        shipping=shipping,
        left=left,
        most=min(QUANTITY_MAX, left),
        flash_units=None if offer is None else offer.units,
        flash_ends_at=None if offer is None else offer.ends_at,
        promotions=_names(active.answer, line, viewer),
        is_wished=is_member and bool(list_wished(viewer.user_id or Id(0), [product_id])),
    )


def _chosen(product: Product, sku_id: Id | None) -> Sku | None:
    return next((sku for sku in product.skus if sku.id == sku_id), next(iter(product.skus), None))


def _line_of(product: Product, sku: Sku) -> LineToPrice:
    return LineToPrice(
        key=1,
        sku_id=sku.id,
        product_id=product.summary.id,
        quantity=1,
        selling_minor=sku.price.amount_minor,
        brand_slug=product.summary.brand_slug,
        category_path=product.category_path,
        list_minor=None if sku.list_price is None else sku.list_price.amount_minor,
        member_minor=None if sku.member_price is None else sku.member_price.amount_minor,
    )


def _names(active: tuple[Promotion, ...], line: LineToPrice, viewer: Viewer) -> tuple[str, ...]:
    """The promotions that this SKU can be part of, by name."""
    named = [one.name.in_language(viewer.language) for one in active if concerns(one, line)]
    return tuple(dict.fromkeys(named))[:_SHOWN_PROMOTIONS]
