"""Provinces and cities of GB/T 2260 (2024), and which zone of freight each is in (``data/regions.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from hongshu.store.trade.contracts import CHINA, Address, Province

ABROAD = "abroad"
# Where customs' retail import does not reach: other customs territories.
BEYOND = frozenset({ABROAD, "beyond"})
STANDARD = "standard"


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, Province]:
    """Every province by its code, in the order of the codes."""
    text = (files("hongshu.store.trade") / "data" / "regions.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Province(
            row["code"], row["name_zh"], row["name_en"], row["zone"], tuple(row["cities"].split())
        )
        for row in csv.DictReader(text.splitlines())
    }


def zone_of(address: Address | None) -> str:
    """The zone of an address; where nobody has told one yet, the one of most people."""
    if address is None:
        return STANDARD
    if address.country != CHINA:
        return ABROAD
    return provinces()[address.province].zone
