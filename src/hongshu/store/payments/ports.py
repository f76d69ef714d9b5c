"""What payments need from outside: one provider, in our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from hongshu.kernel.money import Money
from hongshu.store.payments.contracts import Device, PayPage, StatementLine


class TradeState(StrEnum):
    """What a provider knows of a payment."""

    UNKNOWN = "unknown"  # never heard of it: the buyer has not opened the page
    PENDING = "pending"
    CAPTURED = "captured"
    CLOSED = "closed"


class RefundProgress(StrEnum):
    """What a provider knows of a refund."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes of a request and of its answer."""

    request: bytes = field(repr=False)
    response: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOrder:
    """A payment to be asked for."""

    number: str
    amount: Money
    subject: str
    expires_at: datetime
    return_url: str
    notify_url: str
    device: Device
    client_ip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Where to pay."""

    page: PayPage
    raw: Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A payment as the provider says it is. ``amount`` is None where it knows none."""

    number: str
    state: TradeState
    merchant: str
    amount: Money | None
    transaction_id: str
    raw: Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """A refund to be asked for; sent again under the same number it is the same refund."""

    number: str
    payment_number: str
    amount: Money
    whole: Money
    reason: str
    notify_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFinding:
    """A refund as the provider says it is."""

    number: str
    progress: RefundProgress
    merchant: str
    amount: Money | None
    text: str
    raw: Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notification whose signature is right. It is about a trade or about a refund.

    ``said_at`` is when the provider says that it sent it; ``fresh_for_s`` how long it may be on its way.
    """

    event_id: str
    said_at: datetime
    fresh_for_s: float
    trade: Trade | None = None
    refund: RefundFinding | None = None


class PaymentProvider(Protocol):
    """A provider. Each call has a timeout and raises ``kernel.errors.OutsideFailure``, retryable or final."""

    @property
    def merchant(self) -> str:
        """Who we are there; what is said of another merchant is not about us."""
        ...

    def start(self, order: PayOrder) -> Started:
        """Ask for a payment. Again under the same number: the same payment."""
        ...

    def find(self, number: str) -> Trade:
        """What became of a payment."""
        ...

    def close(self, number: str) -> None:
        """Let nobody pay it any more. A paid one is left as it is; ``find`` tells."""
        ...

    def refund(self, order: RefundOrder) -> RefundFinding:
        """Give back."""
        ...

    def find_refund(self, *, number: str, payment_number: str) -> RefundFinding:
        """What became of a refund."""
        ...

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """What a notification says; header names in lower case. Without network.

        Raises ForgedNotification, UnreadableNotification.
        """
        ...

    def answer(self, *, is_taken: bool) -> tuple[int, str, bytes]:
        """Status, content type and body that this provider wants to hear."""
        ...

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """Everything captured and refunded on a day (China's time), with fees."""
        ...
