"""What may be put into a parcel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.contracts import (
    LineToPack,
    LotMayNotGo,
    Part,
    Pick,
    Scan,
    WrongLotScanned,
    WrongUnitsScanned,
)
from hongshu.store.inventory.contracts import MAY_BE_SOLD, Lot, Reserved


def picks_of(
    lines: Sequence[LineToPack],
    reserved: Iterable[Reserved],
    lots: Mapping[Id, Lot],
    *,
    order_id: Id,
    packed: Mapping[Id, int],
    today: date,
) -> tuple[Pick, ...]:
    """What to take from which shelf for an order, by SKU and lot.

    What a lot has is given to the SKU's lines in their order, as far as they wait for more than is *packed*.
    """
    waiting = [[line.line_id, line.sku_id, line.quantity - packed.get(line.line_id, 0)] for line in lines]
    picks = []
    for each in reserved:
        parts, left = [], each.quantity
        for line in waiting:
            if line[1] == each.sku_id and line[2] > 0 and left:
                taken = min(line[2], left)
                parts.append(Part(line_id=Id(line[0]), quantity=taken))
                line[2] -= taken
                left -= taken
        lot = lots[each.lot_id]
        if parts:
            picks.append(
                Pick(
                    reservation_id=each.id,
                    order_id=order_id,
                    parts=tuple(parts),
                    sku_id=each.sku_id,
                    lot_id=each.lot_id,
                    lot_code=lot.code,
                    warehouse_id=each.warehouse_id,
                    quantity=each.quantity,
                    expires_on=lot.expires_on,
                    stopped=why_stopped(lot, today=today),
                )
            )
    return tuple(picks)


def why_stopped(lot: Lot, *, today: date) -> str:
    """Why units of a lot may not leave: "recalled", "failed", "expired"; empty when they may."""
    if lot.recalled_at is not None:
        return "recalled"
    if lot.quality not in MAY_BE_SOLD:
        return "failed"
    if lot.expires_on is not None and lot.expires_on <= today:
        return "expired"
    return ""


def check_scans(picks: Sequence[Pick], scans: Sequence[Scan]) -> None:
    """Refuse what was scanned unless it is exactly what is to be packed.

    Letters' case and blanks around a lot's code do not matter: people type it. Raises LotMayNotGo,
    WrongLotScanned, WrongUnitsScanned.
    """
    by_pick = {scan.reservation_id: scan for scan in scans}
    for pick in picks:
        if pick.stopped:
            raise LotMayNotGo(lot=pick.lot_code, why=pick.stopped)
        scan = by_pick.get(pick.reservation_id)
        scanned, units = ("", 0) if scan is None else (scan.lot_code.strip(), scan.units)
        if scanned.casefold() != pick.lot_code.casefold():
            raise WrongLotScanned(scanned=scanned or "-", wanted=pick.lot_code)
        if units != pick.quantity:
            raise WrongUnitsScanned(lot=pick.lot_code, scanned=units, wanted=pick.quantity)


def stopped_lots(lots: Iterable[Lot], *, today: date) -> tuple[str, ...]:
    """The codes of the lots that may not leave."""
    return tuple(lot.code for lot in lots if why_stopped(lot, today=today))
