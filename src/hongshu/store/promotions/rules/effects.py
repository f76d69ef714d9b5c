"""What one promotion takes off lines, apportioned to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hongshu.kernel.money import apportion
from hongshu.store.promotions.contracts import (
    AmountOff,
    BundlePrice,
    BuyN,
    Discount,
    LineToPrice,
    PercentOff,
    Promotion,
    Scope,
)

WHOLE = 10_000
# A unit that costs nothing can be neither paid for nor declared to customs.
LEAST_UNIT_MINOR = 1


@dataclass(slots=True)
class Running:
    """A line while it is priced: what it still costs, and which groups have taken something off."""

    line: LineToPrice
    amount_minor: int
    taken: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    discounts: list[Discount] = field(default_factory=list)

    @property
    def reducible_minor(self) -> int:
        """How much of it may still be taken off."""
        return self.amount_minor - self.line.quantity * LEAST_UNIT_MINOR


def is_in_scope(line: LineToPrice, scope: Scope) -> bool:
    """Whether a line's goods are among those that a promotion is for."""
    if line.product_id in scope.except_product_ids:
        return False
    if not (scope.sku_ids or scope.product_ids or scope.brand_slugs or scope.category_slugs):
        return True
    return (
        line.sku_id in scope.sku_ids
        or line.product_id in scope.product_ids
        or line.brand_slug in scope.brand_slugs
        or any(slug in scope.category_slugs for slug in line.category_path)
    )


def stands_beside(promotion: Promotion, running: Running) -> bool:
    """Whether a promotion may come on top of what a line has already."""
    return all(
        group in promotion.combines_with and promotion.group in others for group, others in running.taken
    )


def shares_of(promotion: Promotion, lines: Sequence[Running]) -> dict[int, int]:
    """What a promotion takes off each line, by key; empty when it gives nothing.

    *lines* are those it may stand on. The parts add up exactly to what it gives, and leave each unit a fen.
    """
    condition = promotion.condition
    within = sorted(
        (one for one in lines if is_in_scope(one.line, condition.scope)), key=lambda one: one.line.key
    )
    worth = sum(one.amount_minor for one in within)
    units = sum(one.line.quantity for one in within)
    if not within or worth < condition.at_least_minor or units < condition.at_least_units:
        return {}
    effect = promotion.effect
    if isinstance(effect, PercentOff):
        return _apportioned(_percent_of(worth, effect), within, [one.amount_minor for one in within])
    if isinstance(effect, AmountOff):
        times = _times(worth, units, promotion) if effect.repeats else 1
        weights = [one.amount_minor for one in within]
        return _apportioned(effect.amount_minor * times, within, weights)
    if isinstance(effect, BuyN):
        reduced = _reduced_by_number(effect, within)
        return _apportioned(reduced, within, [one.amount_minor for one in within])
    return _bundle(effect, within)


def part_of(amount_minor: int, ten_thousandths: int) -> int:
    """A part of an amount, half a fen rounded up."""
    return (amount_minor * ten_thousandths * 2 + WHOLE) // (WHOLE * 2)


def units_of(amount_minor: int, quantity: int) -> list[int]:
    """What each unit of a line costs: the amount, split as evenly as fen allow."""
    return apportion(amount_minor, [1] * quantity)


def _percent_of(worth: int, effect: PercentOff) -> int:
    off = part_of(worth, effect.ten_thousandths)
    return min(off, effect.at_most_minor) if effect.at_most_minor else off


def _times(worth: int, units: int, promotion: Promotion) -> int:
    condition = promotion.condition
    reached = []
    if condition.at_least_minor:
        reached.append(worth // condition.at_least_minor)
    if condition.at_least_units:
        reached.append(units // condition.at_least_units)
    return min(reached, default=1)


def _reduced_by_number(effect: BuyN, within: Sequence[Running]) -> int:
    prices = sorted(price for one in within for price in units_of(one.amount_minor, one.line.quantity))
    cheapest = len(prices) // effect.units * effect.reduced
    return sum(part_of(price, effect.ten_thousandths) for price in prices[:cheapest])


def _bundle(effect: BundlePrice, within: Sequence[Running]) -> dict[int, int]:
    there: dict[int, int] = {}
    for one in within:
        there[one.line.sku_id] = there.get(one.line.sku_id, 0) + one.line.quantity
    times = min((there.get(sku_id, 0) // units for sku_id, units in effect.parts), default=0)
    if not times:
        return {}
    wanted = {sku_id: units * times for sku_id, units in effect.parts}
    lines, weights = [], []
    for one in within:
        used = min(wanted.get(one.line.sku_id, 0), one.line.quantity)
        if used:
            wanted[one.line.sku_id] -= used
            lines.append(one)
            weights.append(sum(units_of(one.amount_minor, one.line.quantity)[:used]))
    return _apportioned(sum(weights) - effect.price_minor * times, lines, weights)


def _apportioned(off: int, lines: Sequence[Running], weights: Sequence[int]) -> dict[int, int]:
    """*off* split by the weights; where a line cannot bear its part, by what lines can bear."""
    limits = [one.reducible_minor for one in lines]
    off = min(off, sum(limits))
    if off <= 0:
        return {}
    parts = apportion(off, weights)
    if any(part > limit for part, limit in zip(parts, limits, strict=True)):
        parts = apportion(off, limits)
    return {one.line.key: part for one, part in zip(lines, parts, strict=True) if part}
