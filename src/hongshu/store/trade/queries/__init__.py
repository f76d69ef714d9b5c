"""Reads of trade."""

from hongshu.store.trade.queries.addresses import get_address, list_addresses, list_provinces
from hongshu.store.trade.queries.checkouts import get_checkout
from hongshu.store.trade.queries.orders import (
    get_order,
    list_orders_by_id,
    list_orders_for_staff,
    list_orders_from,
    list_orders_of,
    list_orders_of_checkout,
    list_refunds_of,
    list_steps,
)
from hongshu.store.trade.rules.states import may_cancel, way_of

__all__ = [
    "get_address",
    "get_checkout",
    "get_order",
    "list_addresses",
    "list_orders_by_id",
    "list_orders_for_staff",
    "list_orders_from",
    "list_orders_of",
    "list_orders_of_checkout",
    "list_provinces",
    "list_refunds_of",
    "list_steps",
    "may_cancel",
    "way_of",
]
