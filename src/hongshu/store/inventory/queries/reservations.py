"""Reads of reservations."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import BrokenHold, HoldState, Reserved
from hongshu.store.inventory.models import ReservationRow


def list_reserved(
    *, holder_kind: str, holder_id: Id, state: HoldState = HoldState.HELD
) -> tuple[Reserved, ...]:
    """What a holder has in that state, by SKU; one query, nothing for an unknown holder."""
    rows = ReservationRow.objects.filter(holder_id=holder_id, holder_kind=holder_kind, state=state.value)
    return tuple(
        Reserved(
            id=Id(row.id),
            sku_id=Id(row.sku_id),
            lot_id=Id(row.lot_id),
            warehouse_id=Id(row.warehouse_id),
            quantity=row.quantity,
            unit_cost=Money(row.unit_cost_minor),
            expires_at=row.expires_at,
        )
        for row in rows.order_by("sku_id", "part")
    )


def list_broken_holds(lot_id: Id) -> tuple[BrokenHold, ...]:
    """Who holds units of a lot, or has bought some and not brought all back; the first first. One query."""
    rows = ReservationRow.objects.filter(lot_id=lot_id, state__in=[HoldState.HELD, HoldState.SOLD]).order_by(
        "id"
    )
    return tuple(
        BrokenHold(
            reservation_id=Id(row.id),
            holder_kind=row.holder_kind,
            holder_id=Id(row.holder_id),
            quantity=row.quantity - row.returned_quantity,
            state=row.state,
        )
        for row in rows
        if row.quantity > row.returned_quantity
    )
