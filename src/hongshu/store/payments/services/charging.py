"""What providers keep for themselves: posted from their statements."""

from __future__ import annotations

from datetime import date

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account, TransferDraft
from hongshu.store.ledger.services import post_transfers
from hongshu.store.payments.contracts import Provider, StatementLine
from hongshu.store.payments.models import AttemptRow, RefundRow
from hongshu.store.payments.queries import list_statement


def post_fees(*, provider: Provider, day: date) -> int:
    """Post the fees of a provider's statement of a day; how many of its lines have one of ours.

    A fee is a debit of provider fees; what is given back of it with a refund is a credit. Idempotent: each
    line is posted once. Lines of numbers that are not ours are left to whoever reconciles. Asks the provider:
    not in a transaction. Raises ``kernel.errors.OutsideFailure``.
    """
    lines = [line for line in list_statement(provider, day) if line.fee_minor]
    whose = _payments_of(lines)
    drafts = [_draft(line, whose[line.number]) for line in lines if line.number in whose]
    if drafts:
        post_transfers(drafts)
    return len(drafts)


def _payments_of(lines: list[StatementLine]) -> dict[str, Id]:
    numbers = [line.number for line in lines]
    found = dict(AttemptRow.objects.filter(number__in=numbers).values_list("number", "payment_id"))
    found |= dict(RefundRow.objects.filter(number__in=numbers).values_list("number", "payment_id"))
    return {number: Id(payment_id) for number, payment_id in found.items()}


def _draft(line: StatementLine, payment_id: Id) -> TransferDraft:
    is_back = line.fee_minor < 0
    return TransferDraft(
        debit=Account.PROVIDER_CLEARING if is_back else Account.PROVIDER_FEES,
        credit=Account.PROVIDER_FEES if is_back else Account.PROVIDER_CLEARING,
        amount=Money(abs(line.fee_minor), line.amount.currency),
        reason="provider_fee_back" if is_back else "provider_fee",
        subject_kind="payment",
        subject_id=payment_id,
        key=f"fee:{line.number}",
    )
