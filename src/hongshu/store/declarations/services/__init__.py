"""Commands of declarations: every write."""

from hongshu.store.declarations.services.declaring import (
    cancel_declaration,
    declare_order,
    resend_refused,
    return_goods,
)
from hongshu.store.declarations.services.receiving import take_message
from hongshu.store.declarations.services.sending import send_due

__all__ = [
    "cancel_declaration",
    "declare_order",
    "resend_refused",
    "return_goods",
    "send_due",
    "take_message",
]
