"""Payments for tests."""

from __future__ import annotations

from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.money import Money
from hongshu.store.payments.contracts import Payment, PaymentPart, Provider
from hongshu.store.payments.models import AttemptRow
from hongshu.store.payments.ports import Raw, Trade, TradeState
from hongshu.store.payments.queries import get_payment
from hongshu.store.payments.services import open_payment
from hongshu.store.payments.services.capturing import settle_trade

PAYER = Id(77)


def opened(
    *fen: int, provider: Provider = Provider.ALIPAY, expires_in_s: int = 900, checkout_id: Id | None = None
) -> Payment:
    """A payment with a part for each amount; one of 99 and one of 23.10 yuan unless told."""
    return open_payment(
        checkout_id=checkout_id or new_id(),
        payer_user_id=PAYER,
        parts=[PaymentPart(order_id=new_id(), amount=Money(each)) for each in fen or (9_900, 2_310)],
        provider=provider,
        expires_in_s=expires_in_s,
        subject="红书订单 Hongshu order",
    )


def captured(*fen: int, provider: Provider = Provider.ALIPAY) -> Payment:
    """A paid one, as its provider would have told: for tests of what comes after, without a provider."""
    payment = opened(*fen, provider=provider)
    row = AttemptRow(
        checkout_id=payment.checkout_id,
        payment_id=payment.id,
        provider=provider.value,
        number=payment.number,
    )
    row.save(force_insert=True)
    trade = Trade(
        number=payment.number,
        state=TradeState.CAPTURED,
        merchant="us",
        amount=payment.amount,
        transaction_id=f"T{payment.number}",
        raw=Raw(request=b"asked", response=b"paid"),
    )
    settle_trade(number=payment.number, trade=trade, our_merchant="us", kind="query")
    return get_payment(payment.checkout_id)
