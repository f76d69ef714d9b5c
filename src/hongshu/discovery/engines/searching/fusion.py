"""One order of several (reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
_FLAT = 60


def fused(orders: Iterable[tuple[Sequence[Key], float]], *, flat: int = _FLAT) -> list[tuple[Key, float]]:
    """Keys of all *orders* (each with its weight), the best first, with their fused scores.

    Equal scores keep the order in which the keys came.
    """
    scores: dict[Key, float] = {}
    for keys, weight in orders:
        for place, key in enumerate(keys):
            scores[key] = scores.get(key, 0.0) + weight / (flat + place + 1)
    return sorted(scores.items(), key=lambda pair: -pair[1])
