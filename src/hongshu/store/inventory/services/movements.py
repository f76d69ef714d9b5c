"""Writing movements. A room of the services: another package has no use for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hongshu.kernel.ids import Id, new_ids
from hongshu.store.inventory.contracts import MovementKind
from hongshu.store.inventory.models import MovementRow


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
