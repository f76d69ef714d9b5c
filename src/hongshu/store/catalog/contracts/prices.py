"""Prices with the time they hold for, and dated exchange rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts.refusals import InvalidPrice

RATE_KEEPS_DAYS = 31


class PriceKind(StrEnum):
    """What a price is for: what is struck through, what everybody pays, what members pay."""

    LIST = "list"
    SELLING = "selling"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Price:
    """A price from ``starts_at`` to before ``ends_at``; None: until another one takes its place."""

    sku_id: Id
    kind: PriceKind
    amount: Money
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A price to be set; ``starts_at`` None: from now on."""

    sku_id: Id
    kind: PriceKind
    amount: Money
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangedPrices:
    """What setting prices did; ``refused`` is by the place of the change."""

    changed: int
    unchanged: int
    refused: dict[int, InvalidPrice]


@dataclass(frozen=True, slots=True)
class Prices:
    """What holds for a SKU at a moment; None where there is no such price."""

    list: Money | None = None
    selling: Money | None = None
    member: Money | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Yuan for one unit of ``currency`` on a day, and who said so."""

    currency: str
    on: date
    rate: Decimal
    source: str
