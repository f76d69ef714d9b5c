"""What buying a SKU now would cost and when it would come: by the functions that checkout charges by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from hongshu.flows.pages.contracts.offers import DeliveryView, LandedPrice, OfferView, StockView
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import Product, Sku
from hongshu.store.customs.contracts import Cart, ContentUnit, Mode, QuoteLine
from hongshu.store.customs.queries import quote_cart
from hongshu.store.inventory.contracts import OnSale, WarehouseKind

FEW = 5
_MODES = {WarehouseKind.BONDED: Mode.BONDED, WarehouseKind.OVERSEAS: Mode.DIRECT}
# From order to door, in days: packing, customs where there is one, and the carrier.
_DAYS = {WarehouseKind.DOMESTIC: (2, 4), WarehouseKind.BONDED: (3, 6), WarehouseKind.OVERSEAS: (7, 13)}


def stock_views(product: Product, on_sale: Mapping[Id, OnSale]) -> dict[Id, StockView]:
    """By SKU of the product, whether it can be had."""
    return {sku.id: _stock(sku.id, on_sale.get(sku.id)) for sku in product.skus}


def offer_of(sku: Sku, on_sale: OnSale | None, *, today: date) -> OfferView:
    """What one unit of a SKU costs delivered, and when it comes. At most one query, for the law."""
    stock = _stock(sku.id, on_sale)
    if on_sale is None or on_sale.warehouse_kind is None or not stock.can_be_had:
        return OfferView(stock=stock, landed=None, delivery=None)
    soonest, latest = _DAYS[on_sale.warehouse_kind]
    return OfferView(
        stock=stock,
        landed=landed_price(sku, on_sale.warehouse_kind, shipping=None, today=today),
        delivery=DeliveryView(
            soonest=today + timedelta(days=soonest),
            latest=today + timedelta(days=latest),
            ships_from=on_sale.warehouse_kind.value,
        ),
    )


def landed_price(sku: Sku, kind: WarehouseKind, *, shipping: Money | None, today: date) -> LandedPrice:
    """One unit from a warehouse of that kind, with *shipping* and the import tax of both."""
    mode = _MODES.get(kind)
    freight_fen = 0 if shipping is None else shipping.amount_minor
    tax, percent, why = 0, "", ""
    if mode is not None:
        try:
            quote = quote_cart(_cart(sku, mode, freight_fen), on=today)
        except DomainError as refused:
            why = refused.code
        else:
            tax = quote.tax_fen
            percent = _percent(tax, quote.dutiable_fen)
    return LandedPrice(
        item=sku.price,
        shipping=shipping,
        tax=Money(tax),
        total=Money(sku.price.amount_minor + freight_fen + tax),
        mode="" if mode is None else mode.value,
        tax_percent=percent,
        why=why,
    )


def _cart(sku: Sku, mode: Mode, freight_fen: int) -> Cart:
    unit = ContentUnit(sku.content_unit) if sku.content_unit in list(ContentUnit) else None
    line = QuoteLine(
        hs_code=sku.hs_code,
        price_fen=sku.price.amount_minor,
        quantity=1,
        content=sku.content if unit else None,
        content_unit=unit,
        sku=sku.code,
    )
    return Cart(mode=mode, lines=(line,), freight_fen=freight_fen)


def _percent(tax_fen: int, dutiable_fen: int) -> str:
    if not dutiable_fen:
        return ""
    share = (Decimal(tax_fen) * 100 / dutiable_fen).quantize(Decimal("0.1"))
    return f"{share:f}".removesuffix(".0")


def _stock(sku_id: Id, on_sale: OnSale | None) -> StockView:
    left = 0 if on_sale is None else on_sale.sellable
    if left:
        state = "few" if left <= FEW else "in_stock"
    else:
        state = "sold_out" if on_sale is not None and on_sale.was_here else "not_yet"
    return StockView(
        sku_id=sku_id,
        state=state,
        left=left if state == "few" else None,
        coming_on=None if on_sale is None or left else on_sale.coming_on,
    )
