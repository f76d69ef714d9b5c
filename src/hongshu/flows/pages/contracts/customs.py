"""What staff see of customs: a person's quota, and the tables of the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hongshu.flows.pages.contracts.identity import QuotaView
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaStep:
    """An entry of the quota ledger; ``order_number`` is empty for an order that was never declared."""

    order_id: Id
    order_number: str
    year: int
    kind: str
    amount: Money
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLookup:
    """A resident as staff may see them: masked, with the last four digits that they asked by."""

    masked_name: str
    last_four: str
    account: str
    quota: QuotaView
    steps: tuple[QuotaStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRowView:
    """A row of any table: ``cells`` are what it says, as the CSV writes it."""

    key: str
    cells: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    source: str
    checked: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LawImportView:
    """An import; ``by`` is empty for the program itself."""

    table: str
    file_name: str
    rows: int
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesPage:
    """A table of the law, as far as it was looked for, and the last imports. ``unchecked`` of ``total`` rows
    bear no mark that somebody compared them with the law.
    """

    table: str
    rows: tuple[LawRowView, ...]
    total: int
    unchecked: int
    imports: tuple[LawImportView, ...]
