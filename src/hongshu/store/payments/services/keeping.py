"""Keeping the bytes that went to and fro."""

from __future__ import annotations

from hongshu.store.payments.models import AttemptRow, ExchangeRow
from hongshu.store.payments.ports import Raw


def keep_exchange(attempt: AttemptRow, *, kind: str, number: str, raw: Raw) -> None:
    """Write down a request and its answer, or a notification; never changed again."""
    ExchangeRow.objects.bulk_create(
        [
            ExchangeRow(
                checkout_id=attempt.checkout_id,
                provider=attempt.provider,
                kind=kind,
                number=number,
                request=raw.request,
                response=raw.response,
            )
        ]
    )
