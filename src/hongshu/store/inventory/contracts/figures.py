"""What stock is worth, how long it lies and keeps, and how fast it turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseValue:
    """What lies in a warehouse, at landed cost."""

    warehouse_id: Id
    units: int
    sellable: Money
    reserved: Money
    quarantined: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.sellable + self.reserved + self.quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBand:
    """Stock between two numbers of days, both included; None: without an end on that side."""

    from_days: int | None
    to_days: int | None
    units: int
    value: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfStock:
    """A month: what was sold at landed cost, and what lay there when it ended, or lies there now.

    ``turnover`` is sold cost over the mean of the stock at both ends; None when nothing lay there.
    """

    first_day: date
    sold_units: int
    sold: Money
    stock_at_end: Money
    turnover: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFigures:
    """All of it, as it is now. ``never_expiring`` is what keeps for ever."""

    warehouses: tuple[WarehouseValue, ...]
    ages: tuple[DayBand, ...]
    expiries: tuple[DayBand, ...]
    never_expiring: DayBand
    months: tuple[MonthOfStock, ...]

    @property
    def total(self) -> Money:
        """What all stock is worth."""
        return sum((each.total for each in self.warehouses), Money(0))
