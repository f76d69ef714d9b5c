"""A machine of buyers against a model: whatever is done in whatever order, money and goods are where they
should be.

Small by default; ``./test soak`` takes 2,000 steps.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from tests.support import stock
from tests.support.community import member
from tests.support.trading import capture, goods, pay, place, prepared

from hongshu.flows.reconciling.services import reconcile
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import OutOfStock
from hongshu.store.trade.contracts import Actor, OrderState
from hongshu.store.trade.models import OrderRow
from hongshu.store.trade.queries import get_order
from hongshu.store.trade.services import (
    cancel_order,
    complete_due,
    expire_unpaid,
    mark_delivered,
    mark_packed,
    mark_shipped,
    refund_lines,
    settle_capture,
)

pytestmark = pytest.mark.django_db
UNITS = 12
LEFT = ("shipped", "delivered", "completed")


@dataclass
class Known:
    """What the model knows of an order."""

    order_id: Id
    checkout_id: Id
    quantity: int
    state: str = "placed"
    captured: bool = False
    refunded_units: int = 0
    is_late: bool = False


@dataclass
class World:
    """What should be there."""

    sku_id: Id
    buyers: list[Id]
    orders: list[Known] = field(default_factory=list)

    @property
    def free(self) -> int:
        return UNITS - sum(one.quantity for one in self.orders if one.state != "cancelled")


@pytest.mark.parametrize("seed", range(3))
def test_orders_and_the_model_never_disagree(seed: int) -> None:
    assert _walk(seed, steps=40) == 6


@pytest.mark.soak
def test_orders_and_the_model_do_not_disagree_in_two_thousand_steps() -> None:
    assert _walk(20261125, steps=2_000) == 251


def _walk(seed: int, *, steps: int) -> int:
    """Do *steps* acts by chance; how many times the model was compared with what is there, and agreed."""
    chance = random.Random(seed)
    compared = 0
    world = World(goods(units=UNITS, price_minor=3_333), [member() for _ in range(3)])
    acts = (_buy, _buy, _pay, _pay_late, _cancel, _expire, _pack, _ship, _deliver, _refund, _complete)
    for step in range(steps):
        chance.choice(acts)(world, chance)
        if step % 8 == 0 or step == steps - 1:
            _compare(world)
            compared += 1
    return compared


def _pick(world: World, chance: random.Random, *states: str) -> Known | None:
    there = [one for one in world.orders if one.state in states]
    return chance.choice(there) if there else None


def _buy(world: World, chance: random.Random) -> None:
    quantity = chance.randint(1, 4)
    checkout = prepared(chance.choice(world.buyers), world.sku_id, quantity)
    if quantity > world.free:
        with pytest.raises(OutOfStock):
            place(checkout)
        return
    [order_id] = place(checkout).order_ids
    world.orders.append(Known(order_id, checkout.id, quantity))


def _pay(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "placed")
    if one is not None:
        pay(one.checkout_id)
        settle_capture(checkout_id=one.checkout_id)
        one.state, one.captured = "allocated", True


def _pay_late(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "cancelled")
    if one is not None and not one.captured:
        capture(one.checkout_id)
        settle_capture(checkout_id=one.checkout_id)
        settle_capture(checkout_id=one.checkout_id)
        one.captured, one.refunded_units = True, one.quantity


def _cancel(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "placed", "allocated", "packed", *LEFT)
    if one is None:
        return
    may = one.state in ("placed", "allocated")
    try:
        cancel_order(order_id=one.order_id, actor=Actor.BUYER, actor_id=None)
    except DomainError:
        assert not may
        return
    assert may
    one.state = "cancelled"
    if one.captured:
        one.refunded_units = one.quantity


def _expire(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "placed")
    if one is not None:
        row = OrderRow.objects.get(id=one.order_id)
        OrderRow.objects.filter(id=row.id).update(expires_at=row.placed_at)
        assert expire_unpaid() == 1
        one.state = "cancelled"


def _pack(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "allocated")
    if one is not None:
        mark_packed(order_id=one.order_id, actor_id=Id(9))
        one.state = "packed"


def _ship(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "packed")
    if one is not None:
        mark_shipped(order_id=one.order_id, carrier="SF", tracking="1")
        one.state = "shipped"


def _deliver(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "shipped")
    if one is not None:
        mark_delivered(order_id=one.order_id)
        one.state = "delivered"


def _complete(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "delivered")
    if one is not None:
        row = OrderRow.objects.get(id=one.order_id)
        OrderRow.objects.filter(id=row.id).update(completes_at=row.placed_at)
        assert complete_due() == 1
        one.state = "completed"


def _refund(world: World, chance: random.Random) -> None:
    one = _pick(world, chance, "placed", "allocated", "packed", *LEFT)
    if one is None:
        return
    [line] = get_order(one.order_id).lines
    units = chance.randint(1, one.quantity)
    may = one.captured and one.refunded_units + units <= one.quantity
    key = f"r{one.refunded_units}"
    try:
        refund_lines(order_id=one.order_id, lines={line.id: units}, reason="r", key=key)
    except DomainError:
        assert not may
        return
    assert may
    one.refunded_units += units


def _compare(world: World) -> None:
    for one in world.orders:
        order = get_order(one.order_id)
        assert order.state is OrderState(one.state)
        goods_back = one.refunded_units * 3_333
        whole = one.state == "cancelled" and one.captured
        assert order.refunded.amount_minor == (order.total.amount_minor if whole else goods_back)
    sold = sum(one.quantity for one in world.orders if one.state in LEFT)
    sellable, reserved, _ = stock.counts(world.sku_id)
    assert (sellable, reserved) == (world.free, UNITS - world.free - sold)
    found = reconcile(with_statements=False)
    assert found.is_clean, found.differences
