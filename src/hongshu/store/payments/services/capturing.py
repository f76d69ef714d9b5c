"""Believing what a provider says of a payment: one effect, whoever tells it and however often."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account, TransferDraft
from hongshu.store.ledger.services import post_transfers
from hongshu.store.payments.contracts import AttemptState, PaymentCaptured, PaymentFailed, PaymentState
from hongshu.store.payments.models import UNDECIDED, AttemptRow, PartRow, PaymentRow, TransactionClaim
from hongshu.store.payments.ports import Trade, TradeState
from hongshu.store.payments.rules.matching import mismatch
from hongshu.store.payments.services.keeping import keep_exchange
from hongshu.store.payments.services.opening import locked_payment
from hongshu.store.payments.services.refunding import intend


@transaction.atomic
def settle_trade(*, number: str, trade: Trade, our_merchant: str, kind: str) -> str:
    """Believe what a provider says of an attempt; what became of it.

    "taken", "again", "pending", "unknown", or "wrong …" where it is not what we asked for: then nothing is
    changed. The payment is locked first, so that a notification, a poll, the return page and a cancelling at
    one moment come one after the other. ``kind`` says who told ("notification", "query") in the raw record.
    """
    checkout_id = AttemptRow.objects.filter(number=number).values_list("checkout_id", flat=True).first()
    if checkout_id is None:
        return "unknown"
    payment = locked_payment(Id(checkout_id))
    attempt = AttemptRow.objects.get(checkout_id=checkout_id, number=number)
    if trade.state is TradeState.CAPTURED:
        outcome = _captured(payment, attempt, trade, our_merchant)
    elif trade.state is TradeState.CLOSED:
        outcome = close_attempt(payment, attempt)
    else:
        return "pending"
    if outcome == "taken":
        keep_exchange(attempt, kind=kind, number=number, raw=trade.raw)
    return outcome


def close_attempt(payment: PaymentRow, attempt: AttemptRow) -> str:
    """It will never be paid. Where it was the one that the payment waited for, the payment has failed."""
    if attempt.state not in UNDECIDED:
        return "again"
    attempt.state = AttemptState.CLOSED.value
    attempt.save(update_fields=["state"])
    AttemptRow.objects.filter(id=attempt.id).update(decided_at=Now())
    if payment.state == PaymentState.OPEN and payment.number == attempt.number:
        payment.state = PaymentState.FAILED.value
        payment.save(update_fields=["state"])
        outbox.append(PaymentFailed(payment_id=Id(payment.id), checkout_id=Id(payment.checkout_id)))
    return "taken"


def _captured(payment: PaymentRow, attempt: AttemptRow, trade: Trade, our_merchant: str) -> str:
    whole = Money(payment.amount_minor, payment.currency)
    wrong = mismatch(merchant=trade.merchant, our_merchant=our_merchant, amount=trade.amount, asked=whole)
    if wrong or not trade.transaction_id:
        return wrong or "wrong transaction"
    if attempt.state == AttemptState.CAPTURED:
        return "again" if attempt.transaction_id == trade.transaction_id else "wrong transaction"
    value = f"{attempt.provider}:{trade.transaction_id}"
    TransactionClaim.objects.bulk_create(
        [TransactionClaim(value=value, attempt_id=attempt.id)], ignore_conflicts=True
    )
    if TransactionClaim.objects.get(value=value).attempt_id != attempt.id:
        return "wrong transaction"
    is_surplus = payment.state == PaymentState.CAPTURED
    attempt.state = AttemptState.CAPTURED.value
    attempt.transaction_id, attempt.is_surplus = trade.transaction_id, is_surplus
    attempt.save(update_fields=["state", "transaction_id", "is_surplus"])
    AttemptRow.objects.filter(id=attempt.id).update(decided_at=Now())
    if is_surplus:
        _give_back_surplus(payment, attempt, whole)
    else:
        _take(payment, attempt)
    return "taken"


def _take(payment: PaymentRow, attempt: AttemptRow) -> None:
    payment.state = PaymentState.CAPTURED.value
    PaymentRow.objects.filter(id=payment.id).update(
        state=payment.state,
        captured_at=Now(),
        provider=attempt.provider,
        number=attempt.number,
        transaction_id=attempt.transaction_id,
    )
    parts = list(PartRow.objects.select_for_update(no_key=True).filter(payment_id=payment.id).order_by("id"))
    PartRow.objects.filter(payment_id=payment.id).update(captured_minor=F("amount_minor"))
    post_transfers(
        [
            TransferDraft(
                debit=Account.PROVIDER_CLEARING,
                credit=Account.CUSTOMER_FUNDS,
                amount=Money(part.amount_minor, part.currency),
                reason="capture",
                subject_kind="order",
                subject_id=Id(part.order_id),
                key=f"capture:{part.id}",
            )
            for part in parts
            if part.amount_minor
        ]
    )
    # Another provider's page may still be open at the buyer's: it is closed at once.
    AttemptRow.objects.filter(checkout_id=payment.checkout_id, state__in=UNDECIDED).update(next_poll_at=Now())
    outbox.append(PaymentCaptured(payment_id=Id(payment.id), checkout_id=Id(payment.checkout_id)))


def _give_back_surplus(payment: PaymentRow, attempt: AttemptRow, whole: Money) -> None:
    """Paid twice, by two providers: the second comes back to where it came from, and no order knows of it."""
    order_id = PartRow.objects.filter(payment_id=payment.id).order_by("id").values_list("order_id", flat=True)
    post_transfers(
        [
            TransferDraft(
                debit=Account.PROVIDER_CLEARING,
                credit=Account.CUSTOMER_FUNDS,
                amount=whole,
                reason="capture_surplus",
                subject_kind="payment",
                subject_id=Id(payment.id),
                key=f"surplus:{attempt.id}",
            )
        ]
    )
    intend(
        part=None,
        order_id=Id(order_id[0]),
        attempt=attempt,
        amount=whole,
        key=f"surplus:{attempt.id}",
        reason="paid twice",
    )
