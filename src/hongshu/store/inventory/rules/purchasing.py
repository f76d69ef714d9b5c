"""What a purchase order may be, and what may become of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hongshu.kernel.money import CURRENCY_DIGITS
from hongshu.store.inventory.contracts import (
    MOST_LINES,
    MOST_ORDERED_UNITS,
    InvalidPurchaseOrder,
    InvalidQuantity,
    PurchaseOrderDraft,
    PurchaseState,
    WrongPurchaseState,
)

# Every way from one state to another. An order of which something came is closed, never cancelled.
MOVES: Mapping[PurchaseState, frozenset[PurchaseState]] = {
    PurchaseState.DRAFT: frozenset({PurchaseState.ORDERED, PurchaseState.CANCELLED}),
    PurchaseState.ORDERED: frozenset({PurchaseState.CLOSED, PurchaseState.CANCELLED}),
    PurchaseState.CLOSED: frozenset(),
    PurchaseState.CANCELLED: frozenset(),
}
_HIGHEST_MINOR = 10**13


def check_move(state: PurchaseState, to: PurchaseState, *, received: int = 0) -> None:
    """Raise WrongPurchaseState unless an order of which *received* units came may go from *state* to *to*."""
    if to not in MOVES[state] or (to is PurchaseState.CANCELLED and received):
        raise WrongPurchaseState(state=state.value)


def check_draft(draft: PurchaseOrderDraft) -> None:
    """Raise InvalidPurchaseOrder or InvalidQuantity, with the field, unless such an order can be made."""
    if draft.currency not in CURRENCY_DIGITS:
        raise InvalidPurchaseOrder(field="currency", why="unknown_currency")
    for name in ("freight_minor", "insurance_minor", "duty_minor"):
        if not 0 <= getattr(draft, name) <= _HIGHEST_MINOR:
            raise InvalidPurchaseOrder(field=name.removesuffix("_minor"), why="cost_out_of_range")
    if not 0 < len(draft.lines) <= MOST_LINES:
        raise InvalidPurchaseOrder(field="lines", why="no_lines" if not draft.lines else "too_many_lines")
    seen = set()
    for position, line in enumerate(draft.lines):
        if line.sku_id in seen:
            raise InvalidPurchaseOrder(field=f"lines.{position}.sku", why="sku_twice")
        seen.add(line.sku_id)
        check_quantity(line.quantity, field=f"lines.{position}.quantity")
        if not 0 <= line.unit_price_minor <= _HIGHEST_MINOR:
            raise InvalidPurchaseOrder(field=f"lines.{position}.unit_price", why="cost_out_of_range")


def check_quantity(quantity: object, *, field: str) -> None:
    """Raise InvalidQuantity unless it is a whole number that can be ordered."""
    if type(quantity) is not int or not 0 < quantity <= MOST_ORDERED_UNITS:
        raise InvalidQuantity(field=field, most=MOST_ORDERED_UNITS)


def number_prefix(day: date) -> str:
    """What the numbers of a day's orders begin with: ``PO-20261125-``."""
    return f"PO-{day:%Y%m%d}-"


def next_number(day: date, last: str) -> str:
    """The number after *last* of that day; the first one when *last* is empty: ``PO-20261125-0001``."""
    prefix = number_prefix(day)
    count = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{count:04d}"
