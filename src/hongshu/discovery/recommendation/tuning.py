"""The figures of the trending order, from the data file beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files

KINDS = ("publish", "like", "collect", "comment", "share", "follow")


@dataclass(frozen=True, slots=True)
class Tuning:
    """Half-life, window and the weight of each kind of interaction."""

    half_life: timedelta
    window: timedelta
    weights: dict[str, float]


@cache
def tuning() -> Tuning:
    """The figures, read once a process. A file that lacks a kind, or has a negative weight, is a fault."""
    text = files(__package__ or "").joinpath("trending.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    weights = {kind: float(data["weights"][kind]) for kind in KINDS}
    assert all(weight >= 0 for weight in weights.values()), "a weight is not negative"
    return Tuning(
        half_life=timedelta(hours=data["half_life_hours"]),
        window=timedelta(days=data["window_days"]),
        weights=weights,
    )
