"""The quota ledger: reserved at placing, consumed at release, restored on a cancel or a lawful return.

An entry and the year's balance are written in one transaction, the caller's. Whoever changes a balance holds
its row, so that any number of orders at once never pass the limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from hongshu.kernel.ids import Id, new_id, new_ids
from hongshu.store.customs.contracts import (
    MoreThanReserved,
    QuotaConflict,
    QuotaExceeded,
    QuotaKind,
    QuotaNotReserved,
)
from hongshu.store.customs.models import QuotaEntryRow, QuotaYearRow
from hongshu.store.customs.queries import law_of, quota_left
from hongshu.store.customs.rules.years import day_of, quota_year

# The entries are first: a second call for the same order waits there, finds them and changes no balance.
_RESERVE = """
    WITH fresh AS (
        INSERT INTO customs_quota_entry (id, order_id, resident_id, year, kind, amount_fen, key)
        SELECT each.id, each.order_id, %(resident)s, %(year)s, 'reserved', each.amount, ''
        FROM unnest(%(ids)s::bigint[], %(orders)s::bigint[], %(amounts)s::bigint[]) AS each(id, order_id, amount)
        ON CONFLICT (order_id, kind, key) DO NOTHING
        RETURNING amount_fen
    ), balance AS (
        INSERT INTO customs_quota_year AS held (id, resident_id, year, reserved_fen, consumed_fen, limit_fen)
        SELECT %(id)s, %(resident)s, %(year)s, sum(amount_fen), 0, %(limit)s
        FROM fresh HAVING sum(amount_fen) <= %(limit)s
        ON CONFLICT (resident_id, year) DO UPDATE
        SET reserved_fen = held.reserved_fen + excluded.reserved_fen,
            limit_fen = excluded.limit_fen, changed_at = now()
        WHERE held.reserved_fen + held.consumed_fen + excluded.reserved_fen <= excluded.limit_fen
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM fresh), (SELECT count(*) FROM balance)
"""  # noqa: E501


def reserve_quota(*, resident_id: Id, order_id: Id, amount_fen: int, at: datetime) -> None:
    """Reserve an order's dutiable value; see ``reserve_quotas``."""
    reserve_quotas(resident_id=resident_id, amounts_fen={order_id: amount_fen}, at=at)


def reserve_quotas(*, resident_id: Id, amounts_fen: Mapping[Id, int], at: datetime) -> None:
    """Reserve the dutiable values of orders placed at *at*, all or none, in the caller's transaction.

    One statement, which holds the resident's year until the transaction ends: it comes late, before the
    stock. The year is Shanghai's at *at*, also for what comes back later. Idempotent by order. Raises
    QuotaExceeded with what is left, and the transaction must then be rolled back (``once`` does); and
    QuotaConflict for an order that was reserved with another amount or resident, or is restored already.
    """
    assert amounts_fen, "there is something to reserve"
    assert all(amount > 0 for amount in amounts_fen.values()), "orders have a value"
    orders = sorted(amounts_fen)
    year, limit = quota_year(at), law_of(day_of(at)).yearly_limit_fen
    # No savepoint: who gets a refusal has nothing to keep, and a checkout saves two statements.
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(
                _RESERVE,
                {
                    "id": new_id(),
                    "ids": new_ids(len(orders)),
                    "orders": orders,
                    "amounts": [amounts_fen[order] for order in orders],
                    "resident": resident_id,
                    "year": year,
                    "limit": limit,
                },
            )
            fresh, balances = cursor.fetchone()
        if fresh < len(orders):
            _check_known(resident_id, amounts_fen)
        if fresh and not balances:
            raise _exceeded(resident_id, sum(amounts_fen.values()), at)


def consume_quota(*, order_id: Id) -> int:
    """The order's goods are released: what is reserved for it counts for good; how many fen.

    Idempotent. 0 when all of it was restored before. Raises QuotaNotReserved.
    """
    with transaction.atomic():
        reserved = _locked(order_id)
        entries = _entries(order_id)
        if (QuotaKind.CONSUMED.value, "") in entries:
            return entries[QuotaKind.CONSUMED.value, ""]
        left = _left(entries)
        if left:
            _write(reserved, QuotaKind.CONSUMED, left)
            _year_of(reserved).update(
                reserved_fen=F("reserved_fen") - left,
                consumed_fen=F("consumed_fen") + left,
                changed_at=Now(),
            )
    return left


