"""What columns of JSON keep, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import Text
from hongshu.store.customs.contracts import LineTax
from hongshu.store.promotions.contracts import Discount, DiscountSource
from hongshu.store.trade.contracts import Address


def stored_address(address: Address | None) -> dict[str, Any] | None:
    """An address as a checkout and an order keep it."""
    return None if address is None else {**dataclasses.asdict(address), "id": int(address.id)}


def address_of(stored: Mapping[str, Any] | None) -> Address | None:
    """The address of a column."""
    return None if stored is None else Address(**{**stored, "id": Id(stored["id"])})


def stored_discounts(discounts: Sequence[Discount]) -> list[list[Any]]:
    """Discounts: [source, its id, name in Chinese, in English, amount]."""
    return [
        [one.source.value, int(one.source_id), one.name.zh, one.name.en, one.amount_minor]
        for one in discounts
    ]


def discounts_of(stored: Sequence[Sequence[Any]]) -> tuple[Discount, ...]:
    """The discounts of a column."""
    return tuple(
        Discount(DiscountSource(source), source_id, Text(zh=zh, en=en), amount)
        for source, source_id, zh, en, amount in stored
    )


def stored_tax(tax: LineTax | None) -> dict[str, Any] | None:
    """A taxed line as an order's line keeps it."""
    return None if tax is None else dataclasses.asdict(tax)


def tax_of(stored: Mapping[str, Any] | None) -> LineTax | None:
    """The taxed line of a column."""
    return None if stored is None else LineTax(**stored)


def money(amount_minor: int) -> Money:
    """An amount of the selling currency."""
    return Money(amount_minor)
