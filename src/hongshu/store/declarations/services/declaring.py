"""Making declarations: what is to be sent is written down here, and sent by ``sending``."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.identity.services import keep_identity_until
from hongshu.store.declarations.contracts import (
    DeclarationNotFound,
    DeclarationState,
    DeclaredOrder,
    DocumentKind,
    DocumentState,
    ReturnedGoods,
    WrongDeclarationState,
)
from hongshu.store.declarations.models import DeclarationRow, DocumentRow
from hongshu.store.declarations.rules import states, writing
from hongshu.store.declarations.stored_form import body_of

_KEPT_FOR = timedelta(days=3 * 366)
_OF_ORDER = (DocumentKind.ORDER, DocumentKind.PAYMENT, DocumentKind.LOGISTICS, DocumentKind.LIST)
# GUIDs follow from what they are of, so that the same command twice makes the same documents.
_NAMESPACE = uuid.UUID("0d3c2f0e-5f0b-4c0e-9d53-6f1a3c9f2b11")


@transaction.atomic
def declare_order(*, order_id: Id, user_id: Id, order: DeclaredOrder) -> Id:
    """Write down an order's declaration with its four documents, to be sent at once; the declaration's id.

    Idempotent on the order. Every document is written once here, so that one that customs would refuse is
    refused before anything is kept. From now on the law wants the buyer's identity kept for three years
    (Customs Law, article 45 of 2021: customs may inspect for three years from the release). Raises
    AmountsDisagree, InvalidDocument, IdentityNotFound.
    """
    known = DeclarationRow.objects.filter(order_id=order_id).values_list("id", flat=True).first()
    if known is not None:
        return Id(known)
    at = clock.now()
    for write in (writing.write_order, writing.write_payment, writing.write_logistics, writing.write_list):
        write(order, guid=str(uuid.UUID(int=0)), at=at)
    keep_identity_until(user_id=user_id, day=_kept_until())
    row = DeclarationRow(
        id=new_id(),
        order_id=order_id,
        order_number=order.number,
        user_id=user_id,
        mode=order.mode.value,
        body=body_of(order),
    )
    DeclarationRow.objects.bulk_create([row], ignore_conflicts=True)
    kept = DeclarationRow.objects.values_list("id", flat=True).get(order_id=order_id)
    if kept == row.id:
        DocumentRow.objects.bulk_create(_document(row, kind) for kind in _OF_ORDER)
    return Id(kept)


@transaction.atomic
def resend_refused(*, order_id: Id, order: DeclaredOrder | None = None) -> int:
    """Send what customs refused once more, under its own guid, with corrected data if there are any; how
    many.

    Raises DeclarationNotFound, WrongDeclarationState, and what ``declare_order`` raises for corrected data.
    """
    row = _locked(order_id)
    if row.state != DeclarationState.REFUSED:
        raise WrongDeclarationState(state=row.state)
    documents = DocumentRow.objects.filter(declaration=row, kind__in=[kind.value for kind in _OF_ORDER])
    if order is None:
        documents = documents.filter(state=DocumentState.REFUSED.value)
    else:
        for write in (
            writing.write_order,
            writing.write_payment,
            writing.write_logistics,
            writing.write_list,
        ):
            write(order, guid=str(uuid.UUID(int=0)), at=clock.now())
        row.body = body_of(order)
    row.state = states.move(DeclarationState(row.state), DeclarationState.DECLARED).value
    row.status = row.text = ""
    row.save(update_fields=["state", "status", "text", "body"])
    return documents.update(
        state=DocumentState.WRITTEN.value, next_try_at=Now(), attempts=0, status="", text="", answered_at=None
    )


@transaction.atomic
def resend_unanswered(*, order_id: Id) -> int:
    """Send what customs has not answered once more, under its own guid, by which customs takes it as one; how
    many.

    Raises DeclarationNotFound.
    """
    row = _locked(order_id)
    documents = DocumentRow.objects.filter(
        declaration=row, state__in=[DocumentState.WRITTEN.value, DocumentState.SENT.value]
    )
    return documents.update(state=DocumentState.WRITTEN.value, next_try_at=Now(), attempts=0)


@transaction.atomic
def cancel_declaration(*, order_id: Id, reason: str) -> None:
    """Ask customs to take the list back before its release. Idempotent.

    Raises DeclarationNotFound, WrongDeclarationState after a release, or when no list number is known yet.
    """
    row = _locked(order_id)
    if row.state in (DeclarationState.CANCELLING, DeclarationState.CANCELLED):
        return
    if not row.list_number:
        raise WrongDeclarationState(state=row.state)
    _go(row, DeclarationState.CANCELLING)
    _add(row, DocumentKind.CANCEL, {"reason": reason})


@transaction.atomic
def return_goods(*, order_id: Id, reason: str, goods: Sequence[ReturnedGoods]) -> date:
    """Declare that units go back; the day by which they are back in the zone, for tax and quota to be
    restored.

    Raises DeclarationNotFound, WrongDeclarationState before a release or while another return runs, and
    ReturnTooLate more than 30 days after the release.
    """
    row = _locked(order_id)
    _go(row, DeclarationState.RETURNING)
    assert row.released_at is not None
    states.check_return(row.released_at, clock.now())
    more: dict[str, object] = {"reason": reason, "goods": [dataclasses.asdict(each) for each in goods]}
    _add(row, DocumentKind.RETURN, more)
    return states.back_by(row.released_at)


def _kept_until() -> date:
    return (clock.now() + _KEPT_FOR).date()


def _locked(order_id: Id) -> DeclarationRow:
    row = DeclarationRow.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        raise DeclarationNotFound
    return row


def _go(row: DeclarationRow, to: DeclarationState) -> None:
    row.state = states.move(DeclarationState(row.state), to).value
    row.save(update_fields=["state"])


def _add(row: DeclarationRow, kind: DocumentKind, more: dict[str, object]) -> None:
    number = DocumentRow.objects.filter(declaration=row, kind=kind.value).count() + 1
    document = _document(row, kind, number=number)
    document.more = more
    document.save(force_insert=True)


def _document(row: DeclarationRow, kind: DocumentKind, *, number: int = 1) -> DocumentRow:
    guid = uuid.uuid5(_NAMESPACE, f"{int(row.order_id)}:{kind.value}:{number}")
    return DocumentRow(
        id=new_id(), order_id=row.order_id, declaration=row, kind=kind.value, guid=str(guid).upper()
    )
