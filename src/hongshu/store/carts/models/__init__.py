"""Tables of carts and wish lists."""

from hongshu.store.carts.models.carts import CartRow, LineRow
from hongshu.store.carts.models.wishes import WishRow

__all__ = ["CartRow", "LineRow", "WishRow"]
