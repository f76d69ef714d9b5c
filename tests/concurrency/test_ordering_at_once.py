"""Buyers, payments and cancellings at one moment, each with a connection of its own."""

from __future__ import annotations

from functools import partial

import pytest
from tests.concurrency.together import together
from tests.support import stock
from tests.support.community import member
from tests.support.trading import capture, goods, pay, place, prepared

from hongshu.flows.reconciling.services import reconcile
from hongshu.store.inventory.contracts import OutOfStock
from hongshu.store.payments.contracts import RefundTooLarge
from hongshu.store.payments.queries import list_parts_of_orders
from hongshu.store.trade.contracts import (
    Actor,
    CheckoutChanged,
    CheckoutPlaced,
    InvalidOrderRefund,
    OrderState,
    Refunded,
)
from hongshu.store.trade.models import OrderRow
from hongshu.store.trade.queries import get_order
from hongshu.store.trade.services import cancel_order, refund_lines, settle_capture

pytestmark = pytest.mark.django_db(transaction=True)


def test_more_buyers_than_units_get_exactly_the_units_and_nobody_half_an_order() -> None:
    sku = goods(units=3)
    checkouts = [prepared(member(), sku) for _ in range(4)]
    came = together([partial(place, each) for each in checkouts])
    refused = [each for each in came if isinstance(each, type)]
    assert set(refused) == {OutOfStock}
    assert (len(came) - len(refused), OrderRow.objects.count()) == (3, 3)
    assert stock.counts(sku) == (0, 3, 0)


def test_one_checkout_placed_in_two_windows_at_once_is_ordered_once() -> None:
    sku = goods()
    checkout = prepared(member(), sku)
    came = together([partial(place, checkout, key=f"k{number}") for number in range(4)])
    refused = [each for each in came if isinstance(each, type)]
    assert set(refused) <= {CheckoutPlaced, CheckoutChanged}
    assert (len(refused), OrderRow.objects.count()) == (3, 1)


def test_a_payment_that_races_a_cancelling_is_kept_or_given_back_as_a_whole() -> None:
    sku = goods(units=20)
    for _ in range(4):
        checkout = prepared(member(), sku)
        [order_id] = place(checkout).order_ids
        capture(checkout.id)
        cancel = partial(cancel_order, order_id=order_id, actor=Actor.BUYER, actor_id=None)
        settle = partial(settle_capture, checkout_id=checkout.id)
        together([settle, cancel, settle])
        settle_capture(checkout_id=checkout.id)
        order = get_order(order_id)
        assert order.state is OrderState.CANCELLED
        assert order.refund_state is Refunded.WHOLE
    assert stock.counts(sku) == (20, 0, 0)
    assert reconcile(with_statements=False).is_clean


def test_refunds_at_once_never_exceed_what_was_captured() -> None:
    checkout = prepared(member(), goods(), 3)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    [line] = get_order(order_id).lines
    came = together(
        [
            partial(refund_lines, order_id=order_id, lines={line.id: 1}, reason="r", key=f"k{number}")
            for number in range(4)
        ]
    )
    refused = [each for each in came if isinstance(each, type)]
    assert set(refused) <= {InvalidOrderRefund, RefundTooLarge}
    assert len(refused) == 1
    part = list_parts_of_orders([order_id])[order_id]
    assert part.given_back == part.captured
