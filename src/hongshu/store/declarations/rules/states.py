"""The one declared state machine of a declaration, and of a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hongshu.store.declarations.contracts import (
    DeclarationState,
    DocumentKind,
    DocumentState,
    Receipt,
    ReturnTooLate,
    WrongDeclarationState,
)

# A return is applied for within 30 days of the release and is back in the zone within 45
# (GACC announcement 45 of 2020-03-27).
RETURN_APPLIED_WITHIN = timedelta(days=30)
RETURN_BACK_WITHIN = timedelta(days=45)
# The documents that are compared with each other before a release.
MATCHED_KINDS = frozenset(
    {DocumentKind.ORDER, DocumentKind.PAYMENT, DocumentKind.LOGISTICS, DocumentKind.LIST}
)
_SHANGHAI = ZoneInfo("Asia/Shanghai")

MOVES: Mapping[DeclarationState, frozenset[DeclarationState]] = {
    DeclarationState.DECLARED: frozenset(
        {
            DeclarationState.MATCHED,
            DeclarationState.RELEASED,
            DeclarationState.REFUSED,
            DeclarationState.CANCELLING,
        }
    ),
    DeclarationState.MATCHED: frozenset(
        {DeclarationState.RELEASED, DeclarationState.REFUSED, DeclarationState.CANCELLING}
    ),
    DeclarationState.REFUSED: frozenset({DeclarationState.DECLARED, DeclarationState.CANCELLING}),
    # A release may come first; then the cancelling is refused.
    DeclarationState.CANCELLING: frozenset(
        {DeclarationState.CANCELLED, DeclarationState.DECLARED, DeclarationState.RELEASED}
    ),
    DeclarationState.RELEASED: frozenset({DeclarationState.RETURNING}),
    DeclarationState.RETURNING: frozenset({DeclarationState.RETURNED, DeclarationState.RELEASED}),
    # More units of the order may go back later.
    DeclarationState.RETURNED: frozenset({DeclarationState.RETURNING}),
    DeclarationState.CANCELLED: frozenset(),
}


def move(state: DeclarationState, to: DeclarationState) -> DeclarationState:
    """The next state. Raises WrongDeclarationState for a move that is not in the table."""
    if to not in MOVES[state]:
        raise WrongDeclarationState(state=state.value)
    return to


def document_after(state: DocumentState, receipt: Receipt) -> DocumentState:
    """A document after an answer: what is refused stays so until it is sent again."""
    if receipt.is_refusal:
        return DocumentState.REFUSED
    return DocumentState.REFUSED if state is DocumentState.REFUSED else DocumentState.ACCEPTED


def declaration_after(
    state: DeclarationState,
    kind: DocumentKind,
    receipt: Receipt,
    documents: Mapping[DocumentKind, DocumentState],
) -> DeclarationState | None:
    """The declaration after an answer to one of its documents; None where it stays as it is.

    ``documents`` are as they are after the answer. Answers come in any order and more than once: a release is
    final for everything but a return, and what comes late changes nothing.
    """
    if kind is DocumentKind.CANCEL:
        wanted = DeclarationState.DECLARED if receipt.is_refusal else DeclarationState.CANCELLED
    elif kind is DocumentKind.RETURN:
        wanted = DeclarationState.RELEASED if receipt.is_refusal else DeclarationState.RETURNED
    elif receipt.is_release:
        wanted = DeclarationState.RELEASED
    elif receipt.is_refusal:
        wanted = DeclarationState.REFUSED
    elif all(documents.get(each) is DocumentState.ACCEPTED for each in MATCHED_KINDS):
        wanted = DeclarationState.MATCHED
    else:
        return None
    if kind in (DocumentKind.CANCEL, DocumentKind.RETURN):
        begun = {
            DocumentKind.CANCEL: DeclarationState.CANCELLING,
            DocumentKind.RETURN: DeclarationState.RETURNING,
        }[kind]
        return wanted if state is begun else None
    return wanted if wanted in MOVES[state] else None


def check_return(released_at: datetime, at: datetime) -> None:
    """Raise ReturnTooLate when more than 30 days have gone since the release, in days of Shanghai."""
    if at > released_at + RETURN_APPLIED_WITHIN:
        raise ReturnTooLate(days=RETURN_APPLIED_WITHIN.days)


def apply_by(released_at: datetime) -> date:
    """The last day on which a return may be applied for."""
    return (released_at + RETURN_APPLIED_WITHIN).astimezone(_SHANGHAI).date()


def back_by(released_at: datetime) -> date:
    """The last day on which returned goods are back in the zone in time."""
    return (released_at + RETURN_BACK_WITHIN).astimezone(_SHANGHAI).date()


def wait_before(attempt: int) -> timedelta:
    """How long to wait before a document that could not be sent is tried again: doubling, at most an hour."""
    return min(timedelta(seconds=2**attempt), timedelta(hours=1))
