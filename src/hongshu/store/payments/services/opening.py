"""Opening and closing the payment of a checkout, in the caller's transaction and without asking outside."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models.functions import Now

from hongshu.kernel.ids import Id, new_ids, wire_form
from hongshu.kernel.money import Money
from hongshu.store.payments.contracts import (
    InvalidPayment,
    Payment,
    PaymentConflict,
    PaymentNotFound,
    PaymentNotOpen,
    PaymentPart,
    PaymentState,
    Provider,
)
from hongshu.store.payments.models import UNDECIDED, AttemptRow, PaymentRow
from hongshu.store.payments.queries import get_payment, payments_of

# One statement: a checkout's last act holds hot rows, and each journey to the database keeps others waiting.
_OPEN = """
WITH opened AS (
    INSERT INTO payments_payment (id, checkout_id, payer_user_id, provider, number, state, amount_minor,
        currency, subject, transaction_id, expires_at)
    VALUES (%(id)s, %(checkout_id)s, %(payer_user_id)s, %(provider)s, %(number)s, 'open', %(amount_minor)s,
        %(currency)s, %(subject)s, '', statement_timestamp() + %(expires_in_s)s * interval '1 second')
    ON CONFLICT (checkout_id) DO NOTHING RETURNING *
), parts AS (
    INSERT INTO payments_part (id, order_id, payment_id, checkout_id, amount_minor, currency,
        captured_minor, given_back_minor, refunded_minor)
    SELECT part.id, part.order_id, opened.id, opened.checkout_id, part.amount_minor, opened.currency, 0, 0, 0
    FROM opened, unnest(%(ids)s::bigint[], %(order_ids)s::bigint[], %(amounts)s::bigint[])
        AS part (id, order_id, amount_minor)
    RETURNING id
)
SELECT opened.*, (SELECT count(*) FROM parts) FROM opened
"""
_COLUMNS = (
    *("id", "checkout_id", "payer_user_id", "provider", "number", "state", "amount_minor", "currency"),
    *("subject", "transaction_id", "opened_at", "expires_at", "captured_at"),
)


def number_of(payment_id: Id, provider: Provider, *, number: int = 1) -> str:
    """What an attempt to pay is called: another name with each provider and for each attempt, of characters
    that all of them take.
    """
    again = "" if number == 1 else str(number)
    return f"HS{wire_form(payment_id)}{provider.value[0].upper()}{again}"


@transaction.atomic
def open_payment(
    *,
    checkout_id: Id,
    payer_user_id: Id,
    parts: Sequence[PaymentPart],
    provider: Provider,
    expires_in_s: int,
    subject: str,
) -> Payment:
    """Open the one payment of a checkout, a part for each of its orders. One statement; asks no provider.

    Joins the caller's transaction. Idempotent on the checkout: the same parts again give the payment that is
    there, others raise PaymentConflict. Raises InvalidPayment.
    """
    whole = _sum(parts)
    payment_id, *part_ids = new_ids(1 + len(parts))
    values = {
        "id": payment_id,
        "checkout_id": checkout_id,
        "payer_user_id": payer_user_id,
        "provider": provider.value,
        "number": number_of(payment_id, provider),
        "amount_minor": whole.amount_minor,
        "currency": whole.currency,
        "subject": subject[:120],
        "expires_in_s": expires_in_s,
        "ids": part_ids,
        "order_ids": [part.order_id for part in parts],
        "amounts": [part.amount.amount_minor for part in parts],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        columns = [column.name for column in cursor.description or ()]
        found = cursor.fetchone()
    if found is None:
        there = get_payment(checkout_id)
        if {part.order_id: part.amount for part in there.parts} != {p.order_id: p.amount for p in parts}:
            raise PaymentConflict
        return there
    named = dict(zip(columns, found, strict=True))
    row = PaymentRow(**{name: named[name] for name in _COLUMNS})
    return payments_of(row, fresh=tuple(zip(part_ids, parts, strict=True)))


@transaction.atomic
def close_payment(*, checkout_id: Id) -> Payment:
    """Close an unpaid payment: cancelled, or its time has run out. A job tells the providers.

    Joins the caller's transaction. A captured one stays captured (look at the state of what comes back): the
    buyer was faster. Idempotent. Raises PaymentNotFound.
    """
    row = locked_payment(checkout_id)
    if row.state in (PaymentState.OPEN, PaymentState.FAILED):
        row.state = PaymentState.CLOSED.value
        row.save(update_fields=["state"])
        AttemptRow.objects.filter(checkout_id=checkout_id, state__in=UNDECIDED).update(
            next_poll_at=Now(), tries=0
        )
    return payments_of(row)


@transaction.atomic
def change_provider(*, payment_id: Id, payer_user_id: Id, provider: Provider) -> Payment:
    """Pay with another provider while nothing is captured. An attempt with the former one is closed by a job;
    should both be paid, the second is given back.

    Idempotent. Raises PaymentNotFound (also for somebody else's) and PaymentNotOpen.
    """
    found = PaymentRow.objects.filter(id=payment_id, payer_user_id=payer_user_id).first()
    if found is None:
        raise PaymentNotFound
    row = locked_payment(Id(found.checkout_id))
    if row.state not in (PaymentState.OPEN, PaymentState.FAILED):
        raise PaymentNotOpen(state=row.state)
    if row.provider != provider.value:
        row.provider, row.number = provider.value, number_of(Id(row.id), provider)
        row.state = PaymentState.OPEN.value
        row.save(update_fields=["provider", "number", "state"])
        AttemptRow.objects.filter(checkout_id=row.checkout_id, state__in=UNDECIDED).update(
            next_poll_at=Now(), tries=0
        )
    return payments_of(row)


def locked_payment(checkout_id: Id) -> PaymentRow:
    """The payment, locked before everything else of it. Raises PaymentNotFound."""
    row = PaymentRow.objects.select_for_update(no_key=True).filter(checkout_id=checkout_id).first()
    if row is None:
        raise PaymentNotFound
    return row


def _sum(parts: Sequence[PaymentPart]) -> Money:
    if not parts or len({part.order_id for part in parts}) != len(parts):
        raise InvalidPayment(field="parts")
    if len({part.amount.currency for part in parts}) != 1:
        raise InvalidPayment(field="currency")
    whole = Money(sum(part.amount.amount_minor for part in parts), parts[0].amount.currency)
    if any(part.amount.amount_minor < 0 for part in parts) or whole.amount_minor <= 0:
        raise InvalidPayment(field="amount")
    return whole
