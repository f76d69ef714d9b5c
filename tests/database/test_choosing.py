"""Choosing on a shelf and of a product: what the pages show without any script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.support.community import product, product_draft, shelf

from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import category_page, product_page
from hongshu.kernel.ids import wire_form
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import LinkKind, OptionAxis, OptionValue, SkuDraft, Text
from hongshu.store.catalog.services import save_products, set_links, set_products_in_stock

pytestmark = pytest.mark.django_db
VIEWER = Viewer(user_id=None, language="en")


def _axis(slug: str, *values: str) -> OptionAxis:
    names = tuple(OptionValue(value, Text(en=value.title())) for value in values)
    return OptionAxis(slug, Text(en=slug.title()), names)


def _coat() -> Any:
    """White in two sizes and black in one, each at its own price."""
    skus = (
        SkuDraft("WS", Money(1000), choice=("white", "s"), list_price=Money(1500), member_price=Money(900)),
        SkuDraft("WM", Money(2000), choice=("white", "m")),
        SkuDraft("BM", Money(3000), choice=("black", "m")),
    )
    return product("coat", axes=(_axis("colour", "white", "black"), _axis("size", "s", "m")), skus=skus)


def test_each_value_leads_to_the_nearest_sku_that_has_it() -> None:
    page = product_page(VIEWER, product_id=_coat())
    small, medium, black = (sku.id for sku in page.skus)
    colours, sizes = page.axes
    assert [(one.name, one.sku_id, one.is_chosen) for one in colours.options] == [
        ("White", small, True), ("Black", black, False),
    ]  # fmt: skip
    assert [(one.sku_id, one.is_whole) for one in sizes.options] == [(small, True), (medium, True)]
    assert not colours.options[1].is_whole


def test_the_address_says_which_sku_is_chosen_and_the_page_shows_its_prices() -> None:
    key = _coat()
    skus = product_page(VIEWER, product_id=key).skus
    client = Client()
    first = client.get(f"/product/{wire_form(key)}").content.decode()
    last = client.get(f"/product/{wire_form(key)}?sku={wire_form(skus[2].id)}").content.decode()
    assert '<span class="price" data-sku-price>¥10</span>' in first
    assert "¥15</s>" in first
    assert "¥9" in first
    assert '<span class="price" data-sku-price>¥30</span>' in last
    for strange in ("nothing", wire_form(key)):
        assert (
            "data-sku-price>¥10<" in client.get(f"/product/{wire_form(key)}?sku={strange}").content.decode()
        )


def test_a_shelf_shows_what_was_chosen_and_leads_on_with_it() -> None:
    shelf()
    ids = save_products([product_draft(f"p{n}", price_minor=15_000 + n) for n in range(40)]).ids
    set_products_in_stock(in_stock=[], sold_out=[ids["p0"]])
    chosen = {"band": ["1"], "sort": ["cheapest"], "stock": ["1"], "brand": ["nordlys"]}
    page = category_page(VIEWER, slug="lamps", cursor="", chosen=chosen)
    assert page.facets is not None
    assert (page.facets.total, page.facets.chosen_count, page.facets.sort) == (39, 3, "cheapest")
    assert page.products[0].id == ids["p1"]
    onward = category_page(VIEWER, slug="lamps", cursor=page.next_cursor, chosen=chosen)
    assert len(page.products) + len(onward.products) == 39
    html = Client().get("/shop/lamps?band=1&sort=cheapest&stock=1&brand=nordlys").content.decode()
    assert 'name="band" value="1" checked' in html
    assert "?brand=nordlys&amp;band=1&amp;stock=1&amp;sort=cheapest&amp;cursor=" in html


def test_what_nobody_can_choose_is_passed_over() -> None:
    product()
    html = Client().get("/shop/lamps?band=99&sort=sideways&a_finish=x&stock=2&new=0")
    assert html.status_code == 200
    assert html.content.decode().count('class="product-name"') == 1


def test_a_sold_out_product_says_so_on_its_card() -> None:
    key = product()
    set_products_in_stock(in_stock=[], sold_out=[key])
    assert category_page(VIEWER, slug="lamps", cursor="").products[0].is_sold_out
    assert "sold-out" in Client().get("/shop/lamps").content.decode()


def test_what_goes_with_a_product_stands_on_its_page() -> None:
    key = product()
    other = save_products([product_draft("bulb")]).ids["bulb"]
    set_links(product_id=key, kind=LinkKind.COMPLEMENTARY, other_ids=[other])
    assert [card.id for card in product_page(VIEWER, product_id=key).complementary] == [other]


def test_a_category_asks_three_times_however_much_it_shows(django_assert_max_num_queries: Any) -> None:
    shelf()
    save_products([product_draft(f"p{n}") for n in range(30)])
    category_page(VIEWER, slug="lamps", cursor="")
    with django_assert_max_num_queries(3):
        category_page(VIEWER, slug="lamps", cursor="")
