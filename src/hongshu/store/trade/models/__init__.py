"""Tables of trade."""

from hongshu.store.trade.models.addresses import AddressRow
from hongshu.store.trade.models.checkouts import CheckoutRow
from hongshu.store.trade.models.orders import OrderLineRow, OrderRefundRow, OrderRow, StepRow

__all__ = ["AddressRow", "CheckoutRow", "OrderLineRow", "OrderRefundRow", "OrderRow", "StepRow"]
