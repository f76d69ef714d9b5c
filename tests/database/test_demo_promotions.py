"""The demo world's shop: promotions run, a flash sale is always on, and the sample people mean to buy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.database.test_demo_stock import small_world, unheard
from tests.support import stock

from hongshu.flows.demo_world.contracts import World
from hongshu.flows.demo_world.people import save_people
from hongshu.flows.demo_world.promoting import keep_flash_sales, read_promotions, save_promotions
from hongshu.flows.demo_world.shelves import save_shelves
from hongshu.kernel.ids import Id
from hongshu.store.carts.models import LineRow, WishRow
from hongshu.store.catalog.queries import list_categories, list_skus_of_products
from hongshu.store.promotions.models import BatchRow, CouponRow, FlashSaleRow, PromotionRow
from hongshu.store.promotions.queries import list_active, list_flash_sales

pytestmark = pytest.mark.django_db


def _filled() -> tuple[World, dict[str, Id], dict[str, Id]]:
    world = small_world("hanekumo", "sorimae", products=4)
    people = save_people(world, now=datetime.now(tz=UTC), told=unheard)
    products = save_shelves(world)
    for skus in list_skus_of_products(list(products.values())).values():
        stock.lot(skus[0], units=20)
    return world, people, products


def test_a_shop_is_filled_once_however_often_it_is_asked() -> None:
    _, people, products = _filled()
    people |= {"night_nurse_q": Id(91)}
    now = datetime.now(tz=UTC)
    for _ in range(2):
        save_promotions(people, products, now=now)
        counts = [each.objects.count() for each in (PromotionRow, BatchRow, CouponRow, FlashSaleRow)]
        assert counts == [7, 3, 1, 2]
    content = read_promotions()
    assert {one.name.zh for one in list_active(now)} == {one["zh"] for one in content["promotion"]}
    assert 1 <= LineRow.objects.filter(cart_id=91).count() <= 4
    assert WishRow.objects.filter(user_id=91).exists()


def test_a_flash_sale_runs_whenever_somebody_looks() -> None:
    _, people, products = _filled()
    now = datetime.now(tz=UTC)
    keep_flash_sales(now)
    assert not FlashSaleRow.objects.exists(), "nobody has asked for the demo world"
    save_promotions(people, products, now=now)
    for hours in (0, 5, 11, 40, 200):
        later = now + timedelta(hours=hours)
        for _ in range(2):
            keep_flash_sales(later)
        running = list_flash_sales(later)
        assert len(running) == 1, hours
        assert running[0].items
        assert len(list_flash_sales(later, ahead_s=48 * 3600)) > 1


def test_what_a_promotion_names_is_in_the_catalogue() -> None:
    _filled()
    content = read_promotions()
    named = {
        slug for one in (*content["promotion"], *content["coupon"]) for slug in one.get("categories", ())
    }
    assert named <= {category.slug for category in list_categories()}
