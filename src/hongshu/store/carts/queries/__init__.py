"""Reads of carts and wish lists."""

from hongshu.store.carts.queries.carts import ask_cart, ask_units, count_units, get_cart, list_lines
from hongshu.store.carts.queries.wishes import ask_wishes, list_wished, list_wishes

__all__ = [
    "ask_cart",
    "ask_units",
    "ask_wishes",
    "count_units",
    "get_cart",
    "list_lines",
    "list_wished",
    "list_wishes",
]
