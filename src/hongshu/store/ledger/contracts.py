"""Shapes and refusals of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


class Account(StrEnum):
    """The chart of accounts. What a transfer does to each is told by the side it stands on."""

    # Assets: a debit raises them.
    BANK = "bank"
    PROVIDER_CLEARING = "provider_clearing"  # captured by a payment provider, not yet paid out to us
    INVENTORY = "inventory"  # goods that we own, at landed cost
    # Liabilities: a credit raises them.
    SUPPLIER_PAYABLE = "supplier_payable"
    FREIGHT_PAYABLE = "freight_payable"  # carriers and insurers of what we buy
    DUTY_PAYABLE = "duty_payable"  # duty on what we buy
    CUSTOMER_FUNDS = "customer_funds"  # paid by buyers, not yet earned
    TAX_PAYABLE = "tax_payable"  # import tax collected from buyers
    # Income: a credit raises it.
    REVENUE = "revenue"
    SHIPPING_REVENUE = "shipping_revenue"
    STOCK_FOUND = "stock_found"
    # Expenses and deductions: a debit raises them.
    COST_OF_GOODS = "cost_of_goods"
    COUPON_COST = "coupon_cost"
    REFUNDS = "refunds"
    PROVIDER_FEES = "provider_fees"
    STOCK_LOSS = "stock_loss"  # disposed, lost, or written off


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDraft:
    """A transfer to be posted.

    ``subject_kind`` and ``subject_id`` say what it is about ("order", "lot"); ``key`` is unique for that
    subject and says what of it ("capture:1"). ``reason`` is a stable word for reports.
    """

    debit: Account
    credit: Account
    amount: Money
    reason: str
    subject_kind: str
    subject_id: Id
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A posted transfer."""

    id: Id
    debit: Account
    credit: Account
    amount: Money
    reason: str
    subject_kind: str
    subject_id: Id
    key: str
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What stands on an account, in minor units of one currency: debits, credits, and debits less credits."""

    account: Account
    currency: str
    debit_minor: int
    credit_minor: int

    @property
    def net_minor(self) -> int:
        """Debits less credits: above zero for what we have or spent."""
        return self.debit_minor - self.credit_minor


class InvalidTransfer(DomainError):
    """A transfer needs an amount above zero and two different accounts. Details: ``key``."""

    code = "invalid_transfer"


class TransferConflict(DomainError):
    """That key was posted with other content. Details: ``key``."""

    code = "transfer_conflict"
    kind = RefusalKind.CONFLICT
