"""Telling the catalogue what is in stock."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.store.catalog.services import set_products_in_stock
from hongshu.store.inventory.queries import list_stocked_products


class ShelfWatch:
    """Tells the catalogue which products have come in stock or are sold out since it was last asked.

    One query over the stock each time. What was told is remembered, so that only changes go on to the
    catalogue, which itself writes only what differs; a new process tells everything once. Products that never
    had stock are left as they are.
    """

    def __init__(self) -> None:
        self._told: dict[Id, bool] = {}

    def refresh(self) -> int:
        """Bring the catalogue up to the stock; how many products changed there."""
        now = list_stocked_products()
        news = {key: is_there for key, is_there in now.items() if self._told.get(key) is not is_there}
        if not news:
            return 0
        changed = set_products_in_stock(
            in_stock=[key for key, is_there in news.items() if is_there],
            sold_out=[key for key, is_there in news.items() if not is_there],
        )
        self._told = now
        return changed


def refresh_shelf_stock() -> int:
    """Bring the catalogue up to the stock at once, whatever was told before; how many products changed."""
    return ShelfWatch().refresh()
