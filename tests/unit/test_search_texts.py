"""Terms of texts, queries, spelling, completion and synonyms: no index, no database."""

from __future__ import annotations

import pytest

from hongshu.discovery.engines.searching import metrics, pinyin
from hongshu.discovery.engines.searching.analysis import Analyzer, fold, language_of
from hongshu.discovery.engines.searching.lexicon import Lexicon, Phrase, Speller
from hongshu.discovery.engines.searching.querying import QUERY_MAX, take_apart
from hongshu.discovery.engines.searching.shapes import Wanted
from hongshu.discovery.engines.searching.spelling import Respelling, Respelt
from hongshu.discovery.engines.searching.synonyms import Synonyms

ANALYZER = Analyzer(words=["神仙水", "小棕瓶"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("護膚品", "护肤品"),
        ("ＳＫ－ＩＩ", "sk-ii"),
        ("L'Oréal", "l'oreal"),
        ("running shoes", "Run shoe"),
        ("１００ｍｌ", "100ML"),
    ],
)
def test_what_is_written_otherwise_gives_the_same_words(one: str, other: str) -> None:
    assert ANALYZER.analyse(one) == ANALYZER.analyse(other)


def test_a_mixed_name_is_found_whole_and_in_parts() -> None:
    assert {"sk", "ii", "skii"} <= set(ANALYZER.analyse("SK-II 神仙水").words)
    assert {"spf50", "spf", "50"} <= set(ANALYZER.analyse("SPF50+").words)


def test_words_of_the_catalogue_are_words() -> None:
    assert "神仙水" in ANALYZER.analyse("我买了神仙水").words
    assert ANALYZER.analyse("神仙水").units == ("神", "仙", "水")


@pytest.mark.parametrize("text", ["我在紅書買了 SK-II", "ﬁne ½ ㎡ ①", "👩‍👩‍👧 e\u0301 ß", "\x00\ud800", ""])
def test_offsets_are_those_of_the_text_that_people_see(text: str) -> None:
    assert len(fold(text)) == len(text)
    for span in ANALYZER.spans(text):
        assert 0 <= span.begin < span.end <= len(text)


def test_the_language_of_latin_words_is_told_by_its_commonest_words() -> None:
    assert language_of(["der Hund und die Katze ist nicht mit dem Auto"]) == "german"
    assert language_of(["口红", "the lipstick and the serum"]) == "english"


def test_quotes_and_minus_words_are_taken_apart() -> None:
    typed = take_apart('面膜 "神仙水 精华" -平价 -"two words"')
    assert typed.phrases == ("神仙水 精华",)
    assert set(typed.excluded) == {"平价", "two words"}
    assert "面膜" in typed.text
    assert "平价" not in typed.text


@pytest.mark.parametrize(
    "text",
    [
        "((((",
        '"',
        "“",
        "-",
        "- -",
        "🧴",
        "\x00\x01\x1b[31m",
        "'; DROP TABLE x; --",
        ".*(a+)+$",
        "[^]",
        "\ud800",
    ],
)
def test_nothing_that_people_type_is_an_error(text: str) -> None:
    typed = take_apart(text)
    assert ANALYZER.analyse(typed.text) is not None
    assert not typed.phrases


def test_a_query_of_any_length_is_cut() -> None:
    assert len(take_apart("a" * 100_000).text) <= QUERY_MAX
    assert len(take_apart(" ".join(f"w{number}" for number in range(500))).text) <= QUERY_MAX


LEXICON = Lexicon(
    [
        Phrase("口红", 5),
        Phrase("防晒霜", 4),
        Phrase("神仙水", 9),
        Phrase("Lip Sleeping Mask", 2),
        Phrase("兰蔻", 3),
    ]
)


@pytest.mark.parametrize(
    ("begun", "meant"),
    [("kh", "口红"), ("kouh", "口红"), ("口", "口红"), ("shenx", "神仙水"), ("sleep", "Lip Sleeping Mask")],
)
def test_a_phrase_is_completed_from_its_beginning_pinyin_and_initials(begun: str, meant: str) -> None:
    assert LEXICON.complete(begun, limit=3)[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kouhong", "口红"),
        ("口宏", "口红"),
        ("防塞霜", "防晒霜"),
        ("srum", "serum"),
        ("vitamni serum", "vitamin serum"),
        ("serum", "serum"),
        ("xyzzyq", "xyzzyq"),
    ],
)
def test_spelling_is_corrected_by_letters_and_by_sound(typed: str, meant: str) -> None:
    speller = Speller({"serum": 9, "vitamin": 5}, LEXICON)
    assert speller.correct(typed, is_known=lambda word: False) == meant


def respelling(**frequencies: int) -> Respelling:
    analyzer = Analyzer()
    by_term = {analyzer.stem(word): often for word, often in frequencies.items()}
    return Respelling(frequencies, analyzer=analyzer, frequency=lambda term: by_term.get(term, 0))


def test_an_unknown_word_is_read_as_the_commonest_near_one_and_weakly_as_the_others() -> None:
    read = respelling(cream=9, creme=3, cleanser=5)
    assert read("Cream, cleanser") == Respelt("Cream, cleanser")
    assert read("clenaser") == Respelt("cleanser")
    assert read("cremm").text == "cream"
    both = respelling(shade=2, shake=7)("shale")
    assert (both.text, both.others) == ("shake", (Wanted("shake", (("shade", 0.7),)),))


def test_unknown_latin_words_are_chinese_typed_by_sound() -> None:
    read = respelling(口红=4, 面霜=3, 棉双=1)
    found = read("kouhong推荐mianshuang")
    assert found.text.split() == ["口红", "推荐", "面霜"]
    assert found.others == (Wanted("面霜", (("棉双", 0.7),)),)
    assert read("口红 spf50") == Respelt("口红 spf50")


def test_a_text_of_nothing_but_unknown_words_is_read_in_bounded_steps() -> None:
    read = respelling(serum=1)
    assert read("sermu " * 400).text.split().count("serum") == 6


def test_what_people_mix_up_sounds_nearly_alike() -> None:
    assert pinyin.near("蓝") == pinyin.near("南")
    assert pinyin.near("是") == pinyin.near("四")
    assert pinyin.near("口红") != pinyin.near("面膜")


def test_each_name_of_a_group_finds_the_others() -> None:
    synonyms = Synonyms([("SK-II", "SK2", "神仙水")], ANALYZER)
    found = synonyms(ANALYZER.analyse("sk2 推荐"))
    assert {term for word in found for term, _ in word.terms} == {"sk2", "skii", "神仙水"}
    assert synonyms(ANALYZER.analyse("面膜")) == ()


def test_figures_are_those_of_the_definitions() -> None:
    judged = {"q": {"a": 2, "b": 1, "c": 0}}
    assert metrics.mean_of({"q": ["c", "b", "a"]}, judged)["MRR@10"] == 0.5
    assert metrics.ndcg(["a", "b"], judged["q"]) == pytest.approx(1.0)
    assert metrics.recall(["a"], judged["q"], at=100) == 0.5
    assert metrics.mean_of({}, {"q": {"a": 1}})["nDCG@10"] == 0.0
