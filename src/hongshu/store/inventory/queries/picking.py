"""Reads for who picks and packs: what many holders hold, and where."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import HoldState, Reserved
from hongshu.store.inventory.models import ReservationRow


def list_reserved_of(
    *, holder_kind: str, holder_ids: Collection[Id], state: HoldState = HoldState.HELD
) -> dict[Id, tuple[Reserved, ...]]:
    """What holders of a kind have in that state, by holder and SKU; one query, none for no ids."""
    if not holder_ids:
        return {}
    rows = ReservationRow.objects.filter(
        holder_kind=holder_kind, holder_id__in=set(holder_ids), state=state.value
    )
    found: dict[Id, list[Reserved]] = {}
    for row in rows.order_by("holder_id", "sku_id", "part"):
        found.setdefault(Id(row.holder_id), []).append(
            Reserved(
                id=Id(row.id),
                sku_id=Id(row.sku_id),
                lot_id=Id(row.lot_id),
                warehouse_id=Id(row.warehouse_id),
                quantity=row.quantity,
                unit_cost=Money(row.unit_cost_minor),
                expires_at=row.expires_at,
            )
        )
    return {key: tuple(rows) for key, rows in found.items()}
