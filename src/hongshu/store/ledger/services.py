"""Posting to the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hongshu.kernel.ids import Id, new_ids
from hongshu.store.ledger.contracts import InvalidTransfer, TransferConflict, TransferDraft
from hongshu.store.ledger.models import TransferRow

_CONTENT = ("debit", "credit", "amount_minor", "currency", "reason")


@transaction.atomic
def post_transfers(drafts: Sequence[TransferDraft]) -> tuple[Id, ...]:
    """Post transfers, all or none, in the caller's transaction; the ids in the order of *drafts*.

    Idempotent on (subject, key): what stands there already is not posted again. Two statements for any
    number. Raises InvalidTransfer, and TransferConflict when a key was posted with other content.
    """
    rows = [_row(draft, key) for draft, key in zip(drafts, new_ids(len(drafts)), strict=True)]
    TransferRow.objects.bulk_create(rows, ignore_conflicts=True)
    found = TransferRow.objects.filter(
        subject_id__in={draft.subject_id for draft in drafts}, key__in={draft.key for draft in drafts}
    )
    posted = {(row.subject_kind, row.subject_id, row.key): row for row in found}
    ids = []
    for row in rows:
        there = posted[(row.subject_kind, row.subject_id, row.key)]
        if any(getattr(there, name) != getattr(row, name) for name in _CONTENT):
            raise TransferConflict(key=row.key)
        ids.append(Id(there.id))
    return tuple(ids)


def _row(draft: TransferDraft, key: Id) -> TransferRow:
    if draft.amount.amount_minor <= 0 or draft.debit == draft.credit:
        raise InvalidTransfer(key=draft.key)
    return TransferRow(
        id=key,
        debit=draft.debit.value,
        credit=draft.credit.value,
        amount_minor=draft.amount.amount_minor,
        currency=draft.amount.currency,
        reason=draft.reason,
        subject_kind=draft.subject_kind,
        subject_id=draft.subject_id,
        key=draft.key,
    )
