"""Orders and money as staff see them."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.flows.reconciling.contracts import Reconciliation
from hongshu.store.ledger.contracts import Balance, Transfer
from hongshu.store.payments.contracts import Refund, Suspicion
from hongshu.store.trade.contracts import Order, OrderRefund, Step


@dataclass(frozen=True, slots=True)
class SoldPage:
    """Orders of members in a tab."""

    tab: str
    tabs: tuple[str, ...]
    number: str
    orders: tuple[Order, ...]
    next_cursor: str
    language: str


@dataclass(frozen=True, slots=True)
class SoldOrderPage:
    """One order with all that was written about it."""

    order: Order
    buyer: str
    steps: tuple[Step, ...]
    refunds: tuple[OrderRefund, ...]
    sent: tuple[Refund, ...]
    transfers: tuple[Transfer, ...]
    payment_number: str
    language: str


@dataclass(frozen=True, slots=True)
class FinancePage:
    """Balances, refunds that wait, notifications that were not believed, and a comparison if asked for."""

    balances: tuple[Balance, ...]
    waiting: tuple[Refund, ...]
    suspicions: tuple[Suspicion, ...]
    found: Reconciliation | None
