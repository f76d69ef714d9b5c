"""Commands of trade."""

from hongshu.store.trade.services.addresses import (
    choose_default_address,
    forget_member,
    remove_address,
    save_address,
)
from hongshu.store.trade.services.declaring import declare_paid
from hongshu.store.trade.services.ending import (
    cancel_order,
    expire_unpaid,
    note_refusal,
    note_taken_back,
)
from hongshu.store.trade.services.moving import (
    complete_due,
    confirm_receipt,
    mark_delivered,
    mark_packed,
    mark_shipped,
    note_release,
)
from hongshu.store.trade.services.placing import place_order
from hongshu.store.trade.services.preparing import change_checkout, prepare_checkout
from hongshu.store.trade.services.refunding import refund_lines
from hongshu.store.trade.services.settling import settle_capture

__all__ = [
    "cancel_order",
    "change_checkout",
    "choose_default_address",
    "complete_due",
    "confirm_receipt",
    "declare_paid",
    "expire_unpaid",
    "forget_member",
    "mark_delivered",
    "mark_packed",
    "mark_shipped",
    "note_refusal",
    "note_release",
    "note_taken_back",
    "place_order",
    "prepare_checkout",
    "refund_lines",
    "remove_address",
    "save_address",
    "settle_capture",
]
