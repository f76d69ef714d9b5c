"""The payment of a checkout: one, with a part an order, and refunds that never exceed what was captured."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support.paying import PAYER, captured, opened

from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import OutboxEvent
from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_balances, list_transfers
from hongshu.store.payments.contracts import (
    InvalidPayment,
    InvalidRefund,
    PaymentConflict,
    PaymentNotFound,
    PaymentPart,
    PaymentState,
    Provider,
    RefundConflict,
    RefundTooLarge,
)
from hongshu.store.payments.models import ExchangeRow, PartRow
from hongshu.store.payments.queries import (
    captured_of,
    get_payment,
    list_parts_of_orders,
    list_refunds_of_orders,
)
from hongshu.store.payments.services import change_provider, close_payment, open_payment, refund_part

pytestmark = pytest.mark.django_db


def test_a_checkout_has_one_payment_with_a_part_for_each_order() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        payment = opened(9_900, 2_310)
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) == 1
    assert payment.amount == Money(12_210)
    assert payment.state is PaymentState.OPEN
    assert get_payment(payment.checkout_id) == payment


def test_opening_again_gives_the_payment_that_is_there_and_other_parts_are_refused() -> None:
    payment = opened(500)
    same = [PaymentPart(order_id=part.order_id, amount=part.amount) for part in payment.parts]
    values = {"payer_user_id": PAYER, "provider": Provider.ALIPAY, "expires_in_s": 9, "subject": "x"}
    again = open_payment(checkout_id=payment.checkout_id, parts=same, **values)  # type: ignore[arg-type]
    assert again == payment
    with pytest.raises(PaymentConflict):
        open_payment(
            checkout_id=payment.checkout_id,
            parts=[PaymentPart(order_id=new_id(), amount=Money(500))],
            **values,  # type: ignore[arg-type]
        )


@pytest.mark.parametrize("fen", [(0,), (-5, 10), ()])
def test_a_payment_is_above_zero(fen: tuple[int, ...]) -> None:
    with pytest.raises(InvalidPayment):
        open_payment(
            checkout_id=new_id(),
            payer_user_id=PAYER,
            parts=[PaymentPart(order_id=new_id(), amount=Money(each)) for each in fen],
            provider=Provider.WECHAT,
            expires_in_s=60,
            subject="x",
        )


def test_a_capture_is_posted_for_each_order_and_told_once() -> None:
    payment = captured(9_900, 2_310)
    for part in payment.parts:
        (posted,) = list_transfers(subject_kind="order", subject_id=part.order_id)
        assert (posted.debit, posted.credit) == (Account.PROVIDER_CLEARING, Account.CUSTOMER_FUNDS)
        assert posted.amount == part.amount == captured_of(part.order_id)
    assert OutboxEvent.objects.filter(kind="payments.captured").count() == 1


def test_a_closed_payment_is_closed_again_without_a_word_and_a_captured_one_stays_captured() -> None:
    payment = opened()
    assert close_payment(checkout_id=payment.checkout_id).state is PaymentState.CLOSED
    assert close_payment(checkout_id=payment.checkout_id).state is PaymentState.CLOSED
    paid = captured(700)
    assert close_payment(checkout_id=paid.checkout_id).state is PaymentState.CAPTURED


def test_another_provider_is_chosen_by_the_payer_alone() -> None:
    payment = opened()
    changed = change_provider(payment_id=payment.id, payer_user_id=PAYER, provider=Provider.WECHAT)
    assert changed.provider is Provider.WECHAT
    assert changed.number != payment.number
    with pytest.raises(PaymentNotFound):
        change_provider(payment_id=payment.id, payer_user_id=Id(78), provider=Provider.ALIPAY)


def test_refunds_of_a_part_stop_at_what_was_captured() -> None:
    order_id = captured(1_000).parts[0].order_id
    refund_part(order_id=order_id, amount=Money(600), key="a", reason="returned")
    with pytest.raises(RefundTooLarge) as refused:
        refund_part(order_id=order_id, amount=Money(401), key="b", reason="returned")
    assert refused.value.details["left_minor"] == 400
    refund_part(order_id=order_id, amount=Money(400), key="c", reason="returned")
    assert list_parts_of_orders([order_id])[order_id].refundable == Money(0)


def test_a_refund_is_once_by_its_key() -> None:
    order_id = captured(1_000).parts[0].order_id
    first = refund_part(order_id=order_id, amount=Money(600), key="a", reason="returned")
    assert refund_part(order_id=order_id, amount=Money(600), key="a", reason="returned") == first
    assert list_refunds_of_orders([order_id]) == {order_id: (first,)}
    with pytest.raises(RefundConflict):
        refund_part(order_id=order_id, amount=Money(1), key="a", reason="returned")


def test_nothing_is_given_back_of_what_was_not_paid() -> None:
    with pytest.raises(RefundTooLarge):
        refund_part(order_id=opened(50).parts[0].order_id, amount=Money(1), key="a", reason="x")
    with pytest.raises(PaymentNotFound):
        refund_part(order_id=new_id(), amount=Money(1), key="a", reason="x")
    with pytest.raises(InvalidRefund):
        refund_part(order_id=captured(50).parts[0].order_id, amount=Money(0), key="a", reason="x")


def test_the_database_itself_refuses_to_give_back_more_than_was_captured() -> None:
    part = PartRow.objects.get(order_id=captured(50).parts[0].order_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartRow.objects.filter(id=part.id).update(given_back_minor=51)


def test_raw_requests_and_answers_cannot_be_changed() -> None:
    payment = captured(50)
    rows = ExchangeRow.objects.filter(checkout_id=payment.checkout_id)
    assert rows.count() == 1
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        rows.update(kind="other")


def test_after_captures_the_clearing_account_holds_what_customers_paid() -> None:
    captured(100)
    captured(23)
    nets = {balance.account: balance.net_minor for balance in list_balances()}
    assert nets[Account.PROVIDER_CLEARING] == 123 == -nets[Account.CUSTOMER_FUNDS]
