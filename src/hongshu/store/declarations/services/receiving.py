"""Messages of customs: verified, kept as they came, and then believed."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id
from hongshu.store.declarations import adapters
from hongshu.store.declarations.contracts import (
    DeclarationCancelled,
    DeclarationReturned,
    DeclarationState,
    DocumentKind,
    DocumentState,
    OrderRefused,
    OrderReleased,
    Receipt,
)
from hongshu.store.declarations.models import DeclarationRow, DocumentRow, MessageRow
from hongshu.store.declarations.rules import states
from hongshu.store.declarations.rules.reading import KINDS, read_receipt

_EVENTS: dict[
    DeclarationState,
    type[OrderReleased] | type[OrderRefused] | type[DeclarationCancelled] | type[DeclarationReturned],
] = {
    DeclarationState.RELEASED: OrderReleased,
    DeclarationState.REFUSED: OrderRefused,
    DeclarationState.CANCELLED: DeclarationCancelled,
    DeclarationState.RETURNED: DeclarationReturned,
}
_KEEP = """
INSERT INTO declarations_message (guid, kind, answers_guid, raw, outcome) VALUES (%s, %s, %s, %s, 'taken')
ON CONFLICT (guid) DO NOTHING RETURNING guid
"""


def take_message(raw: bytes) -> str:
    """Take a message of customs; what became of it: "taken", "again", "late" or "unknown".

    Verified before anything of it is believed, and kept once by its guid with the bytes as they came; a
    second delivery at the same moment waits for the first. Twice, late and out of order are all harmless.
    Raises UnreadableMessage, ForgedMessage; then nothing is kept.
    """
    receipt = read_receipt(adapters.current_verifier().verify(raw))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [receipt.guid, receipt.kind, receipt.answers_guid, raw])
            if cursor.fetchone() is None:
                return "again"
        outcome = _apply(receipt)
        MessageRow.objects.filter(guid=receipt.guid).update(outcome=outcome)
    return outcome


def refuse(*, order_id: Id, document_id: Id, text: str) -> None:
    """A document that cannot go out counts as refused; ``sending`` says so here."""
    with transaction.atomic():
        declaration = DeclarationRow.objects.select_for_update().get(order_id=order_id)
        DocumentRow.objects.filter(id=document_id).update(
            state=DocumentState.REFUSED.value, text=text[:1000], answered_at=Now()
        )
        if DeclarationState.REFUSED in states.MOVES[DeclarationState(declaration.state)]:
            _set(declaration, DeclarationState.REFUSED, status="", text=text)


def _apply(receipt: Receipt) -> str:
    where = DocumentRow.objects.filter(guid=receipt.answers_guid).values_list("order_id", flat=True).first()
    if where is None:
        return "unknown"
    # The declaration is locked first by everybody who changes it or its documents.
    declaration = DeclarationRow.objects.select_for_update().get(order_id=where)
    document = DocumentRow.objects.get(order_id=where, guid=receipt.answers_guid)
    kind = DocumentKind(document.kind)
    if KINDS[receipt.kind] is not kind:
        return "unknown"
    before = DocumentState(document.state)
    document.state = states.document_after(before, receipt).value
    document.status, document.text = receipt.status, receipt.text
    document.answered_at = receipt.returned_at
    document.save(update_fields=["state", "status", "text", "answered_at"])
    if receipt.list_number and not declaration.list_number:
        declaration.list_number = receipt.list_number
        declaration.save(update_fields=["list_number"])
    found = DocumentRow.objects.filter(declaration=declaration).values_list("kind", "state")
    documents = {DocumentKind(each): DocumentState(state) for each, state in found}
    after = states.declaration_after(DeclarationState(declaration.state), kind, receipt, documents)
    if after is None:
        return "taken" if before is not DocumentState.REFUSED else "late"
    if after is DeclarationState.RELEASED and declaration.released_at is None:
        declaration.released_at = receipt.returned_at
    _set(declaration, after, status=receipt.status, text=receipt.text)
    return "taken"


def _set(declaration: DeclarationRow, state: DeclarationState, *, status: str, text: str) -> None:
    declaration.state, declaration.status, declaration.text = state.value, status, text[:1000]
    declaration.save(update_fields=["state", "status", "text", "released_at"])
    DeclarationRow.objects.filter(id=declaration.id).update(changed_at=Now())
    event = _EVENTS.get(state)
    if event is not None:
        outbox.append(event(order_id=Id(declaration.order_id)))
