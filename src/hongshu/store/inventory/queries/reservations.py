"""Reads of reservations."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Sum

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import BrokenHold, HoldState, Reserved
from hongshu.store.inventory.models import ReservationRow


def list_held_units(*, holder_kind: str, holder_ids: Collection[Id]) -> dict[Id, dict[HoldState, int]]:
    """How many units holders have in each state; those without any are left out. One query."""
    rows = ReservationRow.objects.filter(holder_id__in=list(holder_ids), holder_kind=holder_kind)
    found: dict[Id, dict[HoldState, int]] = {}
    sums = rows.values("holder_id", "state").annotate(units=Sum("quantity"))
    for holder_id, state, units in sums.values_list("holder_id", "state", "units"):
        found.setdefault(Id(holder_id), {})[HoldState(state)] = units
    return found


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
    return ask_broken_holds(lot_id).answer


def ask_broken_holds(lot_id: Id) -> Asked[tuple[BrokenHold, ...]]:
    """``list_broken_holds`` to be asked together with others."""
    rows = ReservationRow.objects.filter(
        lot_id=lot_id,
        state__in=[HoldState.HELD.value, HoldState.SOLD.value],
        quantity__gt=F("returned_quantity"),
    ).order_by("id")
    return Asked.rows(
        rows.values_list("id", "holder_kind", "holder_id", "quantity", "returned_quantity", "state"),
        lambda found: tuple(
            BrokenHold(
                reservation_id=Id(key),
                holder_kind=holder_kind,
                holder_id=Id(holder_id),
                quantity=quantity - returned,
                state=state,
            )
            for key, holder_kind, holder_id, quantity, returned, state in found
        ),
    )
