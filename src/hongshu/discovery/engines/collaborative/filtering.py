"""The item-item graph filter, whole: the batch model, and what ``neighbours`` cuts its rows from.

Items are joined by the people who acted on both. With R binary, D_u and D_i the degrees, and R̃ the
symmetrically normalised R, a row of actions r is answered by

    r·G / ‖·‖  −  sharpening · r·G·R̃ᵀR̃ / ‖·‖  +  low_pass_weight · r·D_i^−½ V Vᵀ D_i^½ / ‖·‖

    G = (D_i^−input  Rᵀ D_u^−2·alpha R  D_i^−output) ^∘power,  V the leading right singular vectors of R̃

where ‖·‖ is the root mean square of each part over a sample of rows, so that the weights mean the same on
every site. The power (element by element) flattens the counts of many common people. The low-pass part is
GF-CF's (Shen et al., CIKM 2021), the sharpening one explicit Euler step of BSPM's (Choi et al., SIGIR 2023);
with power 1, alpha = input = output = ½ the two are those models.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from hongshu.discovery.engines.collaborative.interactions import Floats, Integers, users_with

# 8 bytes a pair: 2.4 GB. Above, only the cut filter is built, whose rows come and go in blocks.
MOST_PAIRS = 300_000_000
_SAMPLE = 512


class TooManyPairs(ValueError):
    """The whole filter would not fit: use the cut one. ``pairs`` is an upper bound of what it would hold."""

    def __init__(self, pairs: int) -> None:
        super().__init__(f"{pairs} pairs of items, {MOST_PAIRS} at most")
        self.pairs = pairs


@dataclass(frozen=True, slots=True)
class FilterSettings:
    """The numbers of the formula above. ``low_pass`` is how many singular vectors are kept; 0 is none."""

    alpha: float = 0.5
    input: float = 0.6
    output: float = 0.4
    power: float = 0.7
    sharpening: float = 0.3
    low_pass: int = 128
    low_pass_weight: float = 0.1


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The leading right singular vectors of R̃, best first: ``vectors[n_items, k]``."""

    vectors: Floats

    def first(self, count: int) -> Floats:
        """The best *count* of them."""
        return self.vectors[:, :count]


