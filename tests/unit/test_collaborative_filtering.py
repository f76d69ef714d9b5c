"""The graph filter, whole and cut: its formula, its cutting, its builds that are killed, and its measures."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from hongshu.discovery.engines.collaborative.baselines import BASELINES, EASE_MOST_ITEMS, NotFitting
from hongshu.discovery.engines.collaborative.choosing import choose_cut, choose_whole
from hongshu.discovery.engines.collaborative.evaluation import Options, evaluate
from hongshu.discovery.engines.collaborative.filtering import FilterSettings, Graph, GraphFilter
from hongshu.discovery.engines.collaborative.interactions import Split, hold_out, matrix_of
from hongshu.discovery.engines.collaborative.measuring import compare, measure
from hongshu.discovery.engines.collaborative.neighbours import (
    BrokenModel,
    ItemNeighbours,
    build_in_folder,
    cut_filter,
    open_folder,
)
from hongshu.discovery.engines.collaborative.reading import ActionSets, UnreadableSet, read_lines

PLAIN = FilterSettings(
    alpha=0.5, input=0.5, output=0.5, power=0.7, sharpening=0.0, low_pass=0, low_pass_weight=0.0
)


def two_tastes(*, n_users: int = 120, n_items: int = 60, seed: int = 7) -> sparse.csr_matrix:
    """Even users act on the first half of the items, odd ones on the second; a tenth is noise."""
    chance = np.random.default_rng(seed)
    half = n_items // 2
    actions = {}
    for user in range(n_users):
        own = chance.choice(half, 10, replace=False) + (user % 2) * half
        actions[user] = [*own.tolist(), int(chance.integers(n_items))]
    return matrix_of(actions, n_users=n_users, n_items=n_items)


def dense_filter(actions: np.ndarray, settings: FilterSettings) -> np.ndarray:
    """The graph part of the formula as it stands in the module's docstring, with no shortcut."""
    by_user = np.diag(actions.sum(axis=1) ** (-2 * settings.alpha))
    degrees = actions.sum(axis=0)
    graph = (
        np.diag(degrees**-settings.input) @ actions.T @ by_user @ actions @ np.diag(degrees**-settings.output)
    )
    return graph**settings.power


def test_the_graph_part_is_the_formula() -> None:
    actions = two_tastes()
    rows = actions[:5]
    found = GraphFilter(Graph(actions), PLAIN).scores(rows)
    wanted = rows.toarray() @ dense_filter(actions.toarray().astype(np.float64), PLAIN)
    assert np.allclose(found / found.max(), wanted / wanted.max(), atol=1e-5)


def test_low_pass_with_all_vectors_and_no_graph_power_gives_back_the_rows() -> None:
    """V Vᵀ of all singular vectors is a projection: D^−½ V Vᵀ D^½ leaves the rows as they are."""
    actions = two_tastes(n_users=40, n_items=20)
    graph = Graph(actions)
    vectors = graph.spectrum(20, seed=1, rounds=40).vectors
    full = np.linalg.svd(graph.normal.toarray(), full_matrices=False)[2][: vectors.shape[1]].T
    rows = actions[:4]
    assert np.allclose(
        graph.low_pass(rows, vectors), graph.low_pass(rows, full.astype(np.float32)), atol=1e-2
    )


def test_whole_and_blockwise_rows_are_the_same() -> None:
    actions = two_tastes()
    settings = FilterSettings(low_pass=8)
    graph = Graph(actions)
    spectrum = graph.spectrum(8, seed=3)
    whole = GraphFilter(graph, settings, spectrum=spectrum, whole=True)
    blocks = GraphFilter(graph, settings, spectrum=spectrum, whole=False)
    items = np.array([0, 17, 59])
    one, other = whole.rows_of(items), blocks.rows_of(items)
    # Their scales come from samples of different sizes; what they rank does not.
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.99


def test_uncut_neighbours_score_as_the_filter_does_but_for_items_themselves() -> None:
    actions = two_tastes()
    model = GraphFilter(Graph(actions), PLAIN)
    cut = cut_filter(model, neighbours=60)
    rows = actions[:6]
    matrix = cut.matrix()
    assert matrix.diagonal().max() == 0
    own = model.rows_of(np.arange(60))
    np.fill_diagonal(own, 0)
    assert np.allclose(cut.scores(rows), rows.toarray() @ own, atol=1e-4)


def test_cutting_keeps_about_as_many_as_asked() -> None:
    cut = cut_filter(GraphFilter(Graph(two_tastes()), PLAIN), neighbours=10)
    lengths = np.diff(cut.starts)
    assert lengths.max() <= 14
    assert lengths.min() >= 8


def test_a_few_actions_score_as_a_row_does() -> None:
    actions = two_tastes()
    cut = cut_filter(GraphFilter(Graph(actions), PLAIN), neighbours=20)
    items = np.array([3, 9, 41])
    weights = np.array([1.0, 0.5, 2.0], dtype=np.float32)
    found, scores = cut.score_actions(items, weights)
    row = sparse.csr_matrix((weights, (np.zeros(3, dtype=int), items)), shape=(1, 60))
    assert np.allclose(cut.scores(row)[0][found], scores, atol=1e-5)
    assert not len(cut.score_actions(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))[0])


def test_a_killed_build_goes_on_and_a_torn_one_is_refused(tmp_path: Path) -> None:
    model = GraphFilter(Graph(two_tastes()), PLAIN)
    whole = cut_filter(model, neighbours=10)
    with pytest.raises(BrokenModel):
        open_folder(tmp_path)
    build_in_folder(model, tmp_path, neighbours=10)
    opened = open_folder(tmp_path)
    assert np.array_equal(opened.items, whole.items)
    assert np.array_equal(opened.weights, whole.weights)
    (tmp_path / "weights.npy").write_bytes((tmp_path / "weights.npy").read_bytes()[:-40])
    with pytest.raises(BrokenModel):
        open_folder(tmp_path)


