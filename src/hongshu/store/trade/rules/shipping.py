"""Freight by weight and zone, as dated data (``data/shipping.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from hongshu.store.trade.contracts import CannotShipThere, OrderMode


@dataclass(frozen=True, slots=True)
class FreightRate:
    """From a day on: so much for the first weight, so much for each step more; free from a sum of goods on,
    None for never.
    """

    valid_from: date
    origin: OrderMode
    zone: str
    first_weight_g: int
    first_fen: int
    step_weight_g: int
    step_fen: int
    free_from_fen: int | None


@lru_cache(maxsize=1)
def all_rates() -> tuple[FreightRate, ...]:
    """Every row, the oldest first."""
    text = (files("hongshu.store.trade") / "data" / "shipping.csv").read_text(encoding="utf-8")
    rows = [
        FreightRate(
            valid_from=date.fromisoformat(row["valid_from"]),
            origin=OrderMode(row["origin"]),
            zone=row["zone"],
            first_weight_g=int(row["first_weight_g"]),
            first_fen=int(row["first_fen"]),
            step_weight_g=int(row["step_weight_g"]),
            step_fen=int(row["step_fen"]),
            free_from_fen=int(row["free_from_fen"]) if row["free_from_fen"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def rate_on(day: date, *, origin: OrderMode, zone: str) -> FreightRate:
    """The newest row whose day has come. Raises CannotShipThere where there is none."""
    found = [row for row in all_rates() if row.valid_from <= day and (row.origin, row.zone) == (origin, zone)]
    if not found:
        raise CannotShipThere
    return found[-1]


def freight_fen(rate: FreightRate, *, weight_g: int, goods_fen: int) -> int:
    """What a parcel costs: every step that is begun is paid for."""
    if rate.free_from_fen is not None and goods_fen >= rate.free_from_fen:
        return 0
    steps = -(-max(0, weight_g - rate.first_weight_g) // rate.step_weight_g)
    return rate.first_fen + steps * rate.step_fen