class Graph:
    """The normalised matrices of one set of actions, which every setting of the filter shares."""

    def __init__(self, actions: sparse.csr_matrix) -> None:
        self.actions = actions.astype(np.float32).tocsr()
        self.n_items: int = actions.shape[1]
        self.user_degrees = np.asarray(actions.sum(axis=1)).ravel()
        self.item_degrees = np.asarray(actions.sum(axis=0)).ravel()
        normal = sparse.diags(power_of(self.user_degrees, -0.5)) @ self.actions
        self.normal: sparse.csr_matrix = (normal @ sparse.diags(power_of(self.item_degrees, -0.5))).tocsr()
        self.normal_t: sparse.csr_matrix = self.normal.T.tocsr()
        self.actions_t: sparse.csr_matrix = self.actions.T.tocsr()

    def pairs(self, settings: FilterSettings, items: Integers | None = None) -> sparse.csr_matrix:
        """Rows of G, all of them or those of *items*."""
        left = self.actions_t if items is None else self.actions_t[items]
        degrees = self.item_degrees if items is None else self.item_degrees[items]
        weighted = left @ sparse.diags(power_of(self.user_degrees, -2 * settings.alpha))
        found = (weighted @ self.actions).tocsr()
        # Row and column factors are put on in place: a product of three sparse matrices copies twice.
        found.data *= np.repeat(power_of(degrees, -settings.input), np.diff(found.indptr))
        found.data *= power_of(self.item_degrees, -settings.output)[found.indices]
        np.power(found.data, np.float32(settings.power), out=found.data)
        return found

    def most_pairs(self) -> int:
        """An upper bound of the entries of G."""
        return int((self.user_degrees**2).sum())

    def walk(self, dense: Floats) -> Floats:
        """*dense* · R̃ᵀR̃: one step from items to people and back."""
        return np.ascontiguousarray((self.normal_t @ (self.normal @ dense.T)).T, dtype=np.float32)

    def spectrum(self, count: int, *, seed: int, rounds: int = 10) -> Spectrum:
        """Leading right singular vectors by randomised subspace iteration (Halko et al., 2011)."""
        count = max(1, min(count, min(self.normal.shape) - 1))
        width = min(count + 20, *self.normal.shape)
        basis = np.random.default_rng(seed).standard_normal((self.n_items, width)).astype(np.float32)
        for _ in range(rounds):
            basis, _ = np.linalg.qr(self.normal_t @ (self.normal @ basis))
        image = self.normal @ basis
        values, turn = np.linalg.eigh(image.T @ image)
        best = np.argsort(-values)[:count]
        return Spectrum(vectors=np.ascontiguousarray(basis @ turn[:, best], dtype=np.float32))

    def low_pass(self, rows: sparse.csr_matrix, vectors: Floats) -> Floats:
        """rows · D_i^−½ V Vᵀ D_i^½."""
        into = power_of(self.item_degrees, -0.5)[:, None] * vectors
        out = power_of(self.item_degrees, 0.5)[:, None] * vectors
        return np.asarray((rows @ into) @ out.T, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Scales:
    """The root mean squares of the three parts over a sample; 1 where a part is not used."""

    pairs: float
    sharpening: float
    low_pass: float


class GraphFilter:
    """The fitted filter. ``scores`` answers rows of actions; ``rows_of`` gives rows of the matrix itself."""

    def __init__(
        self,
        graph: Graph,
        settings: FilterSettings,
        *,
        spectrum: Spectrum | None = None,
        whole: bool = True,
        seed: int = 0,
    ) -> None:
        """With *whole*, G is held in memory (raises TooManyPairs); without, only ``rows_of`` is to be asked.

        *spectrum* may come from before; it is computed when the settings want one and none is given.
        """
        self.graph = graph
        if settings.low_pass_weight and settings.low_pass and spectrum is None:
            spectrum = graph.spectrum(settings.low_pass, seed=seed)
        if spectrum is None:
            settings = replace(settings, low_pass=0, low_pass_weight=0.0)
        self.settings = settings
        self._vectors = None if spectrum is None else spectrum.first(settings.low_pass)
        self._pairs: sparse.csr_matrix | None = None
        if whole:
            if graph.most_pairs() > MOST_PAIRS * 4:
                raise TooManyPairs(graph.most_pairs())
            self._pairs = graph.pairs(settings)
            if self._pairs.nnz > MOST_PAIRS:
                raise TooManyPairs(self._pairs.nnz)
        self.scales = self._measure(seed)

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """What is scored for rows of actions: ``float32[n, n_items]``; the higher the better."""
        assert self._pairs is not None, "fitted without the whole graph"
        return self._blend((rows @ self._pairs).toarray(), rows)

    def rows_of(self, items: Integers) -> Floats:
        """The filter's own rows of *items*: what one action on each says of all items."""
        rows = sparse.csr_matrix(
            (np.ones(len(items), dtype=np.float32), (np.arange(len(items)), items)),
            shape=(len(items), self.graph.n_items),
        )
        pairs = self.graph.pairs(self.settings, items) if self._pairs is None else self._pairs[items]
        return self._blend(pairs.toarray(), rows)

    def _blend(self, found: Floats, rows: sparse.csr_matrix) -> Floats:
        out = found.astype(np.float32) / np.float32(self.scales.pairs)
        if self.settings.sharpening:
            out -= np.float32(self.settings.sharpening / self.scales.sharpening) * self.graph.walk(found)
        if self._vectors is not None:
            weight = np.float32(self.settings.low_pass_weight / self.scales.low_pass)
            out += weight * self.graph.low_pass(rows, self._vectors)
        return out

    def _measure(self, seed: int) -> Scales:
        users = users_with(self.graph.actions, most=_SAMPLE if self._pairs is not None else 64, seed=seed)
        rows = self.graph.actions[users]
        if self._pairs is not None:
            found = (rows @ self._pairs).toarray()
        else:
            # Without the whole graph, only the rows of the sample's items are made.
            items = np.unique(rows.indices).astype(np.int64)
            found = (rows[:, items] @ self.graph.pairs(self.settings, items)).toarray()
        return Scales(
            pairs=root_mean_square(found),
            sharpening=root_mean_square(self.graph.walk(found)) if self.settings.sharpening else 1.0,
            low_pass=1.0
            if self._vectors is None
            else root_mean_square(self.graph.low_pass(rows, self._vectors)),
        )


def root_mean_square(values: Floats) -> float:
    """√(mean of squares), 1 where everything is 0."""
    found = float(np.sqrt(np.mean(np.square(values, dtype=np.float64)))) if values.size else 0.0
    return found or 1.0


def power_of(degrees: Floats, exponent: float) -> Floats:
    """degrees^exponent, 0 for who has none."""
    out = np.zeros(len(degrees), dtype=np.float32)
    there = degrees > 0
    out[there] = degrees[there] ** exponent
    return out
