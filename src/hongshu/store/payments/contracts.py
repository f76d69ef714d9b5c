"""Shapes, refusals and events of payments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


class Provider(StrEnum):
    """Who takes the money."""

    ALIPAY = "alipay"
    WECHAT = "wechat"


class Device(StrEnum):
    """What the buyer pays with: providers have a page of their own for each."""

    PHONE = "phone"
    COMPUTER = "computer"


class PaymentState(StrEnum):
    """open → captured, closed or failed; a capture may still come after those two."""

    OPEN = "open"
    CAPTURED = "captured"
    CLOSED = "closed"  # by us: cancelled, or its time has run out
    FAILED = "failed"  # by the provider: it will not be paid as it is


class AttemptState(StrEnum):
    """written → started → captured or closed."""

    WRITTEN = "written"  # the provider may know of it or not
    STARTED = "started"
    CAPTURED = "captured"
    CLOSED = "closed"


class RefundState(StrEnum):
    """requested → settled or failed."""

    REQUESTED = "requested"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPart:
    """What one order of the checkout costs."""

    order_id: Id
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part as it stands: ``given_back`` are its refunds, settled or on their way; ``refunded`` the settled.

    ``provider`` and ``transaction_id`` are of the capture, empty before it.
    """

    id: Id
    payment_id: Id
    order_id: Id
    amount: Money
    captured: Money
    given_back: Money
    refunded: Money

    @property
    def refundable(self) -> Money:
        """What can still be given back."""
        return self.captured - self.given_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """The payment of a checkout. ``number`` is what the provider and the buyer's bill call it."""

    id: Id
    checkout_id: Id
    payer_user_id: Id
    provider: Provider
    number: str
    state: PaymentState
    amount: Money
    parts: tuple[PartView, ...]
    subject: str
    transaction_id: str
    opened_at: datetime
    expires_at: datetime
    captured_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPage:
    """Where the buyer pays. ``is_scanned``: an address to be shown as a QR code, not one to be sent to."""

    url: str
    is_scanned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Something given back of an order's part."""

    id: Id
    order_id: Id
    payment_id: Id
    provider: Provider
    number: str
    key: str
    amount: Money
    reason: str
    state: RefundState
    requested_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a provider is answered when it notifies; ``outcome`` says what became of the notification."""

    status: int
    content_type: str
    body: bytes
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A line of a provider's statement of a day. ``fee`` is below zero where it is given back.

    ``kind`` is "capture" or "refund"; ``number`` is the payment's or the refund's.
    """

    kind: str
    number: str
    transaction_id: str
    amount: Money
    fee_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A raw request and its answer, or a notification, as customs may ask to see them."""

    id: Id
    provider: Provider
    kind: str
    number: str
    request: bytes = field(repr=False)
    response: bytes = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A verified notification that was not believed, for staff: ``outcome`` says what does not fit."""

    id: Id
    provider: Provider
    number: str
    outcome: str
    came_at: datetime


class PaymentNotFound(NotFound):
    """The checkout or order has no payment, or it is another member's."""

    code = "payment_not_found"


class InvalidPayment(DomainError):
    """A payment has one part per order, none below zero, in one currency, above zero in sum."""

    code = "invalid_payment"


class PaymentConflict(DomainError):
    """The checkout has a payment with other parts already."""

    code = "payment_conflict"
    kind = RefusalKind.CONFLICT


class PaymentNotOpen(DomainError):
    """It is paid, closed, or its time has run out. Details: ``state``."""

    code = "payment_not_open"
    kind = RefusalKind.CONFLICT


class ProviderUnavailable(DomainError):
    """The provider does not answer or refuses; another try or another provider may help."""

    code = "payment_provider_unavailable"
    kind = RefusalKind.CONFLICT


class RefundTooLarge(DomainError):
    """More than is left of what was captured. Details: ``left_minor``, ``currency``."""

    code = "refund_too_large"
    kind = RefusalKind.CONFLICT


class InvalidRefund(DomainError):
    """A refund is above zero and in the payment's currency."""

    code = "invalid_refund"


class RefundConflict(DomainError):
    """The key was used for another amount."""

    code = "refund_conflict"
    kind = RefusalKind.CONFLICT


class ForgedNotification(DomainError):
    """The signature is missing or wrong."""

    code = "forged_payment_notification"
    kind = RefusalKind.FORBIDDEN


class UnreadableNotification(DomainError):
    """It is no notification of this provider."""

    code = "unreadable_payment_notification"
    kind = RefusalKind.BAD_REQUEST


@dataclass(frozen=True)
class PaymentCaptured(DomainEvent):
    """The money is there, maybe after the payment was closed: whoever has no use for it gives it back."""

    kind: ClassVar[str] = "payments.captured"
    payment_id: Id
    checkout_id: Id


@dataclass(frozen=True)
class PaymentFailed(DomainEvent):
    """The provider will not take it: refused, or closed there without having been paid."""

    kind: ClassVar[str] = "payments.failed"
    payment_id: Id
    checkout_id: Id


@dataclass(frozen=True)
class RefundSettled(DomainEvent):
    """The buyer has the money back."""

    kind: ClassVar[str] = "payments.refund_settled"
    refund_id: Id
    order_id: Id


@dataclass(frozen=True)
class RefundFailed(DomainEvent):
    """The provider turned a refund away for good: it gives nothing back, and may be asked for anew."""

    kind: ClassVar[str] = "payments.refund_failed"
    refund_id: Id
    order_id: Id
