"""The catalogue knows what can be bought, and is told only what has changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.buying import MUG, bought, open_shop, passed

from hongshu.flows.stocking.services import ShelfWatch, refresh_shelf_stock
from hongshu.kernel.ids import Id
from hongshu.store.catalog.models import ProductRow
from hongshu.store.inventory.queries import get_lot
from hongshu.store.inventory.services import recall_lot, take_stock

pytestmark = pytest.mark.django_db


def _is_in_stock(product_id: Id) -> bool:
    return ProductRow.objects.get(id=product_id).is_in_stock


def test_a_product_is_shown_in_stock_until_its_last_unit_is_reserved() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 2)
    product_id = get_lot(lot_id).product_id
    refresh_shelf_stock()
    assert not _is_in_stock(product_id)
    passed(lot_id)
    assert refresh_shelf_stock() == 1
    assert _is_in_stock(product_id)
    take_stock(wanted={shop.skus[MUG]: 2}, holder_kind="order", holder_id=Id(1), hold_s=900.0)
    assert refresh_shelf_stock() == 1
    assert not _is_in_stock(product_id)


def test_a_watch_says_nothing_again_and_asks_once() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 2)
    passed(lot_id)
    watch = ShelfWatch()
    assert watch.refresh() == 1
    with CaptureQueriesContext(connection) as asked:
        assert watch.refresh() == 0
    assert len(asked) == 1
    recall_lot(lot_id=lot_id, reason="Chipped.", recalled_by=Id(7), key="r")
    assert watch.refresh() == 1
    assert not _is_in_stock(get_lot(lot_id).product_id)
