"""Sending documents: written anew, signed, and handed to the gateway outside of any transaction."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from hongshu.kernel import clock
from hongshu.kernel.errors import DomainError, OutsideFailure
from hongshu.kernel.ids import Id
from hongshu.platform.identity.contracts import Purpose
from hongshu.platform.identity.services import open_identity
from hongshu.store.declarations import adapters
from hongshu.store.declarations.contracts import (
    DeclaredOrder,
    Document,
    DocumentKind,
    DocumentState,
    ReturnedGoods,
)
from hongshu.store.declarations.models import DocumentRow
from hongshu.store.declarations.rules import states, writing
from hongshu.store.declarations.services.receiving import refuse
from hongshu.store.declarations.stored_form import order_of

log = logging.getLogger(__name__)
_WRITERS: dict[DocumentKind, Callable[..., Document]] = {
    DocumentKind.ORDER: writing.write_order,
    DocumentKind.PAYMENT: writing.write_payment,
    DocumentKind.LOGISTICS: writing.write_logistics,
    DocumentKind.LIST: writing.write_list,
}


def send_due(*, limit: int = 50) -> int:
    """Send documents whose time has come; how many were handed over.

    Safe beside itself: a document is claimed by moving its next try ahead, in a transaction of its own,
    before anything is sent. A crash after the sending sends it again, under the same guid, which customs
    takes as one.
    """
    sent = 0
    for row in _claimed(limit):
        try:
            message = _signed(row)
            adapters.current_gateway().send(message)
        except OutsideFailure as failure:
            log.warning("a customs document was not taken: %s", failure, extra={"document": row.guid})
            if not failure.retryable:
                _turned_away(row, str(failure))
            continue
        except DomainError as refused:
            _turned_away(row, str(refused.code))
            continue
        digest = hashlib.sha256(message).hexdigest()
        DocumentRow.objects.filter(id=row.id, state=DocumentState.WRITTEN.value).update(
            state=DocumentState.SENT.value, sent_at=Now(), digest=digest
        )
        sent += 1
    return sent


def _claimed(limit: int) -> list[DocumentRow]:
    with transaction.atomic():
        rows = list(
            DocumentRow.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("declaration")
            .filter(state=DocumentState.WRITTEN.value, next_try_at__lte=Now())
            .order_by("next_try_at", "id")[:limit]
        )
        for row in rows:
            row.attempts += 1
            DocumentRow.objects.filter(id=row.id).update(
                attempts=F("attempts") + 1, next_try_at=Now() + states.wait_before(row.attempts + 2)
            )
    return rows


def _signed(row: DocumentRow) -> bytes:
    declaration = row.declaration
    person = open_identity(
        user_id=Id(declaration.user_id),
        purpose=Purpose.DECLARATION,
        subject_kind="order",
        subject_id=Id(row.order_id),
    )
    document = _written(row, order_of(declaration.body, person))
    return adapters.current_signer().sign(document.xml)


def _written(row: DocumentRow, order: DeclaredOrder) -> Document:
    kind, at = DocumentKind(row.kind), clock.now()
    if kind in _WRITERS:
        return _WRITERS[kind](order, guid=row.guid, at=at)
    number, reason = row.declaration.list_number, str(row.more["reason"])
    if kind is DocumentKind.CANCEL:
        return writing.write_cancel(order, guid=row.guid, at=at, list_number=number, reason=reason)
    goods = row.more["goods"]
    assert isinstance(goods, list)
    return writing.write_return(
        order,
        guid=row.guid,
        at=at,
        list_number=number,
        reason=reason,
        goods=[ReturnedGoods(line=each["line"], quantity=each["quantity"]) for each in goods],
    )


def _turned_away(row: DocumentRow, why: str) -> None:
    """It will never be taken as it is: staff see it among the refused ones, with the reason."""
    refuse(order_id=Id(row.order_id), document_id=Id(row.id), text=why)
