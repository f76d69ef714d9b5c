"""The matrix of who acted on what, and ways to split it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Split:
    """What is learned from and what is asked for: two binary matrices of the same shape."""

    train: sparse.csr_matrix
    held_out: sparse.csr_matrix


def matrix_of(actions: Mapping[int, Sequence[int]], *, n_users: int, n_items: int) -> sparse.csr_matrix:
    """A binary ``float32[n_users, n_items]`` of *actions* (user → items); the same item twice counts once."""
    counts = [len(items) for items in actions.values()]
    rows = np.repeat(np.fromiter(actions.keys(), dtype=np.int64, count=len(actions)), counts)
    columns = np.fromiter(
        (item for items in actions.values() for item in items), dtype=np.int64, count=sum(counts)
    )
    matrix = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(n_users, n_items)
    )
    matrix.data[:] = 1
    matrix.sort_indices()
    return matrix


def hold_out(matrix: sparse.csr_matrix, *, share: float, least: int, seed: int) -> Split:
    """Set aside a *share* of the actions of everybody who has at least *least*, at random by *seed*."""
    chance = np.random.default_rng(seed).random(matrix.nnz)
    lengths = np.diff(matrix.indptr)
    row_of = np.repeat(np.arange(matrix.shape[0]), lengths)
    # The actions with the smallest chance numbers of each row: exactly the share, whatever the row.
    order = np.lexsort((chance, row_of))
    place = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1], lengths)
    wanted = np.where(lengths >= least, np.maximum(1, np.round(lengths * share)), 0).astype(np.int64)
    aside = np.zeros(matrix.nnz, dtype=bool)
    aside[order] = place < np.repeat(wanted, lengths)
    return Split(train=_only(matrix, ~aside), held_out=_only(matrix, aside))


def users_with(matrix: sparse.csr_matrix, *, most: int, seed: int) -> Integers:
    """At most *most* users who have an action, by chance, in ascending order."""
    users = np.flatnonzero(np.diff(matrix.indptr))
    if len(users) > most:
        users = np.sort(np.random.default_rng(seed).choice(users, most, replace=False))
    return users.astype(np.int64)


def _only(matrix: sparse.csr_matrix, keep: npt.NDArray[np.bool_]) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[keep]
    return sparse.csr_matrix((matrix.data[keep], (rows, matrix.indices[keep])), shape=matrix.shape)
