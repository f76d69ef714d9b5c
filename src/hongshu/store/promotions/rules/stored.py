"""Conditions and effects as JSON keeps them, and whether they make sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.store.promotions.contracts import (
    AmountOff,
    BundlePrice,
    BuyN,
    Condition,
    Effect,
    InvalidPromotion,
    PercentOff,
    Scope,
)
from hongshu.store.promotions.rules.effects import WHOLE

KINDS = ("percent_off", "amount_off", "buy_n", "bundle_price")
MOST_MINOR = 100_000_000
MOST_UNITS = 100
MOST_NAMED = 2_000


def stored_condition(condition: Condition) -> dict[str, Any]:
    """The JSON of a condition."""
    scope = condition.scope
    return {
        "scope": {
            "sku_ids": [int(key) for key in scope.sku_ids],
            "product_ids": [int(key) for key in scope.product_ids],
            "brand_slugs": list(scope.brand_slugs),
            "category_slugs": list(scope.category_slugs),
            "except_product_ids": [int(key) for key in scope.except_product_ids],
        },
        "at_least_minor": condition.at_least_minor,
        "at_least_units": condition.at_least_units,
        "is_for_members": condition.is_for_members,
    }


def condition_of(stored: Mapping[str, Any]) -> Condition:
    """A condition from its JSON."""
    scope = stored["scope"]
    return Condition(
        scope=Scope(
            sku_ids=tuple(map(Id, scope["sku_ids"])),
            product_ids=tuple(map(Id, scope["product_ids"])),
            brand_slugs=tuple(scope["brand_slugs"]),
            category_slugs=tuple(scope["category_slugs"]),
            except_product_ids=tuple(map(Id, scope["except_product_ids"])),
        ),
        at_least_minor=stored["at_least_minor"],
        at_least_units=stored["at_least_units"],
        is_for_members=stored["is_for_members"],
    )


def stored_effect(effect: Effect) -> dict[str, Any]:
    """The JSON of an effect, with its kind."""
    if isinstance(effect, PercentOff):
        return {
            "kind": "percent_off",
            "ten_thousandths": effect.ten_thousandths,
            "at_most_minor": effect.at_most_minor,
        }
    if isinstance(effect, AmountOff):
        return {"kind": "amount_off", "amount_minor": effect.amount_minor, "repeats": effect.repeats}
    if isinstance(effect, BuyN):
        return {
            "kind": "buy_n",
            "units": effect.units,
            "reduced": effect.reduced,
            "ten_thousandths": effect.ten_thousandths,
        }
    return {
        "kind": "bundle_price",
        "parts": [[int(sku_id), units] for sku_id, units in effect.parts],
        "price_minor": effect.price_minor,
    }


def effect_of(stored: Mapping[str, Any]) -> Effect:
    """An effect from its JSON."""
    values = {name: value for name, value in stored.items() if name != "kind"}
    match stored["kind"]:
        case "percent_off":
            return PercentOff(**values)
        case "amount_off":
            return AmountOff(**values)
        case "buy_n":
            return BuyN(**values)
        case _:
            parts = tuple((Id(sku_id), units) for sku_id, units in values["parts"])
            return BundlePrice(parts=parts, price_minor=values["price_minor"])


def check_condition(condition: Condition) -> None:
    """Raises InvalidPromotion."""
    scope = condition.scope
    if not 0 <= condition.at_least_minor <= MOST_MINOR:
        raise InvalidPromotion(field="at_least_minor", why="out_of_range")
    if not 0 <= condition.at_least_units <= MOST_UNITS:
        raise InvalidPromotion(field="at_least_units", why="out_of_range")
    named = (scope.sku_ids, scope.product_ids, scope.brand_slugs, scope.category_slugs)
    if sum(map(len, named)) + len(scope.except_product_ids) > MOST_NAMED:
        raise InvalidPromotion(field="scope", why="too_many")


def check_effect(effect: Effect, condition: Condition) -> None:
    """Whether an effect can be what was meant. Raises InvalidPromotion."""
    if isinstance(effect, PercentOff):
        _check(0 < effect.ten_thousandths < WHOLE, "ten_thousandths")
        _check(0 <= effect.at_most_minor <= MOST_MINOR, "at_most_minor")
    elif isinstance(effect, AmountOff):
        _check(0 < effect.amount_minor <= MOST_MINOR, "amount_minor")
        if effect.repeats and not (condition.at_least_minor or condition.at_least_units):
            raise InvalidPromotion(field="repeats", why="no_threshold")
        # More than the threshold asks for would be money for taking the goods.
        if condition.at_least_minor and effect.amount_minor >= condition.at_least_minor:
            raise InvalidPromotion(field="amount_minor", why="above_threshold")
    elif isinstance(effect, BuyN):
        _check(2 <= effect.units <= MOST_UNITS, "units")
        _check(1 <= effect.reduced < effect.units, "reduced")
        _check(0 < effect.ten_thousandths <= WHOLE, "ten_thousandths")
    else:
        _check(0 < effect.price_minor <= MOST_MINOR, "price_minor")
        _check(1 <= len(effect.parts) <= 10, "parts")
        _check(len({sku_id for sku_id, _ in effect.parts}) == len(effect.parts), "parts")
        _check(all(1 <= units <= MOST_UNITS for _, units in effect.parts), "parts")


def _check(is_right: bool, field: str) -> None:
    if not is_right:
        raise InvalidPromotion(field=field, why="out_of_range")
