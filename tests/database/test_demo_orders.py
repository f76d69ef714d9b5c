"""The demo world's orders: people order what they may, the filling ends, and the warehouse packs a part."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.database.test_demo_stock import fill
from tests.support.trading import pay

from hongshu.flows.demo_world import ordering, packing
from hongshu.flows.demo_world.reading import the_world
from hongshu.kernel import settings
from hongshu.store.fulfilment.models import ParcelRow
from hongshu.store.payments.models import PartRow
from hongshu.store.trade.models import OrderRow

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = 12


@pytest.fixture(autouse=True)
def few_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose demo makes a few orders, with a sandbox that is away: nobody can pay."""
    given = replace(settings.current(), demo_orders=ORDERS)
    monkeypatch.setattr(settings, "current", lambda: given)


def test_everybody_orders_once_and_then_the_filling_has_ended() -> None:
    fill(the_world())
    assert ordering.order_some(limit=5)
    assert OrderRow.objects.count() >= 5
    while ordering.order_some(limit=50):
        pass
    placed = OrderRow.objects.count()
    assert OrderRow.objects.values("user_id").distinct().count() == ORDERS
    assert not ordering.order_some()
    assert OrderRow.objects.count() == placed
    assert PartRow.objects.count() == placed


def test_the_warehouse_packs_most_of_what_may_leave_and_leaves_some_to_be_packed() -> None:
    fill(the_world())
    while ordering.order_some(limit=50):
        pass
    for checkout_id in OrderRow.objects.values_list("checkout_id", flat=True).distinct():
        pay(checkout_id)
    allocated = OrderRow.objects.filter(state="allocated").count()
    assert allocated
    while packing.pack_some(limit=3):
        pass
    states = list(OrderRow.objects.values_list("state", flat=True))
    assert states.count("packed") == ParcelRow.objects.values("order_id").distinct().count() > 0
    assert states.count("allocated") == allocated - states.count("packed")
    assert ParcelRow.objects.filter(state="delivered").exists()
    assert not packing.pack_some()
