"""From a checkout to an order that is delivered: what is shown is charged, and nothing is done by half."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support import stock
from tests.support.community import member
from tests.support.promoting import batch, coupon_promotion, flash_sale, promotion
from tests.support.trading import at_home, capture, goods, in_cart, pay, place, prepared, proven

from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.kernel.money import Money
from hongshu.store.carts.queries import get_cart
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.customs.queries import list_quota_entries, quota_left
from hongshu.store.declarations.models import DeclarationRow
from hongshu.store.inventory.contracts import OutOfStock
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_balances
from hongshu.store.payments.contracts import PaymentState
from hongshu.store.payments.queries import get_payment, list_parts_of_orders
from hongshu.store.promotions.contracts import CouponState
from hongshu.store.promotions.queries import list_coupons_of
from hongshu.store.promotions.services import claim_coupon
from hongshu.store.trade.contracts import (
    Actor,
    AddressNeeded,
    BuyNow,
    CannotCancel,
    CheckoutChanged,
    CheckoutPlaced,
    IdentityNeeded,
    OrderMode,
    OrderNotFound,
    OrderState,
    PriceChanged,
    Refunded,
    WrongOrderState,
)
from hongshu.store.trade.models import OrderRow, StepRow
from hongshu.store.trade.queries import get_order, list_steps
from hongshu.store.trade.services import (
    cancel_order,
    complete_due,
    declare_paid,
    expire_unpaid,
    mark_delivered,
    mark_packed,
    mark_shipped,
    note_refusal,
    note_release,
    prepare_checkout,
    refund_lines,
    settle_capture,
)

pytestmark = pytest.mark.django_db


def _states(order_id: Id) -> list[str]:
    return [step.state.value for step in list_steps([order_id])[order_id]]


def _net(account: Account) -> int:
    return sum(each.net_minor for each in list_balances() if each.account is account)


def _end_time(order_id: Id) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE trade_order SET expires_at = now() - interval '1 s' WHERE id = %s", [int(order_id)]
        )


def test_a_domestic_order_goes_from_the_cart_to_its_buyer_and_the_books_say_so() -> None:
    robin, sku = member(), goods(units=3)
    in_cart(robin, {sku: 2})
    at_home(robin)
    checkout = prepare_checkout(user_id=robin)
    [split] = checkout.orders
    assert (split.mode, split.reason) == (OrderMode.DOMESTIC, "whole")
    assert checkout.total == Money(2 * 9_900)
    placed = place(checkout)
    [order_id] = placed.order_ids
    assert placed.payment.amount == checkout.total
    assert stock.counts(sku) == (1, 2, 0)
    pay(checkout.id)
    assert get_order(order_id).state is OrderState.ALLOCATED
    mark_packed(order_id=order_id, actor_id=Id(9))
    mark_shipped(order_id=order_id, carrier="SF", tracking="SF1")
    mark_delivered(order_id=order_id)
    assert _states(order_id) == ["placed", "paid", "allocated", "packed", "shipped", "delivered"]
    assert stock.counts(sku) == (1, 0, 0)
    assert _net(Account.CUSTOMER_FUNDS) == 0
    assert _net(Account.REVENUE) == -19_800
    assert _net(Account.COST_OF_GOODS) == 2_000
    assert sum(each.net_minor for each in list_balances()) == 0


def test_placing_a_prepared_checkout_is_at_most_twelve_statements_also_from_abroad() -> None:
    robin, sku = member(), goods(kind="bonded")
    proven(robin)
    claim_coupon(user_id=robin, batch_id=batch())
    checkout = prepared(robin, sku)
    assert checkout.coupon_ids
    with CaptureQueriesContext(connection, ) as asked:  # fmt: skip
        place(checkout)
    said = [each["sql"] for each in asked if each["sql"].split()[0] not in ("SAVEPOINT", "RELEASE")]
    assert len(said) <= 12, "\n".join(said)


def test_the_same_key_gives_the_same_orders_and_another_one_finds_them_placed() -> None:
    robin, sku = member(), goods()
    checkout = prepared(robin, sku)
    first = place(checkout, key="a")
    assert place(checkout, key="a").order_ids == first.order_ids
    with pytest.raises(CheckoutPlaced):
        place(checkout, key="b")
    assert OrderRow.objects.count() == 1


def test_what_was_shown_before_a_price_changed_is_not_charged() -> None:
    robin, sku = member(), goods()
    checkout = prepared(robin, sku)
    promotion()
    with pytest.raises(PriceChanged):
        place(checkout)
    assert not OrderRow.objects.exists()
    assert stock.counts(sku) == (10, 0, 0)


def test_a_checkout_that_was_prepared_anew_is_shown_before_it_is_placed() -> None:
    robin, sku = member(), goods()
    in_cart(robin, {sku: 1})
    at_home(robin)
    before = prepare_checkout(user_id=robin)
    after = prepare_checkout(user_id=robin)
    assert after.id == before.id
    with pytest.raises(CheckoutChanged):
        place(before)


def test_short_stock_takes_nothing_and_keeps_no_order() -> None:
    robin, sku = member(), goods(units=1)
    checkout = prepared(robin, sku, 2)
    assert checkout.problem == "out_of_stock"
    with pytest.raises(OutOfStock) as refused:
        place(checkout)
    assert refused.value.left == {sku: 1}
    assert not OrderRow.objects.exists()
    assert stock.counts(sku) == (1, 0, 0)


def test_nothing_is_placed_without_an_address() -> None:
    robin, sku = member(), goods()
    checkout = prepare_checkout(user_id=robin, buy_now=BuyNow(sku_id=sku))
    with pytest.raises(AddressNeeded):
        place(checkout)


def test_goods_from_abroad_need_a_real_name_and_consents_and_use_the_quota() -> None:
    robin, sku = member(), goods(kind="bonded", price_minor=42_500)
    checkout = prepared(robin, sku)
    assert checkout.needs_identity
    with pytest.raises(IdentityNeeded):
        place(checkout)
    proven(robin)
    checkout = prepared(robin, sku)
    assert checkout.tax.amount_minor > 0
    [order_id] = place(checkout).order_ids
    order = get_order(order_id)
    assert (order.mode, order.total) == (OrderMode.BONDED, checkout.total)
    pay(checkout.id)
    assert order.dutiable == checkout.quota_wanted
    row = OrderRow.objects.get(id=order_id)
    assert quota_left(Id(row.resident_id or 0), at=row.placed_at).reserved_fen == order.dutiable.amount_minor


@pytest.mark.django_db(transaction=True)
def test_a_paid_order_from_abroad_is_declared_released_and_allocated() -> None:
    robin, sku = member(), goods(kind="bonded", price_minor=42_500)
    proven(robin)
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    assert get_order(order_id).state is OrderState.PAID
    assert declare_paid() == 1
    assert get_order(order_id).state is OrderState.DECLARED
    assert DeclarationRow.objects.filter(order_id=order_id).exists()
    note_release(order_id=order_id)
    assert _states(order_id) == ["placed", "paid", "declared", "released", "allocated"]
    row = OrderRow.objects.get(id=order_id)
    left = quota_left(Id(row.resident_id or 0), at=row.placed_at)
    assert (left.reserved_fen, left.consumed_fen) == (0, row.dutiable_minor)


@pytest.mark.django_db(transaction=True)
def test_what_customs_refuse_goes_back_by_itself() -> None:
    robin, sku = member(), goods(kind="bonded", price_minor=42_500)
    proven(robin)
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    declare_paid()
    note_refusal(order_id=order_id)
    order = get_order(order_id)
    assert (order.state, order.refund_state) == (OrderState.REFUSED, Refunded.WHOLE)
    assert list_parts_of_orders([order_id])[order_id].given_back == order.total
    assert stock.counts(sku) == (10, 0, 0)
    resident = Id(OrderRow.objects.get(id=order_id).resident_id or 0)
    assert quota_left(resident, at=order.placed_at).used_fen == 0
    assert len(list_quota_entries(resident)) == 2


def test_a_mixed_cart_becomes_an_order_for_each_way_and_each_says_why() -> None:
    robin = member()
    home, abroad = goods("lamp"), goods("mug", kind="bonded", price_minor=400_000)
    proven(robin)
    in_cart(robin, {home: 1, abroad: 2})
    at_home(robin)
    checkout = prepare_checkout(user_id=robin)
    assert [order.mode.value for order in checkout.orders] == ["domestic", "bonded", "bonded"]
    assert {order.reason for order in checkout.orders[1:]} == {"single_limit"}
    assert sum(order.total.amount_minor for order in checkout.orders) == checkout.total.amount_minor
    placed = place(checkout)
    assert [part.amount for part in placed.payment.parts] == [order.total for order in checkout.orders]


def test_an_unpaid_checkout_expires_and_gives_back_stock_coupon_and_flash_quota() -> None:
    robin = member()
    sku = goods(units=2)
    product_id = list_skus_by_id([sku])[sku].product_id
    flash_sale(product_id, combines_with=("coupon",))
    claim_coupon(user_id=robin, batch_id=batch(coupon_promotion(combines_with=("flash",))))
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    assert expire_unpaid() == 0
    _end_time(order_id)
    assert expire_unpaid() == 1
    order = get_order(order_id)
    assert (order.state, order.end_reason) == (OrderState.CANCELLED, "unpaid")
    assert stock.counts(sku) == (2, 0, 0)
    assert {each.state for each in list_coupons_of(robin, order.placed_at)} == {CouponState.USABLE}
    assert get_payment(checkout.id).state is PaymentState.CLOSED


def test_a_payment_after_the_cancelling_goes_back_by_itself_once() -> None:
    robin, sku = member(), goods()
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    cancel_order(order_id=order_id, actor=Actor.BUYER, actor_id=robin, user_id=robin)
    capture(checkout.id)
    for _ in range(3):
        settle_capture(checkout_id=checkout.id)
    order = get_order(order_id)
    assert (order.state, order.refund_state) == (OrderState.CANCELLED, Refunded.WHOLE)
    assert list_parts_of_orders([order_id])[order_id].given_back == order.total
    assert stock.counts(sku) == (10, 0, 0)


def test_a_buyer_cancels_until_it_is_packed_and_another_member_never() -> None:
    robin, kim, sku = member(), member("Kim"), goods()
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    with pytest.raises(OrderNotFound):
        cancel_order(order_id=order_id, actor=Actor.BUYER, actor_id=kim, user_id=kim)
    pay(checkout.id)
    mark_packed(order_id=order_id, actor_id=Id(9))
    with pytest.raises(CannotCancel):
        cancel_order(order_id=order_id, actor=Actor.BUYER, actor_id=robin, user_id=robin)
    with pytest.raises(WrongOrderState):
        mark_delivered(order_id=order_id)


def test_refunds_of_units_add_up_to_what_was_paid_whatever_their_order() -> None:
    robin, sku = member(), goods(kind="bonded", price_minor=3_333, weight_g=100)
    proven(robin)
    checkout = prepared(robin, sku, 7)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    [line] = get_order(order_id).lines
    given = [
        refund_lines(
            order_id=order_id, lines={line.id: units}, reason="r", key=f"k{at}", with_freight=at == 1
        )
        for at, units in enumerate((2, 1, 4))
    ]
    order = get_order(order_id)
    assert sum(each.total.amount_minor for each in given) == order.total.amount_minor
    assert order.refund_state is Refunded.WHOLE
    assert refund_lines(order_id=order_id, lines={line.id: 2}, reason="r", key="k0").id == given[0].id


def test_what_was_earned_goes_back_before_a_refund() -> None:
    robin, sku = member(), goods()
    checkout = prepared(robin, sku, 2)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    mark_packed(order_id=order_id, actor_id=Id(9))
    mark_shipped(order_id=order_id, carrier="SF", tracking="1")
    [line] = get_order(order_id).lines
    refund_lines(order_id=order_id, lines={line.id: 1}, reason="broken", key="r1")
    assert _net(Account.REFUNDS) == 9_900
    assert _net(Account.CUSTOMER_FUNDS) == -9_900
    assert sum(each.net_minor for each in list_balances()) == 0


def test_a_delivered_order_completes_after_its_days() -> None:
    robin, sku = member(), goods()
    checkout = prepared(robin, sku)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    mark_packed(order_id=order_id, actor_id=Id(9))
    mark_shipped(order_id=order_id, carrier="SF", tracking="1")
    mark_delivered(order_id=order_id)
    assert complete_due() == 0
    OrderRow.objects.filter(id=order_id).update(completes_at=get_order(order_id).placed_at)
    assert complete_due() == 1
    assert get_order(order_id).state is OrderState.COMPLETED


def test_history_is_append_only_and_sums_are_kept_by_the_database() -> None:
    robin, sku = member(), goods()
    [order_id] = place(prepared(robin, sku)).order_ids
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderRow.objects.filter(id=order_id).update(total_minor=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderRow.objects.filter(id=order_id).update(state="paid")
    with pytest.raises(Exception, match="append"), transaction.atomic():
        StepRow.objects.filter(order_id=order_id).update(reason="x")
    assert list(OutboxEvent.objects.values_list("kind", flat=True)).count("trade.order_placed") == 1


def test_ordered_lines_leave_the_cart_only_when_they_are_taken_out() -> None:
    robin, sku = member(), goods()
    in_cart(robin, {sku: 1})
    at_home(robin)
    checkout = prepare_checkout(user_id=robin)
    place(checkout)
    assert [line.id for line in get_cart(robin, is_guest=False).lines] == list(checkout.line_ids)