def restore_quota(*, order_id: Id, key: str, amount_fen: int | None = None) -> int:
    """Give quota back to the year in which it was reserved: all that is left, or *amount_fen* of it.

    *key* names the cause, as "cancel" or "return:17": the same one again changes nothing, so parts of an
    order come back by themselves. How many fen; 0 when nothing was left to give. Raises QuotaNotReserved,
    MoreThanReserved, and QuotaConflict for a key that was used with another amount.
    """
    assert 0 < len(key) <= 60
    assert amount_fen is None or amount_fen > 0
    with transaction.atomic():
        reserved = _locked(order_id)
        entries = _entries(order_id)
        before = entries.get((QuotaKind.RESTORED.value, key))
        if before is not None:
            if amount_fen not in (None, before):
                raise QuotaConflict
            return before
        left = _left(entries)
        amount = left if amount_fen is None else amount_fen
        if amount > left:
            raise MoreThanReserved(left_fen=left, wanted_fen=amount)
        if amount:
            _write(reserved, QuotaKind.RESTORED, amount, key)
            column = "consumed_fen" if (QuotaKind.CONSUMED.value, "") in entries else "reserved_fen"
            _year_of(reserved).update(**{column: F(column) - amount}, changed_at=Now())
    return amount


def _check_known(resident_id: Id, amounts_fen: Mapping[Id, int]) -> None:
    rows = QuotaEntryRow.objects.filter(order_id__in=list(amounts_fen)).exclude(kind=QuotaKind.CONSUMED.value)
    for row in rows:
        is_same = row.resident_id == resident_id and row.amount_fen == amounts_fen[Id(row.order_id)]
        if row.kind != QuotaKind.RESERVED.value or not is_same:
            raise QuotaConflict


def _exceeded(resident_id: Id, wanted_fen: int, at: datetime) -> QuotaExceeded:
    # The refused entries are still to be seen in this transaction, but no balance counts them.
    left = quota_left(resident_id, at=at)
    return QuotaExceeded(
        left_fen=left.left_fen,
        wanted_fen=wanted_fen,
        year=left.year,
        left=f"{left.left_fen // 100}.{left.left_fen % 100:02}",
        wanted=f"{wanted_fen // 100}.{wanted_fen % 100:02}",
    )


def _locked(order_id: Id) -> QuotaEntryRow:
    """The reservation of an order; its year is locked, so that the order's entries stand still."""
    reserved = QuotaEntryRow.objects.filter(order_id=order_id, kind=QuotaKind.RESERVED.value).first()
    if reserved is None:
        raise QuotaNotReserved
    _year_of(reserved).select_for_update(no_key=True).get()
    return reserved


def _year_of(entry: QuotaEntryRow) -> QuerySet[QuotaYearRow]:
    return QuotaYearRow.objects.filter(resident_id=entry.resident_id, year=entry.year)


def _entries(order_id: Id) -> dict[tuple[str, str], int]:
    rows = QuotaEntryRow.objects.filter(order_id=order_id).values_list("kind", "key", "amount_fen")
    return {(kind, key): amount for kind, key, amount in rows}


def _left(entries: Mapping[tuple[str, str], int]) -> int:
    restored = sum(amount for (kind, _), amount in entries.items() if kind == QuotaKind.RESTORED.value)
    return entries[QuotaKind.RESERVED.value, ""] - restored


def _write(reserved: QuotaEntryRow, kind: QuotaKind, amount_fen: int, key: str = "") -> None:
    QuotaEntryRow.objects.create(
        order_id=reserved.order_id,
        resident_id=reserved.resident_id,
        year=reserved.year,
        kind=kind.value,
        amount_fen=amount_fen,
        key=key,
    )
