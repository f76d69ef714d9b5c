"""The shop's front is a page of ways in; a choice in its address makes it the grid."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support.community import member, picture, product

from hongshu.store.catalog.services import set_product_pictures

pytestmark = pytest.mark.django_db


def test_the_front_shows_pictured_categories_and_what_is_new() -> None:
    key = product("lamp")
    set_product_pictures(product_id=key, picture_ids=[picture(member())])
    html = Client().get("/shop").content.decode()
    assert 'class="shop-tile" href="/shop/home"' in html
    assert "shop-tile-picture" in html
    assert html.count("data-view=") == 1
    assert "data-facets" not in html
    assert "?band=0" in html


def test_a_choice_in_the_address_makes_it_the_grid_of_the_whole_shop() -> None:
    product("lamp")
    for choice in ("all=1", "stock=1", "band=0", "sort=newest"):
        assert "data-facets" in Client().get(f"/shop?{choice}").content.decode(), choice
    assert "shop-tiles" in Client().get("/shop?utm=x").content.decode()


def test_a_shop_with_nothing_in_it_says_so() -> None:
    answer = Client().get("/shop")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()
