"""Commands of payments."""

from hongshu.store.payments.services.asking import ask_after, poll_missing, send_refunds, start_payment
from hongshu.store.payments.services.charging import post_fees
from hongshu.store.payments.services.opening import change_provider, close_payment, open_payment
from hongshu.store.payments.services.receiving import take_notification
from hongshu.store.payments.services.refunding import refund_part

__all__ = [
    "ask_after",
    "change_provider",
    "close_payment",
    "open_payment",
    "poll_missing",
    "post_fees",
    "refund_part",
    "send_refunds",
    "start_payment",
    "take_notification",
]
