"""Shapes, refusals and events of trade."""

from hongshu.store.trade.contracts.addresses import (
    ADDRESSES_MAX,
    CHINA,
    Address,
    AddressDraft,
    AddressNotFound,
    InvalidAddress,
    Province,
    TooManyAddresses,
)
from hongshu.store.trade.contracts.checkouts import (
    CHECKOUT_KEPT_S,
    HOLD_LONGER_S,
    PAY_WITHIN_S,
    BuyNow,
    Checkout,
    CheckoutLine,
    CheckoutOrder,
    CheckoutState,
    Placed,
)
from hongshu.store.trade.contracts.events import (
    OrderEnded,
    OrderMoved,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
)
from hongshu.store.trade.contracts.orders import (
    Actor,
    Order,
    OrderLine,
    OrderMode,
    OrderRefund,
    OrderState,
    Refunded,
    Step,
)
from hongshu.store.trade.contracts.refusals import (
    AddressNeeded,
    CannotCancel,
    CannotShipThere,
    CheckoutChanged,
    CheckoutNotFound,
    CheckoutPlaced,
    IdentityNeeded,
    InvalidOrderRefund,
    NothingToBuy,
    OrderNotFound,
    OrderRefundConflict,
    PriceChanged,
    WrongOrderState,
)

__all__ = [
    "ADDRESSES_MAX", "CHECKOUT_KEPT_S", "CHINA", "HOLD_LONGER_S", "PAY_WITHIN_S", "Actor", "Address",
    "AddressDraft", "AddressNeeded", "AddressNotFound", "BuyNow", "CannotCancel", "CannotShipThere",
    "Checkout", "CheckoutChanged", "CheckoutLine", "CheckoutNotFound", "CheckoutOrder", "CheckoutPlaced",
    "CheckoutState", "IdentityNeeded", "InvalidAddress", "InvalidOrderRefund", "NothingToBuy", "Order",
    "OrderEnded", "OrderLine", "OrderMode", "OrderMoved", "OrderNotFound", "OrderPaid", "OrderPlaced",
    "OrderRefund", "OrderRefundConflict", "OrderRefunded", "OrderState", "Placed", "PriceChanged", "Province",
    "Refunded", "Step", "TooManyAddresses", "WrongOrderState",
]  # fmt: skip
