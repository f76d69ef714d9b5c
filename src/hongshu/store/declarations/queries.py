"""Reads of declarations."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from hongshu.kernel.ids import Id
from hongshu.store.declarations.contracts import (
    Declaration,
    DeclarationNotFound,
    DeclarationState,
    DeclaredMode,
    DocumentKind,
    DocumentState,
    DocumentView,
)
from hongshu.store.declarations.models import DeclarationRow, DocumentRow


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


def count_declarations() -> dict[DeclarationState, int]:
    """How many declarations are in each state."""
    rows = DeclarationRow.objects.values_list("state").annotate(Count("id"))
    return dict.fromkeys(DeclarationState, 0) | {DeclarationState(state): count for state, count in rows}


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
