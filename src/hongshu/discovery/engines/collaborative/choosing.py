"""Setting the filter's numbers: by what was held out, never by what is asked for in the end.

The candidates are few and differ in kind: what suits a dense set of films does not suit a sparse one of
artists. First the graph part with its sharpening, then the low-pass part beside it; all are measured on the
same users. What is chosen is then fitted on everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from scipy import sparse

from hongshu.discovery.engines.collaborative.filtering import (
    FilterSettings,
    Graph,
    Spectrum,
    root_mean_square,
)
from hongshu.discovery.engines.collaborative.interactions import Floats, Integers, Split, users_with
from hongshu.discovery.engines.collaborative.measuring import best_of
from hongshu.discovery.engines.collaborative.neighbours import cut_rows

Progress = Callable[[str], None]

# (alpha, input, output, power): from few common people counting much to counting little.
_GRAPHS = (
    (0.5, 0.5, 0.5, 1.0),
    (0.3, 0.7, 0.7, 1.0),
    (0.4, 0.6, 0.6, 0.7),
    (0.4, 0.6, 0.6, 0.5),
    (0.5, 0.5, 0.5, 0.5),
    (0.5, 0.4, 0.6, 0.7),
    (0.5, 0.6, 0.4, 0.7),
    (0.6, 0.4, 0.4, 0.7),
)
_SHARPENINGS = (0.0, 0.3, 0.6, 0.9)
_FIRST_LOW_PASSES = ((0, 0.0), (128, 0.3))
_LOW_PASSES = tuple((count, weight) for count in (64, 128, 256, 512) for weight in (0.1, 0.2, 0.4, 0.7))
_MOST_USERS = 1_500
_MOST_CUT_USERS = 600
_MOST_CUT_ITEMS = 6_000
# Above this many multiplications a block-wise build would walk the graph for hours: cut filters go without.
_MOST_WALKS = 4e11


def choose_whole(split: Split, *, k: int, seed: int, progress: Progress) -> FilterSettings:
    """The settings under which the whole filter finds most of what is held out (Recall@k, then NDCG@k)."""
    graph = Graph(split.train)
    users = users_with(split.held_out, most=_MOST_USERS, seed=seed)
    spectrum = _spectrum(graph, seed)
    trial = _Trial(graph, split, users, spectrum, k)
    best: tuple[float, FilterSettings] | None = None
    for number, settings in enumerate(_graphs()):
        progress(f"choosing {number + 1}/{len(_GRAPHS)}")
        found = (trial.rows @ graph.pairs(settings)).toarray()
        best = max(filter(None, (best, trial.best(found, _coarse(settings)))), key=lambda each: each[0])
    assert best is not None
    progress("choosing the low-pass part")
    most = spectrum.vectors.shape[1]
    found = (trial.rows @ graph.pairs(best[1])).toarray()
    finer = (
        replace(best[1], sharpening=sharpening, low_pass=count, low_pass_weight=weight)
        for count, weight in dict.fromkeys((min(count, most), weight) for count, weight in _LOW_PASSES)
        for sharpening in _near(best[1].sharpening)
    )
    return max((best, trial.best(found, finer)), key=lambda each: each[0])[1]


def choose_cut(split: Split, *, neighbours: int, k: int, seed: int, progress: Progress) -> FilterSettings:
    """The settings under which the filter cut to *neighbours* finds most of what is held out."""
    graph = Graph(split.train)
    users = users_with(split.held_out, most=_MOST_CUT_USERS, seed=seed)
    # Only rows of items that somebody of the sample acted on are asked for: not all need be built.
    while len(users) > 20 and len(np.unique(split.train[users].indices)) > _MOST_CUT_ITEMS:
        users = users[::2]
    items = np.unique(split.train[users].indices).astype(np.int64)
    walks = graph.n_items * graph.actions.nnz * 2.0 <= _MOST_WALKS
    trial = _CutTrial(
        graph=graph,
        split=split,
        users=users,
        items=items,
        spectrum=_spectrum(graph, seed),
        neighbours=neighbours,
        k=k,
    )
    best: tuple[float, FilterSettings] | None = None
    for number, plain in enumerate(_graphs()):
        progress(f"choosing {number + 1}/{len(_GRAPHS)}")
        found = trial.best(plain, list(_for_cutting(plain, walks=walks, most=trial.most_low_pass)))
        best = found if best is None else max((best, found), key=lambda each: each[0])
    assert best is not None
    return best[1]


class _Trial:
    """Users whose held out actions judge a blend; the parts that all blends share are made once."""

    def __init__(self, graph: Graph, split: Split, users: Integers, spectrum: Spectrum, k: int) -> None:
        self._graph = graph
        self._k = k
        self._spectrum = spectrum
        self.rows = split.train[users]
        self._wanted = split.held_out[users]
        self._low: dict[int, Floats] = {}

    def best(self, found: Floats, blends: Iterator[FilterSettings]) -> tuple[float, FilterSettings]:
        """The best of *blends* over the pairs' scores *found*, with its quality."""
        pairs = found.astype(np.float32) / root_mean_square(found)
        walked = self._graph.walk(pairs)
        walked /= root_mean_square(walked)
        qualities = []
        for settings in blends:
            scores = pairs - np.float32(settings.sharpening) * walked
            if settings.low_pass:
                scores += np.float32(settings.low_pass_weight) * self._low_pass(settings.low_pass)
            qualities.append((quality_of(scores, self.rows, self._wanted, self._k), settings))
        return max(qualities, key=lambda each: each[0])

    def _low_pass(self, count: int) -> Floats:
        if count not in self._low:
            # Only the one in use is kept: each is as large as all scores.
            self._low.clear()
            found = self._graph.low_pass(self.rows, self._spectrum.first(count))
            self._low[count] = found / root_mean_square(found)
        return self._low[count]


