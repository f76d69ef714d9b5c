"""What can come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hongshu.store.inventory.contracts import InvalidLot, ReceivedLine
from hongshu.store.inventory.rules.purchasing import check_quantity

CODE_MAX = 60


def checked_line(
    line: ReceivedLine, *, position: int, today: date, shelf_life_days: int | None
) -> ReceivedLine:
    """The line as it is kept: the code without blanks around it; what keeps only so long with its last day.

    Raises InvalidQuantity, and InvalidLot with the field, for what cannot be so.
    """

    def refuse(name: str, why: str) -> InvalidLot:
        return InvalidLot(field=f"lines.{position}.{name}", why=why)

    check_quantity(line.quantity, field=f"lines.{position}.quantity")
    code = line.code.strip()
    if not 0 < len(code) <= CODE_MAX:
        raise refuse("code", "no_lot_code")
    made, ends = line.produced_on, line.expires_on
    if made is not None and made > today:
        raise refuse("produced_on", "made_in_the_future")
    if ends is None and shelf_life_days is not None:
        if made is None:
            raise refuse("expires_on", "no_date")
        ends = made + timedelta(days=shelf_life_days)
    if made is not None and ends is not None and ends <= made:
        raise refuse("expires_on", "expires_before_made")
    if ends is not None and ends <= today:
        raise refuse("expires_on", "expired_already")
    return replace(line, code=code, expires_on=ends)
