"""Landed cost: what a unit has cost when it lies in the warehouse, exact to the fen.

An order's goods, its freight with insurance, and its duty are each converted once at the order's rate
(half up), and each apportioned to the lines by value with the largest remainder: the lines' shares add up
to what is owed. A line's share falls to its units in the order in which they come (cumulative floors), so
that the parts add up to the share whatever comes together. A lot has one whole cost a unit; the fen that
do not divide, fewer than the lot has units, are an expense at once and never part of the stock's value:
value of the stock = units on hand times their cost, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hongshu.kernel.money import Money, apportion, convert

SELLING_CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost in fen by whom it is owed to: the supplier, carriers and insurers, the customs."""

    goods: int
    freight: int
    duty: int

    @property
    def total(self) -> int:
        return self.goods + self.freight + self.duty

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.goods + other.goods, self.freight + other.freight, self.duty + other.duty)

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.goods - other.goods, self.freight - other.freight, self.duty - other.duty)


@dataclass(frozen=True, slots=True)
class LotCost:
    """What a lot costs: ``stock`` is ``unit_minor`` times its units, ``rest`` what does not divide."""

    unit_minor: int
    stock: Cost
    rest: Cost


def shares_of_lines(
    lines: Sequence[tuple[int, int]], *, currency: str, rate: Decimal,
    freight_minor: int, insurance_minor: int, duty_minor: int,
) -> list[Cost]:  # fmt: skip
    """The landed cost of each line of (quantity, unit price), in fen; *rate* is CNY for one of *currency*.

    Where nothing has a price, the other costs are apportioned by quantity.
    """
    values = [quantity * price for quantity, price in lines]
    weights = values if any(values) else [quantity for quantity, _ in lines]

    def split(total_minor: int) -> list[int]:
        owed = convert(Money(total_minor, currency), rate=rate, currency=SELLING_CURRENCY)
        return apportion(owed.amount_minor, weights)

    parts = zip(split(sum(values)), split(freight_minor + insurance_minor), split(duty_minor), strict=True)
    return [Cost(*part) for part in parts]


def unit_cost_of(share: Cost, quantity: int) -> int:
    """What one unit of a line costs, rounded down."""
    return share.total // quantity


def cost_of_lot(share: Cost, *, ordered: int, before: int, coming: int) -> LotCost:
    """The cost of *coming* units of a line of which *before* units of *ordered* have come already.

    Over all lots of a line that came whole, ``stock`` and ``rest`` add up to *share* exactly.
    """
    assert 0 < coming <= ordered - before, "more than the line waits for"
    owed = _floor(share, before + coming, ordered) - _floor(share, before, ordered)
    unit = owed.total // coming
    left = owed.total - unit * coming
    # The rest is taken from what is owed for the goods as far as that goes.
    goods = min(left, owed.goods)
    freight = min(left - goods, owed.freight)
    rest = Cost(goods, freight, left - goods - freight)
    return LotCost(unit, owed - rest, rest)


def _floor(share: Cost, part: int, whole: int) -> Cost:
    return Cost(share.goods * part // whole, share.freight * part // whole, share.duty * part // whole)
