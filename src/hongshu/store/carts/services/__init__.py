"""Commands of carts and wish lists."""

from hongshu.store.carts.services.carts import (
    choose_lines,
    merge_guest_cart,
    put_line,
    remove_lines,
    see_prices,
    set_quantity,
    take_chosen,
)
from hongshu.store.carts.services.keeping import forget_member, sweep_guest_carts
from hongshu.store.carts.services.keys import guest_cart_key, new_guest_cart, read_guest_cart_key
from hongshu.store.carts.services.wishes import refresh_wishes, unwish, wish

__all__ = [
    "choose_lines",
    "forget_member",
    "guest_cart_key",
    "merge_guest_cart",
    "new_guest_cart",
    "put_line",
    "read_guest_cart_key",
    "refresh_wishes",
    "remove_lines",
    "see_prices",
    "set_quantity",
    "sweep_guest_carts",
    "take_chosen",
    "unwish",
    "wish",
]
