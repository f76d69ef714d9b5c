"""Shelves under filters, and the counts beside them, against a brute force over the same products."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from tests.support.community import product_draft, shelf

from hongshu.kernel import clock
from hongshu.kernel.cursors import InvalidCursor
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    PRICE_BANDS,
    Attribute,
    AttributeChoice,
    AttributeKind,
    BrandDraft,
    ShelfFilter,
    ShelfSort,
    SkuDraft,
    Text,
)
from hongshu.store.catalog.queries import list_shelf, shelf_facets
from hongshu.store.catalog.services import (
    save_attributes,
    save_brands,
    save_products,
    set_products_in_stock,
)

pytestmark = pytest.mark.django_db
BRANDS = ("nordlys", "sundog", "halo")
FINISHES = ("matte", "gloss", "satin")
Thing = dict[str, Any]


def _world(count: int = 60) -> dict[Id, Thing]:
    """Products of three brands, any price, any finish or none, any stock or none told."""
    chance = Random(4)
    shelf()
    save_brands([BrandDraft(slug, Text(en=slug.title())) for slug in BRANDS])
    choices = tuple(AttributeChoice(slug, Text(en=slug)) for slug in FINISHES)
    finish = Attribute("lamps", "finish", Text(zh="妆效", en="Finish"), AttributeKind.CHOICE, choices, True)
    save_attributes([finish])
    things: dict[str, Thing] = {
        f"p{number}": {
            "brand": chance.choice(BRANDS),
            "price": chance.choice([9_999, 10_000, 30_000, 99_999, 100_000, 250_000]) + number % 2,
            "finish": chance.choice((*FINISHES, "")),
            "stock": chance.choice([True, False, None]),
        }
        for number in range(count)
    }
    ids = save_products(
        [
            product_draft(
                key,
                brand_slug=thing["brand"],
                skus=(SkuDraft(key, Money(thing["price"])),),
                attributes={"finish": thing["finish"]} if thing["finish"] else {},
            )
            for key, thing in things.items()
        ]
    ).ids
    set_products_in_stock(
        in_stock=[ids[key] for key, thing in things.items() if thing["stock"]],
        sold_out=[ids[key] for key, thing in things.items() if thing["stock"] is False],
    )
    return {ids[key]: thing for key, thing in things.items()}


def _band(price: int) -> int:
    return max(place for place, (begin, _) in enumerate(PRICE_BANDS) if price >= begin)


def _fits(thing: Thing, wanted: ShelfFilter, *, but: str = "") -> bool:
    finishes = dict(wanted.attributes).get("finish", ())
    tests = {
        "brand": not wanted.brands or thing["brand"] in wanted.brands,
        "band": not wanted.bands or _band(thing["price"]) in wanted.bands,
        "finish": not finishes or thing["finish"] in finishes,
        "stock": not wanted.in_stock or thing["stock"] is not False,
    }
    return all(holds for name, holds in tests.items() if name != but)


FILTERS = [
    ShelfFilter(),
    ShelfFilter(brands=("halo",)),
    ShelfFilter(brands=("halo", "sundog"), bands=(0, 4)),
    ShelfFilter(attributes=(("finish", ("gloss", "matte")),), in_stock=True),
    ShelfFilter(brands=("nordlys",), bands=(1,), attributes=(("finish", ("satin",)),), in_stock=True),
]


@pytest.mark.parametrize("wanted", FILTERS, ids=range(len(FILTERS)))
def test_counts_are_what_counting_each_product_gives(
    wanted: ShelfFilter, django_assert_num_queries: Any
) -> None:
    things = list(_world().values())
    found = shelf_facets(category_slug="lamps", wanted=wanted)
    with django_assert_num_queries(1):
        shelf_facets(category_slug="lamps", wanted=wanted)

    def counted(name: str, values: Any, of: Any) -> list[int]:
        left = [of(thing) for thing in things if _fits(thing, wanted, but=name)]
        return [left.count(value) for value in values]

    assert found.total == sum(_fits(thing, wanted) for thing in things)
    brands = {value.slug: value.count for value in found.brands}
    assert [brands.get(slug, 0) for slug in BRANDS] == counted("brand", BRANDS, lambda one: one["brand"])
    bands = range(len(PRICE_BANDS))
    assert list(found.bands) == counted("band", bands, lambda one: _band(one["price"]))
    finishes = {value.slug: value.count for facet in found.attributes for value in facet.values}
    assert [finishes.get(slug, 0) for slug in FINISHES] == counted(
        "finish", FINISHES, lambda one: one["finish"]
    )
    (in_stock,) = counted("stock", [True], lambda one: one["stock"] is not False)
    assert found.in_stock == in_stock


@pytest.mark.parametrize("wanted", FILTERS, ids=range(len(FILTERS)))
@pytest.mark.parametrize("sort", list(ShelfSort))
def test_a_shelf_pages_through_exactly_what_fits_in_its_order(wanted: ShelfFilter, sort: ShelfSort) -> None:
    things = _world()
    seen: list[Id] = []
    cursor = ""
    while True:
        found, cursor = list_shelf(category_slug="home", wanted=wanted, sort=sort, cursor=cursor, limit=7)
        seen.extend(summary.id for summary in found)
        if not cursor:
            break
    assert sorted(seen) == sorted(key for key, thing in things.items() if _fits(thing, wanted))
    prices = [things[key]["price"] for key in seen]
    if sort is ShelfSort.CHEAPEST:
        assert prices == sorted(prices)
    elif sort is ShelfSort.DEAREST:
        assert prices == sorted(prices, reverse=True)
    elif sort is ShelfSort.NEWEST:
        assert seen == sorted(seen, reverse=True)


def test_a_cursor_of_another_filter_or_order_is_refused() -> None:
    _world(20)
    _, cursor = list_shelf(category_slug="lamps", limit=3)
    for other in ({"wanted": ShelfFilter(in_stock=True)}, {"sort": ShelfSort.CHEAPEST}):
        with pytest.raises(InvalidCursor):
            list_shelf(category_slug="lamps", cursor=cursor, **other)  # type: ignore[arg-type]


def test_what_came_within_thirty_days_is_new() -> None:
    _world(3)
    for days, count in ((30, 3), (-1, 0)):
        wanted = ShelfFilter(new_since=clock.now() - timedelta(days=days))
        assert len(list_shelf(category_slug="lamps", wanted=wanted)[0]) == count
        assert shelf_facets(category_slug="lamps", wanted=wanted).total == count
