"""Asking providers: the pay page, what became of it, and the sending of refunds. Never in a transaction."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from hongshu.kernel import clock, settings
from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.payments import adapters
from hongshu.store.payments.contracts import (
    AttemptState,
    Device,
    Payment,
    PaymentNotFound,
    PaymentNotOpen,
    PaymentState,
    PayPage,
    Provider,
    ProviderUnavailable,
    RefundState,
)
from hongshu.store.payments.models import UNDECIDED, AttemptRow, PaymentRow, RefundRow
from hongshu.store.payments.ports import PaymentProvider, PayOrder, RefundOrder, RefundProgress, TradeState
from hongshu.store.payments.queries import get_payment_by_id
from hongshu.store.payments.rules import pauses
from hongshu.store.payments.services.capturing import close_attempt, settle_trade
from hongshu.store.payments.services.keeping import keep_exchange
from hongshu.store.payments.services.opening import locked_payment, number_of
from hongshu.store.payments.services.refunding import claimed_refunds, settle_refund

log = logging.getLogger(__name__)
# A page that was opened in the last moment may still be paid a little later; then nothing more comes.
_GRACE = timedelta(minutes=10)


def notify_url(provider: Provider) -> str:
    """Where a provider tells us."""
    return f"{settings.current().notify_url}/payments/notify/{provider.value}"


def start_payment(
    *, payment_id: Id, payer_user_id: Id, return_url: str, device: Device, client_ip: str = ""
) -> PayPage:
    """Where the buyer pays. The attempt is written first, so that its payment is found even after a crash.

    May be called again for the same page. Raises PaymentNotFound (also for somebody else's), PaymentNotOpen,
    ProviderUnavailable. Not in a transaction.
    """
    attempt, order = _written(payment_id, payer_user_id, return_url, device, client_ip)
    try:
        started = adapters.current_provider(Provider(attempt.provider)).start(order)
    except OutsideFailure as failure:
        log.warning("a payment could not be started: %s", failure, extra={"number": attempt.number})
        # Maybe it is paid already, and nobody has told us.
        _poll(attempt)
        if get_payment_by_id(payment_id, payer_user_id=payer_user_id).state is PaymentState.CAPTURED:
            raise PaymentNotOpen(state=PaymentState.CAPTURED.value) from None
        raise ProviderUnavailable from None
    with transaction.atomic():
        AttemptRow.objects.filter(id=attempt.id, state__in=UNDECIDED).update(
            state=AttemptState.STARTED.value, next_poll_at=Now() + pauses.before_poll(1)
        )
        keep_exchange(attempt, kind="pay", number=attempt.number, raw=started.raw)
    return started.page


@transaction.atomic
def _written(
    payment_id: Id, payer_user_id: Id, return_url: str, device: Device, client_ip: str
) -> tuple[AttemptRow, PayOrder]:
    found = PaymentRow.objects.filter(id=payment_id, payer_user_id=payer_user_id).first()
    if found is None:
        raise PaymentNotFound
    row = locked_payment(Id(found.checkout_id))
    if row.state not in (PaymentState.OPEN, PaymentState.FAILED):
        raise PaymentNotOpen(state=row.state)
    if not PaymentRow.objects.filter(id=row.id, expires_at__gt=Now()).exists():
        raise PaymentNotOpen(state="expired")
    same = AttemptRow.objects.filter(checkout_id=row.checkout_id, provider=row.provider).order_by("-id")
    attempt = same.filter(state__in=UNDECIDED).first()
    if attempt is None:
        provider = Provider(row.provider)
        attempt = AttemptRow(
            checkout_id=row.checkout_id,
            payment_id=row.id,
            provider=provider.value,
            number=number_of(Id(row.id), provider, number=same.count() + 1),
            next_poll_at=clock.now() + pauses.before_poll(1),
        )
        attempt.save(force_insert=True)
    row.state, row.number = PaymentState.OPEN.value, attempt.number
    row.save(update_fields=["state", "number"])
    order = PayOrder(
        number=attempt.number,
        amount=Money(row.amount_minor, row.currency),
        subject=row.subject,
        expires_at=row.expires_at,
        return_url=return_url,
        notify_url=notify_url(Provider(row.provider)),
        device=device,
        client_ip=client_ip,
    )
    return attempt, order


def ask_after(*, payment_id: Id, payer_user_id: Id) -> Payment:
    """The payment as it is now: if it is not decided, its provider is asked at once, for the return page.

    A provider that does not answer leaves it as it is. Raises PaymentNotFound. Not in a transaction.
    """
    payment = get_payment_by_id(payment_id, payer_user_id=payer_user_id)
    if payment.state is PaymentState.CAPTURED:
        return payment
    for attempt in AttemptRow.objects.filter(checkout_id=payment.checkout_id, state__in=UNDECIDED):
        _poll(attempt)
    return get_payment_by_id(payment_id, payer_user_id=payer_user_id)


def poll_missing(*, limit: int = 50) -> int:
    """Ask after payments that nobody has told of; how many were asked after.

    Safe beside itself: each is claimed by moving its next poll ahead, in a transaction of its own.
    """
    attempts = _claimed_attempts(limit)
    for attempt in attempts:
        _poll(attempt)
    return len(attempts)


def _claimed_attempts(limit: int) -> list[AttemptRow]:
    with transaction.atomic():
        rows = list(
            AttemptRow.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(state__in=UNDECIDED, next_poll_at__lte=Now())
            .order_by("next_poll_at", "id")[:limit]
        )
        for row in rows:
            AttemptRow.objects.filter(id=row.id).update(
                tries=F("tries") + 1, next_poll_at=Now() + pauses.before_poll(row.tries + 1)
            )
    return rows


def _poll(attempt: AttemptRow) -> None:
    port = adapters.current_provider(Provider(attempt.provider))
    try:
        state = _ask(port, attempt)
        if state in (TradeState.PENDING, TradeState.UNKNOWN) and not _is_wanted(attempt):
            port.close(attempt.number)
            if _ask(port, attempt) is TradeState.UNKNOWN:
                _give_up_after_grace(attempt)
    except OutsideFailure as failure:
        log.warning("a payment could not be asked after: %s", failure, extra={"number": attempt.number})


def _ask(port: PaymentProvider, attempt: AttemptRow) -> TradeState:
    trade = port.find(attempt.number)
    outcome = settle_trade(number=attempt.number, trade=trade, our_merchant=port.merchant, kind="query")
    if outcome.startswith("wrong"):
        log.error("a provider's answer was not believed: %s", outcome, extra={"number": attempt.number})
    return trade.state


def _is_wanted(attempt: AttemptRow) -> bool:
    """Whether the buyer may still pay it: the payment is open, waits for this attempt, and has time."""
    return PaymentRow.objects.filter(
        checkout_id=attempt.checkout_id,
        state=PaymentState.OPEN.value,
        number=attempt.number,
        expires_at__gt=Now(),
    ).exists()


def _give_up_after_grace(attempt: AttemptRow) -> None:
    """A provider that never heard of it cannot close it; after its time nobody can open its page any more."""
    with transaction.atomic():
        payment = locked_payment(Id(attempt.checkout_id))
        if PaymentRow.objects.filter(id=payment.id, expires_at__lte=Now() - _GRACE).exists():
            close_attempt(payment, AttemptRow.objects.get(id=attempt.id))


def send_refunds(*, limit: int = 50) -> int:
    """Send refunds that wait, and ask after those that were sent; how many were settled or failed.

    A refund keeps its number, so that one that is sent again after a crash is the same at the provider.
    """
    decided = 0
    for row in claimed_refunds(limit):
        try:
            decided += _send(row)
        except OutsideFailure as failure:
            log.warning("a refund was not taken: %s", failure, extra={"number": row.number})
            if not failure.retryable:
                RefundRow.objects.filter(id=row.id).update(text=str(failure)[:300])
    return decided


def _send(row: RefundRow) -> bool:
    port = adapters.current_provider(Provider(row.provider))
    attempt = AttemptRow.objects.get(id=row.attempt_id)
    if row.sent_at is None:
        payment = PaymentRow.objects.get(id=row.payment_id)
        order = RefundOrder(
            number=row.number,
            payment_number=attempt.number,
            amount=Money(row.amount_minor, row.currency),
            whole=Money(payment.amount_minor, payment.currency),
            reason=row.reason,
            notify_url=notify_url(Provider(row.provider)),
        )
        finding = port.refund(order)
        RefundRow.objects.filter(id=row.id, state=RefundState.REQUESTED.value).update(sent_at=Now())
    else:
        finding = port.find_refund(number=row.number, payment_number=attempt.number)
    if finding.progress is RefundProgress.UNKNOWN:
        # They never heard of it: it is sent again.
        RefundRow.objects.filter(id=row.id, state=RefundState.REQUESTED.value).update(sent_at=None)
        return False
    with transaction.atomic():
        outcome = settle_refund(number=row.number, finding=finding, our_merchant=port.merchant)
    if outcome.startswith("wrong"):
        log.error("a provider's refund was not believed: %s", outcome, extra={"number": row.number})
    return outcome == "taken"
