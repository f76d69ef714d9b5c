"""Writing down what was moved and done: movements, acts, and the transfers that follow from them.

A room of the services: another package has no use for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hongshu.kernel import outbox
from hongshu.kernel.idempotency import IdempotencyKeyReused, fingerprint_of, once
from hongshu.kernel.ids import Id, new_ids
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import LotActKind, MovementKind, StockChanged
from hongshu.store.inventory.models import LotActRow, MovementRow
from hongshu.store.inventory.services.shelving import LockedLot
from hongshu.store.ledger.contracts import Account, TransferDraft
from hongshu.store.ledger.services import post_transfers


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Units that came or went. ``key`` is unique for the SKU, so that nothing moves twice."""

    sku_id: Id
    lot_id: Id
    warehouse_id: Id
    kind: MovementKind
    quantity: int
    key: str
    reason: str = ""


def write_movements(moved: Sequence[Moved], *, actor_id: Id | None = None) -> tuple[Id, ...]:
    """Write movements, in the transaction that changes the stock by them; their ids. One statement."""
    ids = tuple(new_ids(len(moved)))
    MovementRow.objects.bulk_create(
        MovementRow(
            id=key,
            sku_id=move.sku_id,
            lot_id=move.lot_id,
            warehouse_id=move.warehouse_id,
            kind=move.kind.value,
            quantity=move.quantity,
            reason=move.reason,
            actor_id=actor_id,
            key=move.key,
        )
        for move, key in zip(moved, ids, strict=True)
    )
    return ids


def moved_once(work: Callable[[], None], actor_id: Id, key: str, *form: Any) -> None:
    """Do the work the first time that *actor_id* sends this form under *key*, and no other time."""
    once(
        owner_id=actor_id,
        key=key,
        fingerprint=fingerprint_of(*form),
        work=work,
        store=lambda _: None,
        restore=lambda _: None,
    )


def move_units(
    lot: LockedLot, *moves: tuple[Id, MovementKind, int, str], reason: str, actor_id: Id | None
) -> tuple[Id, ...]:
    """Write movements of a locked lot, each under a key that was not used for it before."""
    # The lot is locked, so a key that is not there now cannot come before the commit. It is there if somebody
    # else used it, or the same person before kept answers were swept.
    keys = [key for _, _, _, key in moves]
    if MovementRow.objects.filter(sku_id=lot.sku_id, lot_id=lot.id, key__in=keys).exists():
        raise IdempotencyKeyReused
    return write_movements(
        [
            Moved(
                sku_id=lot.sku_id,
                lot_id=lot.id,
                warehouse_id=warehouse_id,
                kind=kind,
                quantity=quantity,
                key=key,
                reason=reason,
            )
            for warehouse_id, kind, quantity, key in moves
        ],
        actor_id=actor_id,
    )


def find_act(lot: LockedLot, kind: LotActKind, key: str) -> LotActRow | None:
    """What was done with the locked lot under that key, or None."""
    return LotActRow.objects.filter(sku_id=lot.sku_id, lot_id=lot.id, key=f"{kind}:{key}").first()


def write_act(
    lot: LockedLot,
    kind: LotActKind,
    *,
    key: str,
    actor_id: Id,
    quantity: int,
    reason: str = "",
    warehouse_id: Id | None = None,
) -> None:
    """Write down what is done with a locked lot, under a key that was not used for it before."""
    if find_act(lot, kind, key) is not None:
        raise IdempotencyKeyReused
    LotActRow.objects.create(
        sku_id=lot.sku_id,
        lot=lot.row,
        kind=kind.value,
        warehouse_id=warehouse_id,
        quantity=quantity,
        reason=reason,
        actor_id=actor_id,
        key=f"{kind}:{key}",
    )


def post_units(lot: LockedLot, sides: tuple[Account, Account], units: int, *, reason: str, key: str) -> None:
    """Post what units of a locked lot cost, from one account to the other."""
    # What cost nothing, such as a sample, leaves nothing in the books.
    if not lot.row.unit_cost_minor:
        return
    debit, credit = sides
    post_transfers(
        [
            TransferDraft(
                debit=debit,
                credit=credit,
                amount=Money(lot.row.unit_cost_minor * units),
                reason=reason,
                subject_kind="lot",
                subject_id=lot.id,
                key=key,
            )
        ]
    )


def tell_changed(lot: LockedLot) -> None:
    """Tell others that what can be had of the lot's SKU has changed."""
    outbox.append(StockChanged(sku_ids=(lot.sku_id,)))
