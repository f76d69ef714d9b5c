"""From rows to what crosses the door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.store.carts.contracts import CartLine, Touch
from hongshu.store.carts.models import LineRow

COLUMNS = (
    "id", "cart_id", "sku_id", "quantity", "is_chosen", "seen_price_minor", "touches_text", "added_at",
)  # fmt: skip


def line_of(row: LineRow) -> CartLine:
    """A line of its row."""
    return CartLine(
        id=Id(row.id),
        cart_id=Id(row.cart_id),
        sku_id=Id(row.sku_id),
        quantity=row.quantity,
        is_chosen=row.is_chosen,
        seen_price_minor=row.seen_price_minor,
        touches=tuple(map(Touch.restored, row.touches)),
        added_at=row.added_at,
    )


def line_of_columns(row: Sequence[Any]) -> CartLine:
    """A line of its COLUMNS."""
    key, cart_id, sku_id, quantity, is_chosen, seen_price_minor, touches, added_at = row
    return CartLine(
        id=Id(key),
        cart_id=Id(cart_id),
        sku_id=Id(sku_id),
        quantity=quantity,
        is_chosen=is_chosen,
        seen_price_minor=seen_price_minor,
        touches=tuple(map(Touch.restored, json.loads(touches))),
        added_at=added_at,
    )
