"""How good an order is, by what people judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

Judged = Mapping[str, int]


def reciprocal_rank(order: Sequence[str], judged: Judged, *, at: int = 10) -> float:
    """One over the place of the first relevant document among the first *at*; 0 if none is there."""
    return next((1 / place for place, key in enumerate(order[:at], 1) if judged.get(key, 0) > 0), 0.0)


def ndcg(order: Sequence[str], judged: Judged, *, at: int = 10) -> float:
    """Discounted gain of the grades (2^grade − 1, Burges) against that of the best order."""
    gained = sum(
        (2 ** max(judged.get(key, 0), 0) - 1) / log2(place + 1) for place, key in enumerate(order[:at], 1)
    )
    best = sorted((grade for grade in judged.values() if grade > 0), reverse=True)[:at]
    ideal = sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(best, 1))
    return gained / ideal if ideal else 0.0


def recall(order: Sequence[str], judged: Judged, *, at: int) -> float:
    """Which part of the relevant documents is among the first *at*."""
    relevant = {key for key, grade in judged.items() if grade > 0}
    return len(relevant.intersection(order[:at])) / len(relevant) if relevant else 0.0


def mean_of(orders: Mapping[str, Sequence[str]], judgements: Mapping[str, Judged]) -> dict[str, float]:
    """Means over the queries that have a relevant document: MRR@10, nDCG@10, Recall@100, Recall@1000."""
    judged = {
        query: grades for query, grades in judgements.items() if any(grade > 0 for grade in grades.values())
    }
    sums = dict.fromkeys(("MRR@10", "nDCG@10", "Recall@100", "Recall@1000"), 0.0)
    for query, grades in judged.items():
        order = orders.get(query, ())
        sums["MRR@10"] += reciprocal_rank(order, grades)
        sums["nDCG@10"] += ndcg(order, grades)
        sums["Recall@100"] += recall(order, grades, at=100)
        sums["Recall@1000"] += recall(order, grades, at=1000)
    count = max(len(judged), 1)
    return {name: round(total / count, 4) for name, total in sums.items()}
