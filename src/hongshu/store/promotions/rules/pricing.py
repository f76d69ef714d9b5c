"""Pricing a cart: the engine of conditions and effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hongshu.store.catalog.contracts import Text
from hongshu.store.promotions.contracts import (
    FLASH_GROUP,
    MEMBER_SOURCE,
    AmountOff,
    BundlePrice,
    Discount,
    DiscountSource,
    FlashOffer,
    Layer,
    LineToPrice,
    OwnedCoupon,
    PercentOff,
    PricedCart,
    PricedLine,
    Promotion,
    WithinReach,
)
from hongshu.store.promotions.rules.effects import (
    Running,
    is_in_scope,
    part_of,
    shares_of,
    stands_beside,
    units_of,
)

_NO_NAME = Text()


@dataclass(frozen=True, slots=True)
class _Candidate:
    promotion: Promotion
    source: DiscountSource
    source_id: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.promotion.priority, -self.promotion.id, -self.source_id


def price_cart(
    *,
    lines: Sequence[LineToPrice],
    promotions: Sequence[Promotion] = (),
    coupons: Sequence[OwnedCoupon] = (),
    flash: Sequence[FlashOffer] = (),
    is_member: bool = False,
) -> PricedCart:
    """What a cart costs.

    First the lowest price of each unit (selling, member's, flash sale's), then the layers in their order; in
    each the promotion that gives most, then what may stand beside it, until nothing gives anything. Whatever
    order lines, promotions, coupons and offers are given in, every line costs the same: keys and ids decide
    between equals. Every sum is exact, and every unit costs at least one fen.
    """
    assert len({line.key for line in lines}) == len(lines), "a line's key is its own"
    ordered = sorted(lines, key=lambda line: line.key)
    taken_of: dict[int, tuple[FlashOffer, int]] = {}
    running = _first_prices(ordered, flash, is_member=is_member, taken_of=taken_of)
    reach: list[WithinReach] = []
    for layer in Layer:
        waiting = _candidates(layer, promotions, coupons, is_member=is_member)
        before = {one.line.key: (one.amount_minor, tuple(one.taken)) for one in running}
        _apply_layer(waiting, running)
        if layer is not Layer.COUPON:
            reach += _within_reach(waiting, running, before)
    by_key = {one.line.key: one for one in running}
    return _told([by_key[line.key] for line in lines], taken_of, coupons, reach)


def best_coupons(
    *,
    lines: Sequence[LineToPrice],
    promotions: Sequence[Promotion],
    coupons: Sequence[OwnedCoupon],
    flash: Sequence[FlashOffer] = (),
    is_member: bool = True,
) -> tuple[OwnedCoupon, ...]:
    """The coupons that do something here, the one that saves most first; of one promotion only one."""
    found: dict[int, tuple[int, int, OwnedCoupon]] = {}
    for coupon in coupons:
        if coupon.promotion.id in found:
            continue
        priced = price_cart(
            lines=lines, promotions=promotions, coupons=[coupon], flash=flash, is_member=is_member
        )
        if priced.coupons_used:
            found[coupon.promotion.id] = (priced.total_minor, coupon.id, coupon)
    return tuple(coupon for _, _, coupon in sorted(found.values(), key=lambda one: one[:2]))


def _first_prices(
    lines: Sequence[LineToPrice],
    flash: Sequence[FlashOffer],
    *,
    is_member: bool,
    taken_of: dict[int, tuple[FlashOffer, int]],
) -> list[Running]:
    """Each line at the lowest price that its units have by themselves."""
    left = {offer.item_id: offer.units for offer in flash}
    running = []
    for line in lines:
        one = Running(line=line, amount_minor=line.selling_minor * line.quantity)
        unit = line.selling_minor
        if is_member and line.member_minor is not None and line.member_minor < unit:
            off = (unit - line.member_minor) * line.quantity
            unit = line.member_minor
            _take(one, Discount(DiscountSource.MEMBER, MEMBER_SOURCE, _NO_NAME, off))
        offers = sorted(
            (offer for offer in flash if offer.sku_id == line.sku_id and 0 < offer.price_minor < unit),
            key=lambda offer: (offer.price_minor, offer.item_id),
        )
        for offer in offers:
            units = min(line.quantity, left[offer.item_id])
            if units > 0:
                left[offer.item_id] -= units
                off = (unit - offer.price_minor) * units
                _take(one, Discount(DiscountSource.FLASH, offer.item_id, offer.name, off))
                one.taken.append((FLASH_GROUP, offer.combines_with))
                taken_of[line.key] = (offer, units)
                break
        running.append(one)
    return running


def _candidates(
    layer: Layer, promotions: Sequence[Promotion], coupons: Sequence[OwnedCoupon], *, is_member: bool
) -> list[_Candidate]:
    found = [
        _Candidate(one, DiscountSource.PROMOTION, one.id)
        for one in promotions
        if one.layer is layer and not one.by_coupon
    ]
    found += [
        _Candidate(coupon.promotion, DiscountSource.COUPON, coupon.id)
        for coupon in coupons
        if coupon.promotion.layer is layer
    ]
    allowed = [one for one in found if is_member or not one.promotion.condition.is_for_members]
    return sorted(allowed, key=lambda one: one.rank, reverse=True)


def _apply_layer(waiting: list[_Candidate], running: list[Running]) -> None:
    """Take the best again and again; what was taken is no more among *waiting*."""
    by_key = {one.line.key: one for one in running}
    while waiting:
        offered = []
        for candidate in waiting:
            shares = shares_of(
                candidate.promotion, [one for one in running if stands_beside(candidate.promotion, one)]
            )
            offered.append((sum(shares.values()), candidate, shares))
        # Of equals the first stays, and they stand by rank.
        worth, best, shares = max(offered, key=lambda one: one[0])
        if not worth:
            return
        promotion = best.promotion
        for key, off in shares.items():
            _take(by_key[key], Discount(best.source, best.source_id, promotion.name, off))
            by_key[key].taken.append((promotion.group, promotion.combines_with))
        waiting.remove(best)


def _take(one: Running, discount: Discount) -> None:
    one.amount_minor -= discount.amount_minor
    one.discounts.append(discount)


def _within_reach(
    waiting: Sequence[_Candidate],
    running: Sequence[Running],
    before: dict[int, tuple[int, tuple[tuple[str, tuple[str, ...]], ...]]],
) -> list[WithinReach]:
    """What a little more would bring, and is more than what its goods have in this layer."""
    found = []
    for candidate in waiting:
        promotion = candidate.promotion
        condition = promotion.condition
        if isinstance(promotion.effect, BundlePrice) or candidate.source is DiscountSource.COUPON:
            continue
        worth = units = has = 0
        for one in running:
            amount, taken = before[one.line.key]
            then = Running(line=one.line, amount_minor=amount, taken=list(taken))
            if is_in_scope(one.line, condition.scope) and stands_beside(promotion, then):
                worth += amount
                units += one.line.quantity
                has += amount - one.amount_minor
        missing = max(0, condition.at_least_minor - worth)
        missing_units = max(0, condition.at_least_units - units)
        gives = _would_give(promotion)
        if units and (missing or missing_units) and gives > has:
            found.append(WithinReach(promotion.id, promotion.name, missing, missing_units, gives))
    return found


def _would_give(promotion: Promotion) -> int:
    effect = promotion.effect
    if isinstance(effect, AmountOff):
        return effect.amount_minor
    if isinstance(effect, PercentOff):
        off = part_of(promotion.condition.at_least_minor, effect.ten_thousandths)
        return min(off, effect.at_most_minor) if effect.at_most_minor else off
    return 0


def _told(
    running: Sequence[Running],
    taken_of: dict[int, tuple[FlashOffer, int]],
    coupons: Sequence[OwnedCoupon],
    reach: Sequence[WithinReach],
) -> PricedCart:
    lines = []
    sums: dict[tuple[DiscountSource, int], Discount] = {}
    for one in running:
        offer, units = taken_of.get(one.line.key, (None, 0))
        before = one.line.selling_minor * one.line.quantity
        lines.append(
            PricedLine(
                key=one.line.key,
                sku_id=one.line.sku_id,
                quantity=one.line.quantity,
                list_minor=max(before, (one.line.list_minor or 0) * one.line.quantity),
                before_minor=before,
                total_minor=one.amount_minor,
                discounts=tuple(one.discounts),
                unit_minors=tuple(units_of(one.amount_minor, one.line.quantity)),
                flash_item_id=offer.item_id if offer else None,
                flash_units=units,
            )
        )
        for off in one.discounts:
            key = (off.source, off.source_id)
            sum_minor = off.amount_minor + (sums[key].amount_minor if key in sums else 0)
            sums[key] = Discount(off.source, off.source_id, off.name, sum_minor)
    before_minor = sum(line.before_minor for line in lines)
    total_minor = sum(line.total_minor for line in lines)
    used = {source_id for source, source_id in sums if source is DiscountSource.COUPON}
    return PricedCart(
        lines=tuple(lines),
        before_minor=before_minor,
        discount_minor=before_minor - total_minor,
        total_minor=total_minor,
        by_source=tuple(sums.values()),
        coupons_used=tuple(coupon.id for coupon in coupons if coupon.id in used),
        within_reach=tuple(
            sorted(reach, key=lambda one: (one.missing_minor, one.missing_units, one.promotion_id))
        ),
    )
