"""Receiving: what came of a purchase order becomes lots, which wait for an inspector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hongshu.kernel import clock, outbox
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id, new_ids
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.inventory.contracts import (
    MOST_LINES,
    InvalidLot,
    LotReceived,
    MoreThanOrdered,
    MovementKind,
    PurchaseState,
    ReceivedLine,
    WrongPurchaseState,
)
from hongshu.store.inventory.models import LotRow, PurchaseLineRow, PurchaseOrderRow, StockRow
from hongshu.store.inventory.models.stock import NEVER
from hongshu.store.inventory.rules import costing
from hongshu.store.inventory.rules.receiving import checked_line
from hongshu.store.inventory.services.authorising import check_authorised, day_of
from hongshu.store.inventory.services.movements import Moved, write_movements
from hongshu.store.inventory.services.purchasing import locked_order
from hongshu.store.ledger.contracts import Account, TransferDraft
from hongshu.store.ledger.services import post_transfers

_OWED_TO = {
    "goods": Account.SUPPLIER_PAYABLE,
    "freight": Account.FREIGHT_PAYABLE,
    "duty": Account.DUTY_PAYABLE,
}


def receive_lots(*, order_id: Id, lines: Sequence[ReceivedLine], received_by: Id, key: str) -> tuple[Id, ...]:
    """Take in what came of an order, all or nothing: the lots, in the order of *lines*.

    Each line is a lot of its own, and of one purchase line several maker's lots may come together. The lots
    lie quarantined on the shelf of the order's warehouse until an inspection; their landed cost is posted
    (``rules.costing`` says exactly how); an order of which all came is closed. Idempotent on
    (received_by, key); a changed form needs a new key. Locks the order, then its lines.

    Raises PurchaseOrderNotFound, WrongPurchaseState, MoreThanOrdered, NotAuthorised when an authorisation
    has ended since it was ordered, and InvalidLot or InvalidQuantity with the field.
    """
    if not 0 < len(lines) <= MOST_LINES:
        raise InvalidLot(field="lines", why="no_lines" if not lines else "too_many_lines")
    return once(
        owner_id=received_by,
        key=key,
        fingerprint=fingerprint_of("receive_lots", order_id, list(lines)),
        work=lambda: _receive(order_id, lines, received_by),
        store=list,
        restore=lambda kept: tuple(map(Id, kept)),
    )


@dataclass(frozen=True, slots=True)
class _Coming:
    """A lot on its way in."""

    id: Id
    line: PurchaseLineRow
    said: ReceivedLine
    sku: SkuOfProduct
    cost: costing.LotCost


def _receive(order_id: Id, lines: Sequence[ReceivedLine], received_by: Id) -> tuple[Id, ...]:
    order = locked_order(order_id)
    if order.state != PurchaseState.ORDERED:
        raise WrongPurchaseState(state=order.state)
    rows = list(order.lines.select_for_update(no_key=True).order_by("id"))
    skus = list_skus_by_id([Id(row.sku_id) for row in rows])
    now = clock.now()
    checked = _checked(lines, {row.id: row for row in rows}, skus, day_of(now))
    came = {skus[Id(row.sku_id)].sku.id: skus[Id(row.sku_id)] for row, _ in checked}
    check_authorised(supplier_id=Id(order.supplier_id), skus=came.values(), day=day_of(now))
    coming = list(_costed(order, rows, skus, checked))
    PurchaseLineRow.objects.bulk_update(
        {each.line.id: each.line for each in coming}.values(), ["received_quantity"]
    )
    _shelve(order, coming, received_by, now)
    post_transfers([draft for each in coming for draft in _transfers(each)])
    outbox.append(*(LotReceived(lot_id=each.id, sku_id=each.sku.sku.id) for each in coming))
    if all(row.received_quantity == row.quantity for row in rows):
        order.state, order.closed_at = PurchaseState.CLOSED.value, now
        order.save(update_fields=["state", "closed_at"])
    return tuple(each.id for each in coming)


def _checked(
    lines: Sequence[ReceivedLine],
    rows: Mapping[int, PurchaseLineRow],
    skus: Mapping[Id, SkuOfProduct],
    today: date,
) -> list[tuple[PurchaseLineRow, ReceivedLine]]:
    waiting = {key: row.quantity - row.received_quantity for key, row in rows.items()}
    found = []
    for position, line in enumerate(lines):
        row = rows.get(line.line_id)
        if row is None:
            raise InvalidLot(field=f"lines.{position}.line", why="not_of_this_order")
        sku = skus[Id(row.sku_id)]
        kept = checked_line(line, position=position, today=today, shelf_life_days=sku.shelf_life_days)
        if kept.quantity > waiting[row.id]:
            raise MoreThanOrdered(
                field=f"lines.{position}.quantity",
                sku=sku.sku.code,
                waiting=waiting[row.id],
                quantity=kept.quantity,
            )
        waiting[row.id] -= kept.quantity
        found.append((row, kept))
    return found


def _costed(
    order: PurchaseOrderRow,
    rows: Sequence[PurchaseLineRow],
    skus: Mapping[Id, SkuOfProduct],
    checked: Sequence[tuple[PurchaseLineRow, ReceivedLine]],
) -> Iterator[_Coming]:
    """The lots with their costs; the rows of the lines are counted up on the way."""
    shares = dict(zip((row.id for row in rows), shares_of(order, rows), strict=True))
    for key, (row, said) in zip(new_ids(len(checked)), checked, strict=True):
        cost = costing.cost_of_lot(
            shares[row.id], ordered=row.quantity, before=row.received_quantity, coming=said.quantity
        )
        row.received_quantity += said.quantity
        yield _Coming(key, row, said, skus[Id(row.sku_id)], cost)


def shares_of(order: PurchaseOrderRow, rows: Sequence[PurchaseLineRow]) -> list[costing.Cost]:
    """The landed cost of each of an order's lines, all of which are in *rows*."""
    return costing.shares_of_lines(
        [(row.quantity, row.unit_price_minor) for row in rows],
        currency=order.currency,
        rate=order.rate,
        freight_minor=order.freight_minor,
        insurance_minor=order.insurance_minor,
        duty_minor=order.duty_minor,
    )


