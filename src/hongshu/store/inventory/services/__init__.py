"""Commands on the inventory: every write. Each opens a transaction, or joins the caller's."""

from hongshu.store.inventory.services.reserving import (
    confirm_hold,
    expire_holds,
    release_hold,
    sell_hold,
    take_stock,
)

__all__ = [
    "confirm_hold",
    "expire_holds",
    "release_hold",
    "sell_hold",
    "take_stock",
]
