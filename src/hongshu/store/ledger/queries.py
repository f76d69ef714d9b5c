"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import BigIntegerField, Case, F, Sum, When

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account, Balance, Transfer
from hongshu.store.ledger.models import TransferRow

_BALANCES = """
SELECT account, currency, sum(debited)::bigint, sum(credited)::bigint FROM (
    SELECT debit AS account, currency, amount_minor AS debited, 0 AS credited FROM ledger_transfer
    WHERE posted_at >= coalesce(%(since)s::timestamptz, '-infinity')
        AND posted_at < coalesce(%(until)s::timestamptz, 'infinity')
    UNION ALL
    SELECT credit, currency, 0, amount_minor FROM ledger_transfer
    WHERE posted_at >= coalesce(%(since)s::timestamptz, '-infinity')
        AND posted_at < coalesce(%(until)s::timestamptz, 'infinity')
) AS side GROUP BY account, currency ORDER BY account, currency
"""


def list_transfers(*, subject_kind: str, subject_id: Id) -> tuple[Transfer, ...]:
    """What was posted about a subject, in the order of its ids; one query."""
    rows = TransferRow.objects.filter(subject_id=subject_id, subject_kind=subject_kind).order_by("id")
    return tuple(_transfer(row) for row in rows)


def list_nets_of(*, subject_kind: str, account: Account, subject_ids: Collection[Id]) -> dict[Id, int]:
    """Credits less debits of an account by subject; those without a transfer are left out. One query."""
    rows = TransferRow.objects.filter(subject_kind=subject_kind, subject_id__in=list(subject_ids))
    sides = Case(
        When(credit=account.value, then=F("amount_minor")),
        When(debit=account.value, then=-F("amount_minor")),
        default=0,
        output_field=BigIntegerField(),
    )
    return {
        Id(subject_id): net
        for subject_id, net in rows.values("subject_id")
        .annotate(net=Sum(sides))
        .values_list("subject_id", "net")
    }


def list_balances(*, since: datetime | None = None, until: datetime | None = None) -> tuple[Balance, ...]:
    """Every account's debits and credits posted in [since, until), by currency; one query.

    Over all accounts of a currency the debits equal the credits.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, {"since": since, "until": until})
        rows = cursor.fetchall()
    return tuple(
        Balance(account=Account(account), currency=currency, debit_minor=debits, credit_minor=credits)
        for account, currency, debits, credits in rows
    )


def _transfer(row: TransferRow) -> Transfer:
    return Transfer(
        id=Id(row.id),
        debit=Account(row.debit),
        credit=Account(row.credit),
        amount=Money(row.amount_minor, row.currency),
        reason=row.reason,
        subject_kind=row.subject_kind,
        subject_id=Id(row.subject_id),
        key=row.key,
        posted_at=row.posted_at,
    )
