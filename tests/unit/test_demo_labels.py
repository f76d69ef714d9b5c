"""What is printed on the demo's SKUs."""

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
