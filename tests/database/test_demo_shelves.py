"""The demo's shelves: what is told of its products narrows them, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from hongshu.flows.demo_world.reading import the_world
from hongshu.flows.demo_world.shelves import save_shelves
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import category_page
from hongshu.store.catalog.queries import get_product, list_skus_by_code, list_skus_by_id

pytestmark = pytest.mark.django_db


def test_a_demo_shelf_is_narrowed_by_what_is_told_of_its_products() -> None:
    save_shelves(the_world())
    viewer = Viewer(user_id=None, language="zh")
    page = category_page(viewer, slug="perfume", cursor="")
    assert page.facets is not None
    (scent,) = page.facets.attributes
    assert scent.title == "香调"
    assert {option.label: option.count for option in scent.options} == {
        "花香": 3,
        "绿意清新": 2,
        "木质与茶": 1,
    }
    narrowed = category_page(viewer, slug="perfume", cursor="", chosen={"a_scent": ["floral"]})
    assert len(narrowed.products) == 3

    sunscreens = category_page(replace(viewer, language="en"), slug="sunscreen", cursor="").facets
    assert sunscreens is not None
    assert [facet.title for facet in sunscreens.attributes] == ["Skin type", "UV filter"]
    told = Client().get("/shop/bags", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "材质" in told
    assert "棕榈编织" in told


def test_what_a_demo_sku_keeps_is_told_and_is_no_work_for_staff() -> None:
    ids = save_shelves(the_world())
    for product in the_world().products:
        if product.source_key in ("klarwerda-barrier-cream", "corvanese-card-case"):
            codes = [sku.code for sku in product.skus]
            held = list_skus_by_id(list(list_skus_by_code(codes).values()))
            days = {sku.shelf_life_days for sku in held.values()}
            assert days == ({1095} if product.source_key == "klarwerda-barrier-cream" else {None})
            assert "shelf_life_days" not in get_product(ids[product.source_key]).needs_review
    assert save_shelves(the_world()) == ids
