"""Reads of declarations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Now

from hongshu.kernel import settings
from hongshu.kernel.asking import Asked
from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.ids import Id
from hongshu.kernel.ids.shape import issued_at
from hongshu.store.declarations import adapters
from hongshu.store.declarations.contracts import (
    Declaration,
    DeclarationNotFound,
    DeclarationState,
    DeclaredMode,
    DocumentKind,
    DocumentState,
    DocumentView,
    Entry,
    MonthOfTax,
    ReturnClock,
    SimulatorAnswers,
)
from hongshu.store.declarations.models import DeclarationRow, DocumentRow
from hongshu.store.declarations.rules.states import RETURN_APPLIED_WITHIN, apply_by, back_by

_ENTRIES = """
SELECT d.order_id, d.mode, d.state, d.body->'parties'->>'port_code', d.list_number, d.released_at
FROM declarations_declaration AS d WHERE d.order_id = ANY(%(orders)s::bigint[])
"""

# Customs mostly answers within seconds; after this somebody should look.
STUCK_AFTER = timedelta(minutes=30)
_WAITING = (
    DeclarationState.DECLARED,
    DeclarationState.MATCHED,
    DeclarationState.CANCELLING,
    DeclarationState.RETURNING,
)
_TAX_BY_MONTH = """
SELECT date_trunc('month', d.released_at AT TIME ZONE 'Asia/Shanghai')::date AS month, d.mode, count(*),
    count(*) FILTER (WHERE d.state IN ('returning', 'returned')),
    sum((SELECT sum((line->>'price_fen')::bigint * (line->>'quantity')::bigint)
         FROM jsonb_array_elements(d.body->'goods') AS line)),
    sum((d.body->>'freight_fen')::bigint + (d.body->>'insurance_fen')::bigint),
    sum((d.body->>'tax_fen')::bigint)
FROM declarations_declaration AS d
WHERE d.released_at >= %(first)s::timestamp AT TIME ZONE 'Asia/Shanghai'
    AND d.released_at < %(until)s::timestamp AT TIME ZONE 'Asia/Shanghai'
GROUP BY month, d.mode ORDER BY month DESC, d.mode
"""


def get_declaration(order_id: Id) -> Declaration:
    """The declaration of an order; two queries. Raises DeclarationNotFound."""
    row = DeclarationRow.objects.filter(order_id=order_id).first()
    if row is None:
        raise DeclarationNotFound
    return _declarations([row])[0]


def list_declarations(
    *, states: Collection[DeclarationState], after: Id | None = None, limit: int = 50
) -> tuple[Declaration, ...]:
    """Declarations in some states, in the order of their ids, from behind *after*; two queries."""
    rows = DeclarationRow.objects.filter(state__in=[state.value for state in states]).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return _declarations(list(rows[:limit]))


def ask_order_numbers(order_ids: Collection[Id]) -> Asked[dict[Id, str]]:
    """The numbers of orders that were declared, as people know them. To be sent with others."""
    rows = DeclarationRow.objects.filter(order_id__in=list(order_ids)).values_list("order_id", "order_number")
    return Asked.rows(rows, lambda found: {Id(order_id): number for order_id, number in found})


def list_stuck(*, after: Id | None = None, limit: int = 50) -> tuple[Declaration, ...]:
    """Declarations that wait for an answer of customs for more than STUCK_AFTER; two queries."""
    rows = DeclarationRow.objects.filter(
        state__in=[state.value for state in _WAITING], changed_at__lt=Now() - STUCK_AFTER
    ).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return _declarations(list(rows[:limit]))


def count_stuck() -> int:
    """How many there are."""
    waiting = DeclarationRow.objects.filter(state__in=[state.value for state in _WAITING])
    return waiting.filter(changed_at__lt=Now() - STUCK_AFTER).count()


def tax_by_month(*, first: date, until: date) -> tuple[MonthOfTax, ...]:
    """What was released from *first* up to before *until*, in days of Shanghai, by month and mode; one
    query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAX_BY_MONTH, {"first": first, "until": until})
        return tuple(
            MonthOfTax(
                month=month,
                mode=DeclaredMode(mode),
                orders=orders,
                returned=returned,
                goods_fen=int(goods),
                freight_fen=int(freight),
                tax_fen=int(tax),
            )
            for month, mode, orders, returned, goods, freight, tax in cursor.fetchall()
        )


