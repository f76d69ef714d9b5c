"""What is left of a resident's year."""

from __future__ import annotations

from datetime import datetime

from hongshu.kernel.ids import Id
from hongshu.store.customs.contracts import QuotaEntry, QuotaKind, QuotaLeft
from hongshu.store.customs.models import QuotaEntryRow, QuotaYearRow
from hongshu.store.customs.queries.law import law_of
from hongshu.store.customs.rules.years import day_of, quota_year


def quota_left(resident_id: Id, *, at: datetime) -> QuotaLeft:
    """The year of *at* in Shanghai, by the limit of that day; one query."""
    year = quota_year(at)
    row = QuotaYearRow.objects.filter(resident_id=resident_id, year=year).first()
    return QuotaLeft(
        year=year,
        limit_fen=law_of(day_of(at)).yearly_limit_fen,
        reserved_fen=row.reserved_fen if row else 0,
        consumed_fen=row.consumed_fen if row else 0,
    )


def list_quota_entries(resident_id: Id, *, limit: int = 100) -> tuple[QuotaEntry, ...]:
    """What was done to a resident's quota, the newest first; one query."""
    rows = QuotaEntryRow.objects.filter(resident_id=resident_id).order_by("-id")[:limit]
    return tuple(
        QuotaEntry(
            id=Id(row.id),
            order_id=Id(row.order_id),
            year=row.year,
            kind=QuotaKind(row.kind),
            amount_fen=row.amount_fen,
            key=row.key,
            made_at=row.made_at,
        )
        for row in rows
    )
