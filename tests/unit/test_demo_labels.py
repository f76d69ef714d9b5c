"""What is printed on the demo's SKUs, and what is told of its products."""

from __future__ import annotations

from stdnum import ean

from hongshu.flows.demo_world.reading import the_world


def test_every_demo_sku_has_a_barcode_of_its_own_that_scans() -> None:
    codes = [sku.barcode for product in the_world().products for sku in product.skus]
    assert len(set(codes)) == len(codes)
    assert all(ean.is_valid(code) and len(code) == 13 for code in codes)


def test_some_demo_prices_are_struck_through_or_lower_for_members_and_none_the_wrong_way() -> None:
    skus = [sku for product in the_world().products for sku in product.skus]
    assert any(sku.list_price for sku in skus)
    assert any(sku.member_price for sku in skus)
    assert all(sku.list_price is None or sku.price < sku.list_price for sku in skus)
    assert all(sku.member_price is None or sku.member_price < sku.price for sku in skus)


def keeps(slug: str) -> set[int | None]:
    (product,) = (draft for draft in the_world().products if draft.source_key == slug)
    return {sku.shelf_life_days for sku in product.skus}


def test_a_demo_product_keeps_as_long_as_its_nearest_category_says_or_as_it_says_itself() -> None:
    assert keeps("klarwerda-barrier-cream") == {1095}
    assert keeps("fennimoor-shortbread-tin") == {360}
    assert keeps("lyktholm-birch-smoke-candle") == {None}
    assert keeps("corvanese-card-case") == {None}
    assert keeps("pippelund-baby-puffs") == {360}
    assert keeps("pippelund-parent-backpack") == {None}


def test_every_demo_attribute_is_a_facet_in_both_languages_and_each_choice_has_products() -> None:
    world = the_world()
    assert len(world.attributes) >= 5
    for attribute in world.attributes:
        assert attribute.is_facet
        held = {draft.attributes.get(attribute.slug) for draft in world.products}
        assert held - {None} == {choice.slug for choice in attribute.choices}
        for name in (attribute.name, *(choice.name for choice in attribute.choices)):
            assert name.zh, attribute.slug
            assert name.en, attribute.slug


def test_all_of_the_skincare_says_for_which_skin_it_is() -> None:
    world = the_world()
    below = {category.slug for category in world.categories if category.parent == "skincare"}
    assert {draft.source_key for draft in world.products if draft.category_slug in below} == {
        draft.source_key for draft in world.products if "skin" in draft.attributes
    }
