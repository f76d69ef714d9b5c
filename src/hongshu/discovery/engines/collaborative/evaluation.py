"""The whole of an offline evaluation: choose, fit, rank all items, compare with the baselines."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from scipy import sparse

from hongshu.discovery.engines.collaborative.baselines import BASELINES, NotFitting
from hongshu.discovery.engines.collaborative.choosing import Progress, choose_cut, choose_whole
from hongshu.discovery.engines.collaborative.filtering import Graph, GraphFilter
from hongshu.discovery.engines.collaborative.interactions import Integers, Split, hold_out, users_with
from hongshu.discovery.engines.collaborative.measuring import Difference, Quality, Scorer, compare, measure
from hongshu.discovery.engines.collaborative.neighbours import NEIGHBOURS, cut_filter
from hongshu.discovery.engines.collaborative.reading import ActionSets

_HELD_OUT = 0.1
_LEAST_ACTIONS = 5
_BOOTSTRAP_ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model that is ready, and what it was made with."""

    scorer: Scorer
    settings: dict[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """What a model reached. Times in seconds and microseconds, memory in bytes; means over all users."""

    name: str
    recall: float
    ndcg: float
    coverage: float
    training_s: float
    user_us: float
    peak_memory_bytes: int
    settings: dict[str, object]
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The model's result, and the baselines' with the difference of Recall (ours less theirs)."""

    k: int
    users: int
    items: int
    actions: int
    result: Result
    baselines: tuple[Result, ...]
    left_out: dict[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """How an evaluation is done. ``baseline_s`` is how long after the start a baseline may still begin."""

    k: int = 20
    seed: int = 20261125
    threads: int = 2
    baseline_s: float = 420.0


def fit_streaming(sets: ActionSets, options: Options, progress: Progress) -> Fitted:
    """The item-item filter cut to 200 neighbours, which serves new actions with no training."""
    settings = choose_cut(
        _split(sets, options), neighbours=NEIGHBOURS, k=options.k, seed=options.seed, progress=progress
    )
    progress("fitting")
    model = cut_filter(GraphFilter(Graph(sets.train), settings, whole=False, seed=options.seed))
    matrix = model.matrix()
    return Fitted(
        scorer=lambda users: (sets.train[users] @ matrix).toarray(),
        settings={**asdict(settings), "neighbours": NEIGHBOURS},
    )


def fit_batch(sets: ActionSets, options: Options, progress: Progress) -> Fitted:
    """The whole filter: more accurate, more memory, every score made from all pairs."""
    settings = choose_whole(_split(sets, options), k=options.k, seed=options.seed, progress=progress)
    progress("fitting")
    model = GraphFilter(Graph(sets.train), settings, seed=options.seed)
    return Fitted(scorer=lambda users: model.scores(sets.train[users]), settings=asdict(settings))


MODELS: dict[str, Callable[[ActionSets, Options, Progress], Fitted]] = {
    "streaming": fit_streaming,
    "batch": fit_batch,
}


def evaluate(
    sets: ActionSets, *, model: str, baselines: Sequence[str], options: Options, progress: Progress
) -> Report:
    """Fit *model* on the training actions and rank all items for everybody who has something in the test set.

    Items of a user's training (and validation) actions are left out of their ranking. The numbers are chosen
    by ``sets.valid``, or by a tenth held out inside the training set; the test set is only measured on.
    """
    start = time.monotonic()
    users = users_with(sets.test, most=sets.test.shape[0], seed=options.seed)
    known = sets.train if sets.valid is None else _union(sets.train, sets.valid)
    fitting = time.monotonic()
    fitted = MODELS[model](sets, options, progress)
    training_s = time.monotonic() - fitting
    ours, result = _measured(
        model,
        fitted=fitted,
        training_s=training_s,
        sets=sets,
        users=users,
        known=known,
        options=options,
        progress=progress,
    )
    others: list[Result] = []
    left_out: dict[str, str] = {}
    for name in baselines:
        if time.monotonic() - start > options.baseline_s:
            left_out[name] = f"{options.baseline_s:.0f} s are over"
            continue
        progress(name)
        fitting = time.monotonic()
        try:
            scorer = BASELINES[name](sets.train, seed=options.seed, threads=options.threads)
        except NotFitting as reason:
            left_out[name] = str(reason)
            continue
        took = time.monotonic() - fitting
        fitted = Fitted(scorer=scorer, settings={})
        theirs, found = _measured(
            name,
            fitted=fitted,
            training_s=took,
            sets=sets,
            users=users,
            known=known,
            options=options,
            progress=progress,
        )
        difference = compare(ours.recall, theirs.recall, rounds=_BOOTSTRAP_ROUNDS, seed=options.seed)
        others.append(replace(found, difference=difference))
    return Report(
        k=options.k,
        users=len(users),
        items=sets.train.shape[1],
        actions=int(sets.train.nnz),
        result=result,
        baselines=tuple(others),
        left_out=left_out,
    )


def _measured(
    name: str,
    *,
    fitted: Fitted,
    training_s: float,
    sets: ActionSets,
    users: Integers,
    known: sparse.csr_matrix,
    options: Options,
    progress: Progress,
) -> tuple[Quality, Result]:
    progress(f"ranking with {name}")
    ranking = time.monotonic()
    quality = measure(
        fitted.scorer, users=users, known=known, wanted=sets.test, k=options.k, threads=options.threads
    )
    took = time.monotonic() - ranking
    return quality, Result(
        name=name,
        recall=float(quality.recall.mean()) if len(users) else 0.0,
        ndcg=float(quality.ndcg.mean()) if len(users) else 0.0,
        coverage=quality.coverage,
        training_s=training_s,
        user_us=took / max(1, len(users)) * 1e6,
        peak_memory_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        settings=fitted.settings,
    )


def _split(sets: ActionSets, options: Options) -> Split:
    if sets.valid is not None:
        return Split(train=sets.train, held_out=sets.valid)
    split = hold_out(sets.train, share=_HELD_OUT, least=_LEAST_ACTIONS, seed=options.seed)
    if split.held_out.nnz:
        return split
    # Histories are short: one action of everybody who has two is set aside.
    return hold_out(sets.train, share=_HELD_OUT, least=2, seed=options.seed)


def _union(one: sparse.csr_matrix, other: sparse.csr_matrix) -> sparse.csr_matrix:
    both = (one + other).tocsr()
    both.data[:] = 1
    return both
