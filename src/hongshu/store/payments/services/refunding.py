"""Giving back, part by part: the intention here, the sending and the settling in jobs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id, new_id, wire_form
from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account, TransferDraft
from hongshu.store.ledger.services import post_transfers
from hongshu.store.payments.contracts import (
    AttemptState,
    InvalidRefund,
    PaymentNotFound,
    Refund,
    RefundConflict,
    RefundFailed,
    RefundSettled,
    RefundState,
    RefundTooLarge,
)
from hongshu.store.payments.models import AttemptRow, PartRow, RefundRow
from hongshu.store.payments.ports import RefundFinding, RefundProgress
from hongshu.store.payments.queries import refund_of
from hongshu.store.payments.rules import pauses
from hongshu.store.payments.services.keeping import keep_exchange


@transaction.atomic
def refund_part(*, order_id: Id, amount: Money, key: str, reason: str) -> Refund:
    """Give back something of what was captured for an order. A job sends it; RefundSettled or RefundFailed
    tells the end.

    Joins the caller's transaction; the part is locked, so that refunds at one moment together never exceed
    what was captured. Idempotent on (order, key); another amount under the key raises RefundConflict.
    Raises PaymentNotFound, InvalidRefund, RefundTooLarge.
    """
    part = PartRow.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    if part is None:
        raise PaymentNotFound
    there = RefundRow.objects.filter(order_id=order_id, key=key).first()
    if there is not None:
        if (there.amount_minor, there.currency) != (amount.amount_minor, amount.currency):
            raise RefundConflict
        return refund_of(there)
    if amount.amount_minor <= 0 or amount.currency != part.currency or not 0 < len(key) <= 80:
        raise InvalidRefund
    left = part.captured_minor - part.given_back_minor
    if amount.amount_minor > left:
        raise RefundTooLarge(left_minor=left, currency=part.currency)
    PartRow.objects.filter(id=part.id).update(given_back_minor=F("given_back_minor") + amount.amount_minor)
    attempt = AttemptRow.objects.get(
        checkout_id=part.checkout_id, state=AttemptState.CAPTURED.value, is_surplus=False
    )
    return refund_of(
        intend(part=part, order_id=order_id, attempt=attempt, amount=amount, key=key, reason=reason)
    )


def intend(
    *, part: PartRow | None, order_id: Id, attempt: AttemptRow, amount: Money, key: str, reason: str
) -> RefundRow:
    """Write a refund that a job will send; without a part it is of a surplus."""
    refund_id = new_id()
    row = RefundRow(
        id=refund_id,
        order_id=order_id,
        payment_id=attempt.payment_id,
        attempt_id=attempt.id,
        part=part,
        provider=attempt.provider,
        number=f"HR{wire_form(refund_id)}",
        key=key,
        amount_minor=amount.amount_minor,
        currency=amount.currency,
        reason=reason[:80],
    )
    row.save(force_insert=True)
    row.refresh_from_db(fields=["requested_at"])
    return row


def settle_refund(*, number: str, finding: RefundFinding, our_merchant: str) -> str:
    """Believe what a provider says of a refund, in the caller's transaction; what became of it.

    "taken", "again", "pending", "unknown", or "wrong …" where it is not what we asked for. Locks the part
    first, as everybody who changes its refunds does.
    """
    found = RefundRow.objects.filter(number=number).first()
    if found is None:
        return "unknown"
    if finding.merchant != our_merchant:
        return "wrong merchant"
    if finding.amount is not None and finding.amount != Money(found.amount_minor, found.currency):
        return "wrong amount"
    if _is_of_part(found):
        PartRow.objects.select_for_update(no_key=True).get(id=found.part_id)
    row = RefundRow.objects.select_for_update(no_key=True).get(id=found.id)
    if row.state != RefundState.REQUESTED:
        return "again"
    if finding.progress is RefundProgress.SETTLED:
        if finding.amount is None:
            return "wrong amount"
        _settled(row)
    elif finding.progress is RefundProgress.FAILED:
        _failed(row, finding.text)
    else:
        return "pending"
    attempt = AttemptRow.objects.get(id=row.attempt_id)
    keep_exchange(attempt, kind="refund", number=row.number, raw=finding.raw)
    return "taken"


def _is_of_part(row: RefundRow) -> bool:
    """Whether it is of an order, and not a surplus of its payment."""
    return row.part_id is not None


def _settled(row: RefundRow) -> None:
    RefundRow.objects.filter(id=row.id).update(state=RefundState.SETTLED.value, settled_at=Now(), text="")
    if _is_of_part(row):
        PartRow.objects.filter(id=row.part_id).update(refunded_minor=F("refunded_minor") + row.amount_minor)
        kind, subject_id = "order", Id(row.order_id)
        outbox.append(RefundSettled(refund_id=Id(row.id), order_id=Id(row.order_id)))
    else:
        kind, subject_id = "payment", Id(row.payment_id)
    post_transfers(
        [
            TransferDraft(
                debit=Account.CUSTOMER_FUNDS,
                credit=Account.PROVIDER_CLEARING,
                amount=Money(row.amount_minor, row.currency),
                reason="refund_settled",
                subject_kind=kind,
                subject_id=subject_id,
                key=f"refund:{row.number}",
            )
        ]
    )


def _failed(row: RefundRow, text: str) -> None:
    RefundRow.objects.filter(id=row.id).update(state=RefundState.FAILED.value, text=text[:300])
    if _is_of_part(row):
        PartRow.objects.filter(id=row.part_id).update(
            given_back_minor=F("given_back_minor") - row.amount_minor
        )
        outbox.append(RefundFailed(refund_id=Id(row.id), order_id=Id(row.order_id)))


def claimed_refunds(limit: int) -> Sequence[RefundRow]:
    """Refunds whose time has come; their next try is moved ahead in a transaction of its own."""
    with transaction.atomic():
        rows = list(
            RefundRow.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(state=RefundState.REQUESTED.value, next_try_at__lte=Now())
            .order_by("next_try_at", "id")[:limit]
        )
        for row in rows:
            row.tries += 1
            RefundRow.objects.filter(id=row.id).update(
                tries=row.tries, next_try_at=Now() + pauses.before_refund(row.tries)
            )
    return rows
