"""The order of candidates: a weighted sum of features, with each feature's part for who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hongshu.discovery.engines.searching.features import TEXT_FEATURES, Rows

# Fitted by a softmax over lists on known items of real catalogues and reviews, then rounded; leaving any
# one of the sets out gives the same order of them.
TEXT_WEIGHTS: Mapping[str, float] = {
    "bm25f": 0.2,
    "first": 0.9,
    "covered": 1.0,
    "covered_title": 0.2,
    "units": 0.4,
    "pairs": 0.15,
    "near": 0.18,
    "whole_title": 0.2,
    "starts": 0.05,
    "phrase": 0.1,
    "alike": 0.3,
    "short": 0.01,
}
# What the site knows beyond the text; each is between 0 and 1 as well.
SITE_WEIGHTS: Mapping[str, float] = {
    "fresh": 0.10,
    "liked": 0.12,
    "quality": 0.06,
    "in_stock": 0.08,
    "verified": 0.05,
    "kol": 0.04,
    "category": 0.12,
    "affinity": 0.10,
}


@dataclass(frozen=True, slots=True)
class LinearRanker:
    """Weights by feature, in the order of the columns that it is given."""

    names: tuple[str, ...]
    weights: Rows
    version: str

    def scores(self, rows: Rows) -> Rows:
        """``float32[documents]``, higher is better."""
        scored: Rows = rows @ self.weights
        return scored

    def parts(self, row: Rows) -> dict[str, float]:
        """What each feature adds to a document's score."""
        return {name: float(part) for name, part in zip(self.names, row * self.weights, strict=True)}


def linear(version: str, *tables: Mapping[str, float]) -> LinearRanker:
    """A ranker from tables of weights, one after the other."""
    weights = {name: weight for table in tables for name, weight in table.items()}
    return LinearRanker(tuple(weights), np.array(list(weights.values()), dtype=np.float32), version)


TEXT_RANKER = linear("text-1", TEXT_WEIGHTS)
SITE_RANKER = linear("site-1", TEXT_WEIGHTS, SITE_WEIGHTS)
assert TEXT_RANKER.names == TEXT_FEATURES