def list_return_clocks(*, limit: int = 100) -> tuple[ReturnClock, ...]:
    """Returns that run, then orders that may still be asked back, the next deadline first; two queries."""
    running = DeclarationRow.objects.filter(state=DeclarationState.RETURNING.value).order_by(
        "released_at", "id"
    )
    open_ones = DeclarationRow.objects.filter(
        state__in=[DeclarationState.RELEASED.value, DeclarationState.RETURNED.value],
        released_at__gt=Now() - RETURN_APPLIED_WITHIN,
    ).order_by("released_at", "id")
    rows = [*running.order_by("released_at", "id")[:limit], *open_ones[:limit]][:limit]
    asked = dict(
        DocumentRow.objects.filter(
            declaration__in=[row.id for row in rows], kind=DocumentKind.RETURN.value
        ).values_list("order_id", "id")
    )
    return tuple(
        ReturnClock(
            order_id=Id(row.order_id),
            order_number=row.order_number,
            state=DeclarationState(row.state),
            released_at=row.released_at,
            asked_at=issued_at(asked[row.order_id]) if row.order_id in asked else None,
            apply_by=apply_by(row.released_at),
            back_by=back_by(row.released_at),
        )
        for row in rows
        if row.released_at is not None
    )


def simulator_answers() -> dict[str, SimulatorAnswers] | None:
    """How a demo's customs simulator was told to answer, by order; None without one that answers.

    Asks the simulator and not the database.
    """
    chosen = settings.current()
    if not (chosen.demo and chosen.has_customs_simulator):
        return None
    try:
        return adapters.simulator().told()
    except OutsideFailure:
        return None


def count_declarations() -> dict[DeclarationState, int]:
    """How many declarations are in each state."""
    rows = DeclarationRow.objects.values_list("state").annotate(Count("id"))
    return dict.fromkeys(DeclarationState, 0) | {DeclarationState(state): count for state, count in rows}


def ask_entries(order_ids: Collection[Id]) -> Asked[dict[Id, Entry]]:
    """What anybody may know of the entries of orders' goods; orders without one are left out. To be sent
    with others.
    """
    if not order_ids:
        return Asked.known({})

    def answer(rows: list[tuple[Any, ...]]) -> dict[Id, Entry]:
        return {
            Id(order_id): Entry(
                order_id=Id(order_id),
                mode=DeclaredMode(mode),
                state=DeclarationState(state),
                port_code=port or "",
                list_number=list_number,
                released_at=released_at,
            )
            for order_id, mode, state, port, list_number, released_at in rows
        }

    return Asked(_ENTRIES, {"orders": sorted(set(order_ids))}, answer, columns=6, moments=(5,))


def _declarations(rows: list[DeclarationRow]) -> tuple[Declaration, ...]:
    documents: dict[int, list[DocumentView]] = {row.id: [] for row in rows}
    if rows:
        for row in DocumentRow.objects.filter(declaration_id__in=list(documents)).order_by("id"):
            documents[row.declaration_id].append(_document(row))
    return tuple(
        Declaration(
            id=Id(row.id),
            order_id=Id(row.order_id),
            order_number=row.order_number,
            user_id=Id(row.user_id),
            mode=DeclaredMode(row.mode),
            state=DeclarationState(row.state),
            list_number=row.list_number,
            status=row.status,
            text=row.text,
            declared_at=row.declared_at,
            released_at=row.released_at,
            documents=tuple(documents[row.id]),
            changed_at=row.changed_at,
            payment_id=str(row.body["payment_id"]),
        )
        for row in rows
    )


def _document(row: DocumentRow) -> DocumentView:
    return DocumentView(
        id=Id(row.id),
        kind=DocumentKind(row.kind),
        guid=row.guid,
        state=DocumentState(row.state),
        attempts=row.attempts,
        status=row.status,
        text=row.text,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
    )