class _CutTrial:
    """The same for cut filters: rows of items are made in blocks, once for all blends of one graph."""

    def __init__(
        self,
        *,
        graph: Graph,
        split: Split,
        users: Integers,
        items: Integers,
        spectrum: Spectrum,
        neighbours: int,
        k: int,
    ) -> None:
        self._graph = graph
        self._items = items
        self._spectrum = spectrum
        self._neighbours = neighbours
        self._k = k
        self._rows = split.train[users]
        self._wanted = split.held_out[users]

    @property
    def most_low_pass(self) -> int:
        """How many singular vectors there are."""
        return int(self._spectrum.vectors.shape[1])

    def best(self, plain: FilterSettings, blends: list[FilterSettings]) -> tuple[float, FilterSettings]:
        """The best of *blends*, which differ from *plain* in sharpening and low-pass part only."""
        graph, n_items = self._graph, self._graph.n_items
        pairs = graph.pairs(plain, self._items)
        vectors = self._spectrum.first(max(settings.low_pass for settings in blends))
        found = (self._rows[:, self._items] @ pairs).toarray()
        by_pairs = root_mean_square(found)
        walks = any(settings.sharpening for settings in blends)
        by_walk = root_mean_square(graph.walk(found)) if walks else 1.0
        by_low_pass = root_mean_square(graph.low_pass(self._rows, vectors))
        scores = [np.zeros(found.shape, dtype=np.float32) for _ in blends]
        size = max(16, 32_000_000 // n_items)
        for start in range(0, len(self._items), size):
            block = self._items[start : start + size]
            dense = pairs[start : start + size].toarray()
            walked = graph.walk(dense) / np.float32(by_walk) if walks else dense
            low = graph.low_pass(_unit_rows(block, n_items), vectors) / np.float32(by_low_pass)
            dense = dense / np.float32(by_pairs)
            acted = self._rows[:, block]
            for place, settings in enumerate(blends):
                rows = dense + np.float32(settings.low_pass_weight) * low
                rows -= np.float32(settings.sharpening) * walked
                columns, weights, counts = cut_rows(rows, block, graph.item_degrees, self._neighbours)
                starts = np.concatenate([[0], np.cumsum(counts)])
                part = sparse.csr_matrix((weights, columns, starts), shape=(len(block), n_items))
                scores[place] += (acted @ part).toarray()
        qualities = [
            (quality_of(into, self._rows, self._wanted, self._k), settings)
            for settings, into in zip(blends, scores, strict=True)
        ]
        return max(qualities, key=lambda each: each[0])


def _unit_rows(items: Integers, n_items: int) -> sparse.csr_matrix:
    ones = np.ones(len(items), dtype=np.float32)
    return sparse.csr_matrix((ones, (np.arange(len(items)), items)), shape=(len(items), n_items))


def quality_of(scores: Floats, known: sparse.csr_matrix, wanted: sparse.csr_matrix, k: int) -> float:
    """Recall@k, with a hundredth of the share of hits on the first place, which settles ties."""
    best = best_of(scores, known, k)
    lengths = np.diff(wanted.indptr)
    marks = np.zeros(scores.shape, dtype=bool)
    marks[np.repeat(np.arange(len(lengths)), lengths), wanted.indices] = True
    hits = np.take_along_axis(marks, best, axis=1)
    return float((hits.sum(axis=1) / np.maximum(lengths, 1)).mean() + 0.01 * hits[:, 0].mean())


def _for_cutting(plain: FilterSettings, *, walks: bool, most: int) -> Iterator[FilterSettings]:
    count = min(128, most)
    yield plain
    yield replace(plain, low_pass=count, low_pass_weight=0.1)
    if walks:
        yield replace(plain, low_pass=count, low_pass_weight=0.1, sharpening=0.2)
        yield replace(plain, low_pass=count, low_pass_weight=0.3, sharpening=0.3)
        yield replace(plain, low_pass=count, low_pass_weight=0.3, sharpening=0.8)
    else:
        yield replace(plain, low_pass=count, low_pass_weight=0.3)


def _graphs() -> Iterator[FilterSettings]:
    for alpha, into, out, power in _GRAPHS:
        yield FilterSettings(
            alpha=alpha, input=into, output=out, power=power, sharpening=0, low_pass=0, low_pass_weight=0
        )


def _coarse(settings: FilterSettings) -> Iterator[FilterSettings]:
    for count, weight in _FIRST_LOW_PASSES:
        for sharpening in _SHARPENINGS:
            yield replace(settings, low_pass=count, low_pass_weight=weight, sharpening=sharpening)


def _near(sharpening: float) -> tuple[float, ...]:
    return tuple(sorted({max(0.0, sharpening - 0.15), sharpening, sharpening + 0.15}))


def _spectrum(graph: Graph, seed: int) -> Spectrum:
    wanted = 512 if graph.n_items >= 5_000 else 256
    return graph.spectrum(min(wanted, max(1, min(graph.normal.shape) // 4)), seed=seed)