def test_a_model_with_nan_or_foreign_items_is_refused(tmp_path: Path) -> None:
    build_in_folder(GraphFilter(Graph(two_tastes()), PLAIN), tmp_path, neighbours=10)
    good = np.load(tmp_path / "weights.npy")
    np.save(tmp_path / "weights.npy", np.where(np.arange(len(good)) == 3, np.nan, good).astype(np.float32))
    with pytest.raises(BrokenModel):
        open_folder(tmp_path)
    np.save(tmp_path / "weights.npy", good)
    items = np.load(tmp_path / "items.npy")
    items[0] = 60
    np.save(tmp_path / "items.npy", items)
    with pytest.raises(BrokenModel):
        open_folder(tmp_path)


def test_holding_out_takes_the_share_of_who_has_enough_and_nothing_else() -> None:
    actions = matrix_of({0: list(range(10)), 1: [1, 2], 2: list(range(20))}, n_users=3, n_items=20)
    split = hold_out(actions, share=0.2, least=5, seed=1)
    assert np.diff(split.held_out.indptr).tolist() == [2, 0, 4]
    assert (split.train + split.held_out != actions).nnz == 0
    assert split.train.multiply(split.held_out).nnz == 0


def test_choosing_finds_settings_that_keep_tastes_apart() -> None:
    actions = two_tastes()
    split = hold_out(actions, share=0.2, least=5, seed=2)
    for settings in (
        choose_whole(split, k=10, seed=1, progress=lambda _: None),
        choose_cut(split, neighbours=20, k=10, seed=1, progress=lambda _: None),
    ):
        scores = GraphFilter(Graph(split.train), settings).scores(split.train[:40])
        even, odd = scores[0::2], scores[1::2]
        assert even[:, :30].mean() > 2 * even[:, 30:].mean()
        assert odd[:, 30:].mean() > 2 * odd[:, :30].mean()


def test_recall_and_ndcg_are_counted_as_defined() -> None:
    known = matrix_of({0: [0]}, n_users=1, n_items=5)
    wanted = matrix_of({0: [1, 3]}, n_users=1, n_items=5)
    scores = np.array([[9.0, 1.0, 3.0, 2.0, 0.0]], dtype=np.float32)
    quality = measure(lambda users: scores[users], users=np.array([0]), known=known, wanted=wanted, k=2)
    # Item 0 is known; shown are 2 and 3: one hit, in the second place.
    assert quality.recall.tolist() == [0.5]
    assert quality.ndcg[0] == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3)))
    assert quality.coverage == pytest.approx(2 / 5)


def test_a_difference_that_is_everywhere_has_an_interval_above_zero() -> None:
    sure = compare([0.5] * 50, [0.4] * 50, rounds=200, seed=1)
    assert sure.low == pytest.approx(0.1)
    chance = np.random.default_rng(1).random(200)
    none = compare(chance, chance[::-1], rounds=200, seed=1)
    assert none.low < 0 < none.high


def test_both_models_beat_popularity_on_two_tastes() -> None:
    split = hold_out(two_tastes(n_users=300), share=0.2, least=5, seed=4)
    sets = ActionSets(train=split.train, test=split.held_out, valid=None)
    for model in ("streaming", "batch"):
        report = evaluate(
            sets, model=model, baselines=("popularity",), options=Options(k=10), progress=lambda _: None
        )
        difference = report.baselines[0].difference
        assert difference is not None
        assert difference.low > 0


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_prefers_the_own_taste(name: str) -> None:
    scores = BASELINES[name](two_tastes(), seed=1, threads=1)(np.arange(0, 20, 2))
    assert scores.shape == (10, 60)
    if name != "popularity":
        assert scores[:, :30].mean() > scores[:, 30:].mean()


def test_a_closed_form_too_large_to_be_worth_it_says_so() -> None:
    wide = sparse.csr_matrix((2, EASE_MOST_ITEMS + 1), dtype=np.float32)
    with pytest.raises(NotFitting):
        BASELINES["ease"](wide, seed=1, threads=1)


def test_lines_are_read_plain_and_gzipped_with_any_names(tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_text("anna a b b\nbo c\n\n")
    with gzip.open(tmp_path / "test.txt.gz", "wt") as file:
        file.write("bo a\nnobody\n")
    sets = read_lines(tmp_path / "train.txt", tmp_path / "test.txt.gz", None)
    assert sets.train.shape == sets.test.shape == (3, 3)
    assert sets.train.nnz == 3
    assert sets.test.toarray().sum() == 1
    (tmp_path / "empty.txt").write_text("\n")
    with pytest.raises(UnreadableSet):
        read_lines(tmp_path / "empty.txt", tmp_path / "test.txt.gz", None)
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableSet):
        read_lines(tmp_path / "binary.txt", tmp_path / "test.txt.gz", None)


def test_people_and_items_without_actions_break_nothing() -> None:
    actions = matrix_of({0: [0, 1], 1: [1, 2], 4: [0, 2]}, n_users=6, n_items=9)
    model = GraphFilter(Graph(actions), FilterSettings(low_pass=2))
    scores = model.scores(actions)
    assert np.isfinite(scores).all()
    assert not scores[2].any()
    assert isinstance(cut_filter(model, neighbours=3), ItemNeighbours)
    assert Split(train=actions, held_out=actions).train.nnz == 6
