"""Lots by what stands on a carton or a paper."""

from __future__ import annotations

from hongshu.flows.pages.contracts.stockroom import LotsPage
from hongshu.flows.pages.queries.stockroom import lot_cards
from hongshu.kernel.ids import InvalidId, parse_id
from hongshu.store.catalog.queries import list_skus_by_code
from hongshu.store.inventory import queries as inventory
from hongshu.store.inventory.contracts import Lot, Quality


def lots_found(
    *,
    language: str,
    words: str = "",
    quality: Quality | None = None,
    is_recalled: bool | None = None,
    cursor: str = "",
) -> LotsPage:
    """Lots, the newest first. *words* is a lot's or an order's number, a SKU's code or a maker's lot code.

    Ten queries at most. Raises InvalidCursor.
    """
    words = words.strip()
    found, onward = _lots_named(words), ""
    if not found:
        skus = list_skus_by_code([words]) if words else {}
        found, onward = inventory.list_lots(
            sku_id=skus.get(words),
            code=words if words and not skus else None,
            quality=quality,
            is_recalled=is_recalled,
            cursor=cursor,
        )
    return LotsPage(lots=lot_cards(found, language), count=len(found), onward=onward)


def _lots_named(words: str) -> tuple[Lot, ...]:
    """The lot of that number, or the lots of the order of that number."""
    if not words:
        return ()
    order = inventory.find_purchase_order(words)
    if order is not None:
        of_lines = inventory.list_lots_of_lines([line.id for line in order.lines])
        return tuple(lot for lots in of_lines.values() for lot in lots)
    try:
        return tuple(inventory.list_lots_by_id([parse_id(words)]).values())
    except InvalidId:
        return ()
