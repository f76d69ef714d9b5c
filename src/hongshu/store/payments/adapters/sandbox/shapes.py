"""What the sandbox remembers: payments, refunds, what is to be told, and how to treat them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Fees of the trade: 0.6 %, rounded half up to the fen.
_FEE_PER_MILLE = 6


class Refusal(Exception):
    """What the bank does not do, by a word that each voice says in its own way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whim:
    """How to treat a payment, from now on.

    ``late_s`` delays what is told, ``times`` tells it so often, ``is_reversed`` tells a refund before its
    payment, ``is_silent`` tells nothing. ``wrong_fen`` tells another amount, ``wrong_merchant`` another
    merchant, ``is_forged`` signs with a key of nobody. ``is_down`` answers nothing but 503 and ``hang_s``
    answers late. ``refund_late_s`` settles refunds later, and ``refuse_refunds`` never.
    """

    late_s: float = 0.0
    times: int = 1
    is_reversed: bool = False
    is_silent: bool = False
    wrong_fen: int = 0
    wrong_merchant: bool = False
    is_forged: bool = False
    is_down: bool = False
    hang_s: float = 0.0
    refund_late_s: float = 0.0
    refuse_refunds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxTrade:
    """A payment: waiting → paid or closed."""

    provider: str
    number: str
    token: str
    state: str
    fen: int
    subject: str
    expires_at: datetime
    notify_url: str
    return_url: str
    transaction_id: str
    made_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxRefund:
    """A refund: pending → settled, or refused."""

    provider: str
    number: str
    trade_number: str
    fen: int
    reason: str
    state: str
    notify_url: str
    refund_id: str
    made_at: datetime
    ready_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Something to be told to the shop. ``refund`` is None for a payment."""

    number: int
    id: str
    tries: int
    trade: SandboxTrade
    refund: SandboxRefund | None
    given_back_fen: int
    whim: Whim


def fee_of(fen: int) -> int:
    """What the provider keeps of an amount."""
    return (fen * _FEE_PER_MILLE + 500) // 1000


def trade_of(row: tuple[str, ...], now: datetime) -> SandboxTrade:
    """A payment of its row; one whose time has run out is closed."""
    names = (*("provider", "number", "token", "state", "fen", "subject", "expires_at", "notify_url"),
             *("return_url", "transaction_id", "made_at", "paid_at"))  # fmt: skip
    told = dict(zip(names, row, strict=True))
    expires_at = datetime.fromisoformat(told["expires_at"])
    state = "closed" if told["state"] == "waiting" and expires_at <= now else told["state"]
    return SandboxTrade(
        provider=told["provider"],
        number=told["number"],
        token=told["token"],
        state=state,
        fen=int(told["fen"]),
        subject=told["subject"],
        expires_at=expires_at,
        notify_url=told["notify_url"],
        return_url=told["return_url"],
        transaction_id=told["transaction_id"],
        made_at=datetime.fromisoformat(told["made_at"]),
        paid_at=datetime.fromisoformat(told["paid_at"]) if told["paid_at"] else None,
    )


def refund_of(row: tuple[str, ...], now: datetime) -> SandboxRefund:
    """A refund of its row; one whose time has come is settled."""
    names = ("provider", "number", "trade_number", "fen", "reason", "state", "notify_url", "refund_id",
             "made_at", "ready_at")  # fmt: skip
    told = dict(zip(names, row, strict=True))
    ready_at = datetime.fromisoformat(told["ready_at"])
    state = "settled" if told["state"] == "pending" and ready_at <= now else told["state"]
    return SandboxRefund(
        provider=told["provider"],
        number=told["number"],
        trade_number=told["trade_number"],
        fen=int(told["fen"]),
        reason=told["reason"],
        state=state,
        notify_url=told["notify_url"],
        refund_id=told["refund_id"],
        made_at=datetime.fromisoformat(told["made_at"]),
        ready_at=ready_at,
    )
