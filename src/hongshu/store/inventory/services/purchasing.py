"""Purchase orders: made as drafts, ordered, closed or cancelled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from hongshu.kernel import clock
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import list_skus_by_id, rate_on
from hongshu.store.inventory.contracts import (
    InvalidPurchaseOrder,
    PurchaseOrderDraft,
    PurchaseOrderNotFound,
    PurchaseState,
    SupplierNotFound,
    WarehouseNotFound,
)
from hongshu.store.inventory.models import PurchaseLineRow, PurchaseOrderRow, SupplierRow, WarehouseRow
from hongshu.store.inventory.rules import purchasing as rules
from hongshu.store.inventory.rules.costing import SELLING_CURRENCY
from hongshu.store.inventory.services.authorising import check_authorised, today

_ATTEMPTS = 20


def create_purchase_order(
    *, draft: PurchaseOrderDraft, created_by: Id, key: str, rate: Decimal | None = None
) -> Id:
    """Make a draft of an order; its id. Idempotent on (created_by, key); a changed draft needs a new key.

    *rate* is what one unit of the order's currency costs in the selling one; without it, the catalogue's
    table says it. Placing the order fixes it. Raises InvalidPurchaseOrder and InvalidQuantity with the field,
    SupplierNotFound, WarehouseNotFound, RateMissing.
    """
    rules.check_draft(draft)
    return once(
        owner_id=created_by,
        key=key,
        fingerprint=fingerprint_of("create_purchase_order", draft, str(rate)),
        work=lambda: _create(draft, created_by, rate),
        store=int,
        restore=Id,
    )


@transaction.atomic
def place_purchase_order(*, order_id: Id, rate: Decimal | None = None) -> None:
    """Order what a draft says: every brand must be authorised today, and the *rate* is kept for good.

    Without a *rate* the catalogue's table says it. Idempotent while the order is open. Raises
    PurchaseOrderNotFound, WrongPurchaseState, NotAuthorised, RateMissing.
    """
    order = locked_order(order_id)
    if order.state == PurchaseState.ORDERED:
        return
    rules.check_move(PurchaseState(order.state), PurchaseState.ORDERED)
    day = today()
    skus = list_skus_by_id([Id(key) for key in order.lines.values_list("sku_id", flat=True)])
    check_authorised(supplier_id=Id(order.supplier_id), skus=skus.values(), day=day)
    order.rate, order.rate_on = _rate_of(order.currency, day, rate)
    order.state, order.ordered_at = PurchaseState.ORDERED.value, clock.now()
    order.save(update_fields=["rate", "rate_on", "state", "ordered_at"])


@transaction.atomic
def cancel_purchase_order(*, order_id: Id) -> None:
    """Give up a draft, or an order of which nothing has come. Idempotent.

    Raises PurchaseOrderNotFound, WrongPurchaseState.
    """
    _move(order_id, PurchaseState.CANCELLED)


@transaction.atomic
def close_purchase_order(*, order_id: Id) -> None:
    """Wait for nothing more of an order: what did not come is not owed. Idempotent.

    Raises PurchaseOrderNotFound, WrongPurchaseState.
    """
    _move(order_id, PurchaseState.CLOSED)


def locked_order(order_id: Id) -> PurchaseOrderRow:
    """The order, locked. Raises PurchaseOrderNotFound."""
    order = PurchaseOrderRow.objects.select_for_update(no_key=True).filter(id=order_id).first()
    if order is None:
        raise PurchaseOrderNotFound
    return order


def _move(order_id: Id, to: PurchaseState) -> None:
    order = locked_order(order_id)
    if order.state == to:
        return
    received = sum(order.lines.values_list("received_quantity", flat=True))
    rules.check_move(PurchaseState(order.state), to, received=received)
    order.state, order.closed_at = to.value, clock.now()
    order.save(update_fields=["state", "closed_at"])


def _create(draft: PurchaseOrderDraft, created_by: Id, rate: Decimal | None) -> Id:
    if not SupplierRow.objects.filter(id=draft.supplier_id).exists():
        raise SupplierNotFound
    if not WarehouseRow.objects.filter(id=draft.warehouse_id, is_open=True).exists():
        raise WarehouseNotFound
    _check_skus([line.sku_id for line in draft.lines])
    order = _numbered(draft, created_by, rate)
    PurchaseLineRow.objects.bulk_create(
        PurchaseLineRow(
            order=order,
            position=position,
            sku_id=line.sku_id,
            quantity=line.quantity,
            unit_price_minor=line.unit_price_minor,
        )
        for position, line in enumerate(draft.lines, start=1)
    )
    return Id(order.id)


def _check_skus(sku_ids: Collection[Id]) -> None:
    known = list_skus_by_id(sku_ids)
    for position, sku_id in enumerate(sku_ids):
        if sku_id not in known:
            raise InvalidPurchaseOrder(field=f"lines.{position}.sku", why="no_such_sku")


def _numbered(draft: PurchaseOrderDraft, created_by: Id, given: Decimal | None) -> PurchaseOrderRow:
    """The order under the next free number of the day. Who takes a number at the same time as another one
    waits for that one's end, and takes the next if it was kept.
    """
    day = today()
    rate, rate_on = _rate_of(draft.currency, day, given)
    for _ in range(_ATTEMPTS):
        # A longer number is a higher one.
        numbers = PurchaseOrderRow.objects.filter(number__startswith=rules.number_prefix(day))
        last = numbers.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
        try:
            with transaction.atomic():
                return PurchaseOrderRow.objects.create(
                    number=rules.next_number(day, last or ""),
                    supplier_id=draft.supplier_id,
                    warehouse_id=draft.warehouse_id,
                    currency=draft.currency,
                    rate=rate,
                    rate_on=rate_on,
                    freight_minor=draft.freight_minor,
                    insurance_minor=draft.insurance_minor,
                    duty_minor=draft.duty_minor,
                    expected_on=draft.expected_on,
                    created_by=created_by,
                    created_at=clock.now(),
                )
        except IntegrityError as error:
            if "number" not in str(error):
                raise
    raise AssertionError("no number was free for long")


def _rate_of(currency: str, day: date, given: Decimal | None) -> tuple[Decimal, date]:
    """What one unit of *currency* costs in the selling one, and on which day that was so."""
    if currency == SELLING_CURRENCY:
        return Decimal(1), day
    if given is not None:
        return given, day
    found = rate_on(currency, day)
    return found.rate, found.on
