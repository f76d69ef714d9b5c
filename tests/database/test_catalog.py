"""The catalogue's doors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from tests.support.community import product, product_draft, shelf

from hongshu.kernel.cursors import InvalidCursor
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import BrandNotFound, ProductNotFound, SkuDraft, Text
from hongshu.store.catalog.models import SkuRow
from hongshu.store.catalog.queries import (
    find_products_by_name,
    get_brand,
    get_product,
    list_brands,
    list_products_by_key,
    list_shelf,
)
from hongshu.store.catalog.services import save_products, set_product_pictures

pytestmark = pytest.mark.django_db


def test_saving_the_same_drafts_again_changes_nothing() -> None:
    shelf()
    drafts = [product_draft("reading"), product_draft("desk")]
    first = save_products(drafts)
    second = save_products(drafts)
    assert (first.created, first.changed, first.unchanged) == (2, 0, 0)
    assert (second.created, second.changed, second.unchanged) == (0, 0, 2)
    assert first.ids == second.ids == list_products_by_key("test", ["reading", "desk"])


def test_a_changed_draft_changes_the_product_and_withdraws_the_sku_it_left_out() -> None:
    shelf()
    small = SkuDraft(
        code="S", price=Money(5000), option=Text(en="small"), content=Decimal("30"), content_unit="ml"
    )
    large = SkuDraft(code="L", price=Money(9000), option=Text(en="large"))
    key = save_products([product_draft("oil", skus=(small, large))]).ids["oil"]
    assert get_product(key).summary.highest_price == Money(9000)
    assert [sku.content for sku in get_product(key).skus] == [Decimal("30.000"), None]

    saved = save_products([product_draft("oil", skus=(small,), name=Text(en="Lamp oil"))])
    assert saved.changed == 1
    found = get_product(key)
    assert [sku.code for sku in found.skus] == ["S"]
    assert found.summary.highest_price == Money(5000)
    assert found.summary.name.en == "Lamp oil"
    assert SkuRow.objects.get(code="L").is_withdrawn


def test_a_draft_that_cannot_be_listed_is_refused_with_its_reason_and_the_others_are_saved() -> None:
    shelf()
    saved = save_products(
        [
            product_draft("good"),
            product_draft("nameless", name=Text()),
            product_draft("stray", brand_slug="nobody"),
            product_draft("free", skus=(SkuDraft(code="F", price=Money(0)),)),
            product_draft("twin", skus=(SkuDraft(code="NRD-good", price=Money(100)),)),
        ]
    )
    assert set(saved.ids) == {"good"}
    assert {key: str(error.details["why"]) for key, error in saved.refused.items()} == {
        "nameless": "it has no name",
        "stray": "there is no brand 'nobody'",
        "free": "SKU F needs a price above zero in CNY",
        "twin": "SKU code NRD-good belongs to another product",
    }


def test_the_database_itself_refuses_a_price_of_nothing() -> None:
    key = product()
    with pytest.raises(IntegrityError):
        SkuRow.objects.filter(product_id=key).update(price_minor=0)


def test_the_shelf_of_a_category_holds_what_is_below_it_and_pages_to_its_end() -> None:
    shelf()
    wanted = set(save_products([product_draft(f"p{n}") for n in range(7)]).ids.values())
    seen: list[Id] = []
    cursor = ""
    while True:
        found, cursor = list_shelf(category_slug="home", cursor=cursor, limit=3)
        seen.extend(summary.id for summary in found)
        if not cursor:
            break
    assert len(seen) == 7
    assert set(seen) == wanted


def test_a_cursor_of_another_shelf_is_refused() -> None:
    shelf()
    save_products([product_draft(f"p{n}") for n in range(3)])
    _, cursor = list_shelf(category_slug="home", limit=1)
    with pytest.raises(InvalidCursor):
        list_shelf(brand_slug="nordlys", cursor=cursor)


def test_a_name_is_found_by_its_words_in_either_language_in_any_order_case_and_accent() -> None:
    key = product("creme", name=Text(zh="夜间面霜", en="Crème de Nuit"))
    for text in ("nuit creme", "NORDLYS crème", "面霜", "北光 夜间"):
        assert [summary.id for summary in find_products_by_name(text)] == [key]
    assert find_products_by_name("nuit tomato") == ()
    assert find_products_by_name("  ") == ()


def test_signs_that_mean_something_to_like_are_only_signs() -> None:
    product("plain")
    assert find_products_by_name("%") == ()
    assert find_products_by_name("_") == ()


def test_a_product_with_its_skus_is_one_query(django_assert_num_queries: Any) -> None:
    key = product()
    with django_assert_num_queries(1):
        get_product(key)


def test_pictures_keep_their_order() -> None:
    key = product()
    set_product_pictures(product_id=key, picture_ids=[Id(9), Id(4)])
    assert get_product(key).picture_ids == (9, 4)
    assert get_product(key).summary.picture_id == 9


def test_what_is_not_there_is_told_so() -> None:
    shelf()
    with pytest.raises(ProductNotFound):
        get_product(Id(1))
    with pytest.raises(ProductNotFound):
        set_product_pictures(product_id=Id(1), picture_ids=[])
    with pytest.raises(BrandNotFound):
        get_brand("nobody")


def test_brands_are_listed_by_how_much_they_list() -> None:
    assert list_brands() == ()
    product()
    assert [brand.slug for brand in list_brands(category_slug="lamps")] == ["nordlys"]
    assert list_brands(category_slug="shoes") == ()
