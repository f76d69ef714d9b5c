"""The tables that ship with the program, and quotes of import tax by them: without a database."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files

from hongshu.store.customs.contracts import Cart, Law, LawTable, Quote
from hongshu.store.customs.rules.reading import read_cart
from hongshu.store.customs.rules.splitting import quote
from hongshu.store.customs.rules.tables import (
    Tables,
    law_on,
    read_positive_list,
    read_rules,
    read_thresholds,
)


@lru_cache(maxsize=1)
def shipped_tables() -> Tables:
    """The package data; refused as a whole when one row is wrong or two overlap."""
    return Tables(
        rules=read_rules(text_of(LawTable.RATES)),
        thresholds=read_thresholds(text_of(LawTable.THRESHOLDS)),
        positive_list=read_positive_list(text_of(LawTable.POSITIVE_LIST)),
    )


def text_of(table: LawTable) -> str:
    """A shipped table as CSV: what an import starts from."""
    return (files(__package__) / "data" / f"{table.value}.csv").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def law_of(day: date) -> Law:
    """The law of a day."""
    return law_on(shipped_tables(), day)


def quote_cart(cart: Cart, *, on: date) -> Quote:
    """The tax of a cart by the law of a day, and its lawful orders; refuses what may not be imported so."""
    return quote(cart, law_of(on))


def quote_json(given: object) -> tuple[Cart, Quote]:
    """The same for a cart as JSON writes it."""
    cart, on = read_cart(given)
    return cart, quote_cart(cart, on=on)
