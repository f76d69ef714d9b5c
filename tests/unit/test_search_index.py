"""What any engine behind the index's port must answer. A new engine is a line in ``engine``'s params."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hongshu.discovery.engines.searching.analysis import Analyzer
from hongshu.discovery.engines.searching.evaluation import Collection, UnreadableCollection, evaluate
from hongshu.discovery.engines.searching.finding import Finder
from hongshu.discovery.engines.searching.index import Index
from hongshu.discovery.engines.searching.shapes import Document, Filter, Lookup
from hongshu.discovery.engines.searching.signature import numbers_of
from hongshu.discovery.engines.searching.tantivy_index import TantivyIndex
from hongshu.discovery.engines.searching.vectors import Neighbours, train

ANALYZER = Analyzer(words=["神仙水"])
DOCUMENTS = [
    Document(
        1,
        "SK-II 神仙水 230ml",
        "护肤精华露",
        {"kind": ("product",), "brand": ("sk-ii",)},
        {"price_minor": 900},
    ),
    Document(2, "平价口红推荐", "学生党口红合集", {"kind": ("note",), "channel": ("beauty",)}, {"likes": 5}),
    Document(3, "Vitamin C serum", "serum for dull skin", {"kind": ("product",)}, {"price_minor": 300}),
    Document(4, "我的红色口袋", "口是口的，红是红的", {"kind": ("note",)}, {"likes": 50}),
    Document(5, "防曬霜測評", "夏天的防晒", {"kind": ("note",), "channel": ("beauty",)}, {"likes": 9}),
]

MANY = " ".join(f"w{number}" for number in range(500))


@pytest.fixture(params=["tantivy"])
def index(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Index]:
    made = TantivyIndex(tmp_path / str(request.param), analyzer=ANALYZER)
    made.write(DOCUMENTS)
    yield made
    made.close()


def found(index: Index, text: str, **more: object) -> list[int]:
    finder = Finder(reading=index.reading(), analyzer=ANALYZER)
    words, units = finder.question(text)
    return list(finder.find(Lookup(words=words, units=units, **more)).keys)  # type: ignore[arg-type]


def test_words_are_found_in_both_languages_and_both_scripts(index: Index) -> None:
    assert found(index, "神仙水") == [1]
    assert found(index, "sk-ii") == [1]
    assert found(index, "serums") == [3]
    assert found(index, "防晒霜")[0] == 5
    assert found(index, "口红")[0] == 2


def test_phrases_stand_together_and_minus_words_are_not_there(index: Index) -> None:
    assert found(index, "口红", phrases=(("口", "红"),)) == [2]
    assert 2 not in found(index, "口红", excluded=(("推", "荐"),))


def test_filters_sorts_and_facets_count_among_all_that_match(index: Index) -> None:
    assert found(index, "口红", filter=Filter(labels={"kind": ("product",)})) == []
    assert found(index, "", filter=Filter(ranges={"price_minor": (None, 500)})) == [3]
    assert found(index, "", sort="likes", filter=Filter(labels={"kind": ("note",)})) == [4, 5, 2]
    assert found(index, "", filter=Filter(labels={"kind": ("note",)}, without={"key": ("4",)})) != []
    counted = index.reading().find(Lookup(facets=("kind", "channel")))
    assert counted.total == 5
    assert counted.facets["kind"] == {"note": 3, "product": 2}
    assert counted.facets["channel"] == {"beauty": 2}


def test_a_document_is_replaced_and_taken_out(index: Index) -> None:
    index.write([Document(2, "唇釉", labels={"kind": ("note",)})], removed=[4])
    assert index.reading().count == 4
    assert found(index, "唇釉") == [2]
    assert found(index, "口红") == []


def test_a_reading_sees_one_moment(index: Index) -> None:
    before = index.reading()
    index.write([], removed=[1, 2])
    assert before.count == 5
    assert index.reading().count == 3


@pytest.mark.parametrize("text", ["((((", '"', "🧴", "\x00", "a" * 20_000, MANY, "的"])
def test_bad_input_gives_an_answer(index: Index, text: str) -> None:
    assert isinstance(found(index, text), list)


def test_past_its_time_an_answer_is_partial(index: Index) -> None:
    finder = Finder(reading=index.reading(), analyzer=ANALYZER)
    answer = finder.find(finder.lookup("口红", limit=10), until=0.0)
    assert answer.is_partial
    assert answer.keys


def test_texts_about_the_same_are_alike_without_a_word_in_common() -> None:
    chance = np.random.default_rng(5)
    themes = [[f"t{theme}w{word}" for word in range(30)] for theme in range(8)]
    texts = [tuple(chance.choice(themes[place % 8], 8)) for place in range(400)]
    numbers = [numbers_of(text) for text in texts]
    model = train(numbers, dimensions=16)
    near = Neighbours(np.arange(400, dtype=np.int64), model.vectors_of(numbers))
    keys, likeness = near.near(model.vector_of(numbers_of(("t3w1", "t3w2"))), limit=10)
    assert all(key % 8 == 3 for key in keys)
    assert likeness[0] > 0.5
    again = train(numbers, dimensions=16)
    assert np.array_equal(model.vectors, again.vectors)


def evaluated(folder: Path, corpus: str, queries: str, judged: str) -> float:
    for name, text in (("c", corpus), ("q", queries), ("r", judged)):
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    told = evaluate(
        Collection(folder / "c.tsv", folder / "q.tsv", folder / "r.tsv"), ranker="first", processes=1
    )
    return float(told["MRR@10"])


def test_an_evaluated_query_may_be_misspelt_or_typed_as_pinyin(tmp_path: Path) -> None:
    corpus = "a\tmoisturizing cream\nb\tvitamin serum\nc\t平价口红\nd\t滋润面霜\n"
    queries = "1\tmoistuirzing\n2\tviatmin\n3\tkouhong\n4\tmianshuang\n"
    assert evaluated(tmp_path, corpus, queries, "1 0 a 1\n2 0 b 1\n3 0 c 1\n4 0 d 1\n") == 1.0


def test_a_question_finds_by_any_of_its_words(tmp_path: Path) -> None:
    corpus = (
        "a\tThis serum made my dull skin glow\nb\tWhat is it that you would do\nc\t夏天用的防晒霜很清爽\n"
    )
    queries = (
        "1\tWhat is it that you would use for dull skin that should glow again in the winter?\n"
        "2\t请问大家有没有什么夏天可以用的不油腻又便宜的防晒霜呢？\n"
    )
    assert evaluated(tmp_path, corpus, queries, "1 0 a 1\n2 0 c 1\n") == 1.0


def test_a_collection_is_evaluated_and_nothing_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_text("a\t神仙水 精华\nb\t平价口红\nc\tvitamin serum\n", encoding="utf-8")
    (tmp_path / "q.tsv").write_text("1\t口红\n2\tserums\n3\tunjudged\n", encoding="utf-8")
    (tmp_path / "r.tsv").write_text("1 0 b 1\n2 0 c 2\n", encoding="utf-8")
    collection = Collection(tmp_path / "c.tsv", tmp_path / "q.tsv", tmp_path / "r.tsv")
    told = evaluate(collection, processes=1)
    assert (told["MRR@10"], told["nDCG@10"], told["Recall@1000"], told["queries"]) == (1.0, 1.0, 1.0, 2)
    (tmp_path / "c.tsv").write_text("no tab here\n", encoding="utf-8")
    with pytest.raises(UnreadableCollection, match="line 1"):
        evaluate(collection, processes=1)
