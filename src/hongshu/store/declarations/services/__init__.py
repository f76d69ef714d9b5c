"""Commands of declarations: every write."""

from hongshu.store.declarations.services.declaring import (
    cancel_declaration,
    declare_order,
    resend_refused,
    resend_unanswered,
    return_goods,
)
from hongshu.store.declarations.services.receiving import take_message
from hongshu.store.declarations.services.sending import send_due
from hongshu.store.declarations.services.telling import tell_simulator

__all__ = [
    "cancel_declaration",
    "declare_order",
    "resend_refused",
    "resend_unanswered",
    "return_goods",
    "send_due",
    "take_message",
    "tell_simulator",
]
