"""Text vectors trained on the corpus itself: TF-IDF, then a truncated singular value decomposition.

No downloads and no network: what stands together in this corpus becomes alike. A model is two arrays, the
numbers of its terms and their vectors; a text's vector is the weighted sum of its terms' vectors, so new
texts need no training.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

DIMENSIONS = 96
EXACT_UP_TO = 100_000
_TERMS_MAX = 60_000
_SEEN_AT_LEAST = 3
_IN_AT_MOST = 0.2
_POWER_ROUNDS = 2
_SPARE = 16
Vectors = NDArray[np.float32]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TextModel:
    """``numbers`` (``int32[terms]``, ascending) and for each the weighted vector (``float32[terms,
    dims]``).
    """

    numbers: Numbers
    vectors: Vectors

    def vector_of(self, terms: Numbers) -> Vectors:
        """The unit vector of a text, ``float32[dims]``; zeros if it holds nothing that is known."""
        vector: Vectors = self.vectors_of([terms])[0]
        return vector

    def vectors_of(self, texts: Sequence[Numbers]) -> Vectors:
        """Unit vectors of many texts, ``float32[len(texts), dims]``."""
        if not len(self.numbers):
            return np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        counts = _counted(texts, self.numbers)
        rows: Vectors = np.asarray(counts @ self.vectors, dtype=np.float32)
        return _unit(rows)

    def save(self, path: Path) -> None:
        """Write both arrays into one file."""
        np.savez(path, numbers=self.numbers, vectors=self.vectors)

    @classmethod
    def load(cls, path: Path) -> TextModel:
        """Read what ``save`` wrote. Raises OSError or ValueError."""
        with np.load(path) as kept:
            return cls(kept["numbers"], kept["vectors"])


def train(texts: Sequence[Numbers], *, dimensions: int = DIMENSIONS, seed: int = 0) -> TextModel:
    """Learn a model from the term numbers of many texts. Deterministic for a seed."""
    numbers = _vocabulary(texts)
    if len(numbers) <= dimensions + _SPARE or len(texts) <= dimensions + _SPARE:
        return TextModel(np.zeros(0, np.int32), np.zeros((0, dimensions), np.float32))
    counts = _counted(texts, numbers)
    holding = np.asarray((counts > 0).sum(axis=0)).ravel()
    weight = np.log((1 + len(texts)) / (1 + holding)).astype(np.float32)
    weighted = sparse.csr_matrix(counts @ sparse.diags_array(weight), dtype=np.float32)
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = sparse.csr_matrix(
        sparse.diags_array(1 / np.maximum(norms, 1e-9)).astype(np.float32) @ weighted
    )
    right, strength = _leading(weighted, dimensions, seed)
    # The first directions say mostly how common a text is; half their strength is taken away.
    vectors = right * (weight[:, None] / np.sqrt(np.maximum(strength, 1e-6))[None, :])
    return TextModel(numbers, np.ascontiguousarray(vectors, dtype=np.float32))


def _leading(matrix: sparse.csr_matrix, dimensions: int, seed: int) -> tuple[Vectors, Vectors]:
    """Right singular vectors and singular values by randomised subspace iteration (Halko et al., 2011)."""
    chance = np.random.default_rng(seed)
    basis = chance.standard_normal((matrix.shape[1], dimensions + _SPARE)).astype(np.float32)
    for _ in range(_POWER_ROUNDS + 1):
        basis, _ = np.linalg.qr(np.asarray(matrix.T @ (matrix @ basis), dtype=np.float32))
    image = np.asarray(matrix @ basis, dtype=np.float32)
    values, turn = np.linalg.eigh(image.T @ image)
    order = np.argsort(values)[::-1][:dimensions]
    right = np.asarray(basis @ turn[:, order], dtype=np.float32)
    return right, np.sqrt(np.maximum(values[order], 0)).astype(np.float32)


def _vocabulary(texts: Sequence[Numbers]) -> Numbers:
    if not texts:
        return np.zeros(0, np.int32)
    each = np.concatenate([np.unique(text) for text in texts])
    numbers, holding = np.unique(each, return_counts=True)
    fit = (holding >= _SEEN_AT_LEAST) & (holding <= max(_SEEN_AT_LEAST, _IN_AT_MOST * len(texts)))
    numbers, holding = numbers[fit], holding[fit]
    if len(numbers) > _TERMS_MAX:
        numbers = np.sort(numbers[np.argsort(-holding, kind="stable")[:_TERMS_MAX]])
    return numbers.astype(np.int32)


def _counted(texts: Sequence[Numbers], numbers: Numbers) -> sparse.csr_matrix:
    """Damped counts (1 + log tf), ``[texts, terms]``."""
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
    whole = np.concatenate(texts) if len(texts) else np.zeros(0, np.int32)
    places = np.minimum(np.searchsorted(numbers, whole), len(numbers) - 1)
    known = numbers[places] == whole
    rows = np.repeat(np.arange(len(texts)), lengths)[known]
    counts = sparse.coo_matrix(
        (np.ones(len(rows), np.float32), (rows, places[known])), shape=(len(texts), len(numbers))
    ).tocsr()
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    return counts


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = rows / np.maximum(lengths, 1e-9)
    return unit


class Neighbours:
    """Which of many unit vectors are most alike: exactly up to EXACT_UP_TO of them, above by faiss IVF.

    *keys* ascend.
    """

    def __init__(self, keys: NDArray[np.int64], vectors: Vectors) -> None:
        self._keys = keys
        self._vectors = vectors
        self._index: Any = None
        if len(keys) > EXACT_UP_TO:
            # Half a second to load, which only large collections need.
            import faiss

            faiss.omp_set_num_threads(1)
            cells = min(4096, int(4 * np.sqrt(len(keys))))
            quantizer = faiss.IndexFlatIP(vectors.shape[1])
            index = faiss.IndexIVFFlat(quantizer, vectors.shape[1], cells, faiss.METRIC_INNER_PRODUCT)
            # A cell's centre is known well enough from forty of its vectors.
            index.train(vectors[:: max(1, len(keys) // (40 * cells))])
            index.add(vectors)
            index.nprobe = 24
            self._index = index

    def __len__(self) -> int:
        return len(self._keys)

    def likeness(self, vector: Vectors, keys: Sequence[int]) -> dict[int, float]:
        """Likeness of documents by key, those that are known here."""
        if not len(self._keys) or not len(keys):
            return {}
        asked = np.array(keys, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        fit = self._keys[places] == asked
        alike = self._vectors[places[fit]].astype(np.float32) @ vector
        return dict(zip(map(int, asked[fit]), map(float, alike), strict=True))

    def near(self, vector: Vectors, *, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """Keys and likenesses of the *limit* most alike, best first; none for a vector of zeros."""
        if not len(self._keys) or not vector.any():
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        if self._index is not None:
            likeness, places = self._index.search(vector[None, :], limit)
            fit = places[0] >= 0
            return self._keys[places[0][fit]], likeness[0][fit]
        alike: Vectors = self._vectors @ vector
        limit = min(limit, len(alike))
        best = np.argpartition(-alike, limit - 1)[:limit]
        best = best[np.argsort(-alike[best], kind="stable")]
        return self._keys[best], alike[best]
