"""Who wishes for a product is told when it costs less or is back, and only while they wish for it."""

from __future__ import annotations

import pytest
from tests.support.community import member, product, product_draft
from tests.support.events import deliver, deliver_all, take_events

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.notifications.contracts import Kind, Tab
from hongshu.platform.notifications.queries import list_notices
from hongshu.store.carts.services import refresh_wishes, unwish, wish
from hongshu.store.catalog.contracts import SkuDraft
from hongshu.store.catalog.services import save_products, set_products_in_stock

pytestmark = pytest.mark.django_db(transaction=True)


def _cheaper(minor: int) -> None:
    save_products([product_draft("lamp", skus=(SkuDraft(code="NRD-lamp", price=Money(minor)),))])


def _told(user_id: Id) -> list[tuple[Kind, str]]:
    notices, _ = list_notices(user_id, tab=Tab.ORDERS)
    return [(one.kind, one.subject.kind) for one in notices]


def test_a_lower_price_and_a_return_to_stock_are_told() -> None:
    robin, kim, lamp = member("Robin"), member("Kim"), product("lamp", price_minor=9_900)
    wish(user_id=robin, product_id=lamp)
    _cheaper(8_900)
    set_products_in_stock(in_stock=[], sold_out=[lamp])
    refresh_wishes()
    set_products_in_stock(in_stock=[lamp], sold_out=[])
    refresh_wishes()
    deliver_all()
    assert sorted(_told(robin)) == [(Kind.WISH_BACK, "product"), (Kind.WISH_CHEAPER, "product")]
    assert _told(kim) == []


def test_news_that_comes_twice_or_after_the_wish_is_gone_tells_nothing_more() -> None:
    robin, kim, lamp = member("Robin"), member("Kim"), product("lamp", price_minor=9_900)
    for one in (robin, kim):
        wish(user_id=one, product_id=lamp)
    _cheaper(8_900)
    assert refresh_wishes() == 2
    unwish(user_id=kim, product_id=lamp)
    waiting = take_events()
    deliver(waiting)
    deliver(waiting)
    assert len(_told(robin)) == 1
    assert _told(kim) == []
