"""What a product page says of buying: stock of every choice, the price at the door, the days, the way."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.support import stock
from tests.support.buying import (
    CREAM,
    INSPECTOR,
    Shop,
    bought,
    fresh_key,
    open_shop,
    ordered,
    today,
    verdict_on,
)

from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import product_page
from hongshu.flows.pages.queries.offers import FEW, landed_price, offer_of
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import Sku, Text
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.customs.contracts import Cart, ContentUnit, Mode, QuoteLine
from hongshu.store.customs.queries import quote_cart
from hongshu.store.inventory.contracts import WarehouseKind
from hongshu.store.inventory.queries import ask_on_sale
from hongshu.store.inventory.services import inspect_lot

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
CREAM_CODE = "3304990029"


@pytest.fixture
def shop() -> Shop:
    return open_shop()


def _sku(*, price: int = 42_500, hs_code: str = CREAM_CODE) -> Sku:
    return Sku(
        id=Id(1),
        code="X",
        option=Text(en="50 g"),
        price=Money(price),
        content=Decimal(50),
        content_unit="g",
        weight_g=80,
        hs_code=hs_code,
    )


def _state_of(sku_id: Id) -> str:
    on_sale = ask_on_sale([sku_id]).answer
    return offer_of(_sku(), on_sale[sku_id], today=DAY).stock.state


def test_the_landed_price_is_what_the_customs_engine_quotes_for_goods_and_freight() -> None:
    told = landed_price(_sku(), WarehouseKind.BONDED, shipping=Money(1_000), today=DAY)
    line = QuoteLine(
        hs_code=CREAM_CODE, price_fen=42_500, quantity=1, content=Decimal(50), content_unit=ContentUnit.GRAM
    )
    quote = quote_cart(Cart(mode=Mode.BONDED, lines=(line,), freight_fen=1_000), on=DAY)
    assert told.tax == Money(quote.tax_fen)
    assert told.total == Money(42_500 + 1_000 + quote.tax_fen)
    assert (told.mode, told.why) == ("1210", "")
    assert told.tax_percent == "9.1"


def test_what_is_in_the_country_has_no_import_tax() -> None:
    told = landed_price(_sku(), WarehouseKind.DOMESTIC, shipping=Money(0), today=DAY)
    assert (told.mode, told.tax, told.total) == ("", Money(0), Money(42_500))


def test_goods_whose_tax_cannot_be_told_say_why() -> None:
    told = landed_price(_sku(hs_code=""), WarehouseKind.OVERSEAS, shipping=Money(0), today=DAY)
    assert (told.mode, told.why, told.tax) == ("9610", "unknown_hs_code", Money(0))


def test_each_kind_of_stock_has_its_word(shop: Shop) -> None:
    sku_id = Id(91)
    assert _state_of(sku_id) == "not_yet"
    made = stock.lot(sku_id, units=FEW + 1)
    assert _state_of(sku_id) == "in_stock"
    made.stock.update(sellable=FEW)
    assert _state_of(sku_id) == "few"
    made.stock.update(sellable=0, reserved=FEW)
    assert _state_of(sku_id) == "sold_out"


def test_what_is_sold_out_and_ordered_says_when_more_comes(shop: Shop) -> None:
    from hongshu.store.inventory.models import PurchaseOrderRow

    sku_id = shop.skus[CREAM]
    order_id = ordered(shop, {CREAM: (10, 1000)})
    day = today() + timedelta(days=9)
    PurchaseOrderRow.objects.filter(id=order_id).update(expected_on=day)
    offer = offer_of(_sku(), ask_on_sale([sku_id]).answer[sku_id], today=today())
    assert (offer.stock.state, offer.stock.coming_on) == ("not_yet", day)
    assert offer.landed is None


def test_what_comes_from_farther_away_takes_longer() -> None:
    latest = []
    for number, kind in enumerate(("domestic", "bonded", "overseas")):
        sku_id = Id(200 + number)
        stock.lot(sku_id, units=9, place=stock.warehouse(kind, kind=kind))
        offer = offer_of(_sku(), ask_on_sale([sku_id]).answer[sku_id], today=DAY)
        assert offer.delivery is not None
        assert DAY < offer.delivery.soonest < offer.delivery.latest
        latest.append(offer.delivery.latest)
    assert latest == sorted(set(latest))


def test_the_product_page_says_all_of_it_in_both_languages(shop: Shop) -> None:
    lot_id = bought(shop, CREAM, 4)
    inspect_lot(draft=verdict_on(lot_id), inspector_id=INSPECTOR, key=fresh_key())
    product_id = list_skus_by_id([shop.skus[CREAM]])[shop.skus[CREAM]].product_id
    for language, words in (
        ("en", ("Only 4 left", "Where it comes from", "Nordlys Oy", "Arrives between")),
        ("zh-hans", ("仅剩 4 件", "它从哪里来", "Nordlys Oy", "送达")),
    ):
        address = reverse("product", args=[wire_form(product_id)])
        shown = Client().get(address, headers={"Accept-Language": language}).content.decode()
        assert [word for word in words if word not in shown] == []


def test_the_page_s_shape_has_neither_supplier_s_cost_nor_lot_id(shop: Shop) -> None:
    lot_id = bought(shop, CREAM, 4)
    inspect_lot(draft=verdict_on(lot_id), inspector_id=INSPECTOR, key=fresh_key())
    product_id = list_skus_by_id([shop.skus[CREAM]])[shop.skus[CREAM]].product_id
    page = product_page(Viewer(user_id=None, language="en"), product_id=product_id)
    assert page.way is not None
    assert page.offer is not None
    told = repr((page.way, page.offer, page.stock))
    assert "cost" not in told
    assert str(int(lot_id)) not in told