def _shelve(order: PurchaseOrderRow, coming: Sequence[_Coming], received_by: Id, now: datetime) -> None:
    lots = [
        LotRow(
            id=each.id,
            sku_id=each.line.sku_id,
            product_id=each.sku.product_id,
            code=each.said.code,
            line=each.line,
            supplier_id=order.supplier_id,
            warehouse_id=order.warehouse_id,
            received_quantity=each.said.quantity,
            unit_cost_minor=each.cost.unit_minor,
            produced_on=each.said.produced_on,
            expires_on=each.said.expires_on or NEVER,
            received_by=received_by,
            received_at=now,
        )
        for each in coming
    ]
    LotRow.objects.bulk_create(lots)
    StockRow.objects.bulk_create(
        StockRow(
            sku_id=lot.sku_id,
            product_id=lot.product_id,
            lot=lot,
            warehouse_id=lot.warehouse_id,
            expires_on=lot.expires_on,
            unit_cost_minor=lot.unit_cost_minor,
            quarantined=lot.received_quantity,
        )
        for lot in lots
    )
    write_movements(
        [
            Moved(
                sku_id=Id(lot.sku_id),
                lot_id=Id(lot.id),
                warehouse_id=Id(lot.warehouse_id),
                kind=MovementKind.RECEIVED,
                quantity=lot.received_quantity,
                key=f"receive:{lot.id}",
            )
            for lot in lots
        ],
        actor_id=received_by,
    )


def _transfers(coming: _Coming) -> Iterator[TransferDraft]:
    sides = (
        (Account.INVENTORY, coming.cost.stock, ""),
        (Account.COST_OF_GOODS, coming.cost.rest, ":rest"),
    )
    for debit, cost, ending in sides:
        for part, credit in _OWED_TO.items():
            if amount := getattr(cost, part):
                yield TransferDraft(
                    debit=debit,
                    credit=credit,
                    amount=Money(amount),
                    reason=f"receive_{part}",
                    subject_kind="lot",
                    subject_id=coming.id,
                    key=f"receive:{part}{ending}",
                )
