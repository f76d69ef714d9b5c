"""What the models are compared with: popularity, ItemKNN, EASE, and ``implicit``'s ALS and BPR."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from scipy import sparse

from hongshu.discovery.engines.collaborative.filtering import power_of
from hongshu.discovery.engines.collaborative.interactions import Integers
from hongshu.discovery.engines.collaborative.measuring import Scorer

# n_items² of float32, twice: beyond, the closed form needs more memory and time than a comparison is worth.
EASE_MOST_ITEMS = 12_000
_EASE_PENALTY = 300.0
_KNN_NEIGHBOURS = 100
_FACTORS = 64


class NotFitting(ValueError):
    """The baseline cannot be run here; the text says why."""


def popularity(actions: sparse.csr_matrix, *, seed: int, threads: int) -> Scorer:
    """The same for everybody: how many acted on it."""
    counts = np.asarray(actions.sum(axis=0), dtype=np.float32).ravel()
    return lambda users: np.tile(counts, (len(users), 1))


def item_knn(actions: sparse.csr_matrix, *, seed: int, threads: int) -> Scorer:
    """Cosine of items over people, the 100 nearest of each."""
    degrees = np.asarray(actions.sum(axis=0), dtype=np.float32).ravel()
    scaled = (actions @ sparse.diags(power_of(degrees, -0.5))).tocsr()
    cosine = (scaled.T @ scaled).tocsr()
    cosine.setdiag(0)
    cosine.eliminate_zeros()
    keep = np.zeros(cosine.nnz, dtype=bool)
    for row in range(cosine.shape[0]):
        low, high = cosine.indptr[row], cosine.indptr[row + 1]
        if high - low <= _KNN_NEIGHBOURS:
            keep[low:high] = True
        else:
            best = np.argpartition(cosine.data[low:high], high - low - _KNN_NEIGHBOURS)[-_KNN_NEIGHBOURS:]
            keep[low + best] = True
    cosine.data[~keep] = 0
    cosine.eliminate_zeros()
    # Each item looks at its own neighbours, so the columns are the items that are scored.
    looking = cosine.T.tocsr()
    return lambda users: (actions[users] @ looking).toarray()


def ease(actions: sparse.csr_matrix, *, seed: int, threads: int) -> Scorer:
    """The closed form of a linear autoencoder (Steck, WWW 2019), where the square matrix fits."""
    n_items = actions.shape[1]
    if n_items > EASE_MOST_ITEMS:
        raise NotFitting(f"{n_items} items, {EASE_MOST_ITEMS} at most")
    gram = (actions.T @ actions).toarray().astype(np.float32)
    gram[np.diag_indices(n_items)] += _EASE_PENALTY
    inverse = np.linalg.inv(gram)
    weights = -inverse / np.diag(inverse)
    weights[np.diag_indices(n_items)] = 0
    return lambda users: np.asarray(actions[users] @ weights)


def als(actions: sparse.csr_matrix, *, seed: int, threads: int) -> Scorer:
    """Alternating least squares (Hu et al., ICDM 2008): 64 factors, alpha 10, which serves it best."""
    _need_implicit()
    from implicit.als import AlternatingLeastSquares

    with _one_blas_thread():
        model = AlternatingLeastSquares(
            factors=_FACTORS,
            regularization=10.0,
            alpha=10.0,
            iterations=15,
            random_state=seed,
            num_threads=threads,
        )
        return _factors(model, actions)


def bpr(actions: sparse.csr_matrix, *, seed: int, threads: int) -> Scorer:
    """Bayesian personalised ranking (Rendle et al., UAI 2009): 64 factors, 100 rounds."""
    _need_implicit()
    from implicit.bpr import BayesianPersonalizedRanking

    model = BayesianPersonalizedRanking(
        factors=_FACTORS,
        learning_rate=0.05,
        regularization=0.01,
        iterations=100,
        random_state=seed,
        num_threads=threads,
    )
    return _factors(model, actions)


BASELINES: Mapping[str, Callable[..., Scorer]] = {
    "popularity": popularity,
    "item-knn": item_knn,
    "ease": ease,
    "implicit-als": als,
    "implicit-bpr": bpr,
}


def _need_implicit() -> None:
    if importlib.util.find_spec("implicit") is None:
        raise NotFitting("the library implicit is not installed")


def _one_blas_thread() -> AbstractContextManager[Any]:
    """The library has threads of its own; the matrix library's beside them make it ten times slower."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(1, "blas")
    return limits


def _factors(model: Any, actions: sparse.csr_matrix) -> Scorer:
    model.fit(actions, show_progress=False)
    users = np.asarray(model.user_factors)
    items = np.asarray(model.item_factors)

    def score(wanted: Integers) -> np.ndarray:
        return np.asarray(users[wanted] @ items.T, dtype=np.float32)

    return score
