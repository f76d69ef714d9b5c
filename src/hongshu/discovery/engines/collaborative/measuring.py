"""How good rankings are: Recall, NDCG, coverage, and whether a difference is more than chance.

Recall@k is hits over everything held out of a user; NDCG@k has binary gains and the ideal list of
min(k, held out) hits, as LightGCN's evaluation does it (SIGIR 2020).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from hongshu.discovery.engines.collaborative.interactions import Floats, Integers

# The scores of some users for all items: int64[n] to float32[n, n_items].
Scorer = Callable[[Integers], Floats]

_BATCH = 256


@dataclass(frozen=True, slots=True)
class Quality:
    """Per user: ``recall[n]`` and ``ndcg[n]``; ``coverage`` is the share of all items shown to anybody."""

    recall: npt.NDArray[np.float64]
    ndcg: npt.NDArray[np.float64]
    coverage: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference of two models over the same users, with its bootstrap interval."""

    mean: float
    low: float
    high: float


def best_of(scores: Floats, known: sparse.csr_matrix, k: int) -> npt.NDArray[np.int64]:
    """The *k* best columns of each row in falling order, *known* ones left out. Writes into *scores*."""
    rows = np.repeat(np.arange(known.shape[0]), np.diff(known.indptr))
    scores[rows, known.indices] = -np.inf
    k = min(k, scores.shape[1])
    best = np.argpartition(scores, scores.shape[1] - k, axis=1)[:, -k:]
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
    return np.take_along_axis(best, order, axis=1)


def measure(
    scorer: Scorer,
    *,
    users: Integers,
    known: sparse.csr_matrix,
    wanted: sparse.csr_matrix,
    k: int,
    threads: int = 1,
) -> Quality:
    """Rank all items for *users*, those in *known* left out, against what they really did (*wanted*)."""
    n_items = wanted.shape[1]
    shown = np.zeros(n_items, dtype=bool)
    discount = 1 / np.log2(np.arange(2, k + 2))
    ideal = np.concatenate([[0.0], np.cumsum(discount)])

    def one(batch: Integers) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        best = best_of(np.array(scorer(batch), dtype=np.float32), known[batch], k)
        shown[best] = True
        there = wanted[batch]
        n_wanted = np.diff(there.indptr)
        marks = np.zeros((len(batch), n_items), dtype=bool)
        marks[np.repeat(np.arange(len(batch)), n_wanted), there.indices] = True
        hits = np.take_along_axis(marks, best, axis=1)
        gained = (hits * discount[: hits.shape[1]]).sum(axis=1)
        return hits.sum(axis=1) / n_wanted, gained / ideal[np.minimum(n_wanted, k)]

    batches = [users[start : start + _BATCH] for start in range(0, len(users), _BATCH)]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(one, batches))
    return Quality(
        recall=np.concatenate([recall for recall, _ in parts]) if parts else np.zeros(0),
        ndcg=np.concatenate([ndcg for _, ndcg in parts]) if parts else np.zeros(0),
        coverage=float(shown.mean()) if n_items else 0.0,
    )


def compare(ours: npt.ArrayLike, theirs: npt.ArrayLike, *, rounds: int, seed: int) -> Difference:
    """The mean of *ours* less *theirs* over the same users, with the 95 % percentile bootstrap interval."""
    each = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    chance = np.random.default_rng(seed)
    means = np.array([each[chance.integers(0, len(each), len(each))].mean() for _ in range(rounds)])
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(mean=float(each.mean()), low=float(low), high=float(high))
