"""An engine tried on a judged collection: indexed in a temporary place, asked every query, measured.

Collections are tab-separated files, plain or gzipped, in UTF-8: a corpus of ``id text`` or ``id title text``,
queries of ``id text``, judgements of ``query 0 document grade``.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

import numpy as np

from hongshu.discovery.engines.searching.analysis import Analysed, Analyzer, is_unspaced, language_of
from hongshu.discovery.engines.searching.finding import Finder
from hongshu.discovery.engines.searching.metrics import mean_of
from hongshu.discovery.engines.searching.shapes import Document, Lookup, Wanted
from hongshu.discovery.engines.searching.signature import numbers_of
from hongshu.discovery.engines.searching.spelling import VOCABULARY_MAX, Respelling
from hongshu.discovery.engines.searching.tantivy_index import Prepared, TantivyIndex
from hongshu.discovery.engines.searching.vectors import Neighbours, TextModel, train

RANKERS = ("linear", "first", "words", "characters")
_CHUNK = 2000
_TEXT = "{}, line {}: an id and a text belong there, with a tab between"
_GRADE = "{}, line {}: query, 0, document, grade belong there"
_TRAINED_ON = 120_000
_VECTORS_MAX = 1_500_000
_ANSWERS = 1000
_RANKED = 200
_CHINESE_WORD_MAX = 8


class UnreadableCollection(ValueError):
    """A line that is none of the format. The text names the file and the line."""


@dataclass(frozen=True, slots=True)
class Collection:
    """The three files."""

    corpus: Path
    queries: Path
    judgements: Path


def evaluate(collection: Collection, *, ranker: str = "linear", processes: int = 0) -> dict[str, Any]:
    """Index the corpus, ask all queries that have a judgement, and measure.

    Raises UnreadableCollection, OSError. Two processes by default where there are two cores.
    """
    if ranker not in RANKERS:
        raise ValueError(f"no ranker is called {ranker}: {', '.join(RANKERS)}")
    processes = processes or min(os.cpu_count() or 1, 8)
    judged = _read_judgements(collection.judgements)
    queries = [(key, text) for key, text in _read_queries(collection.queries) if key in judged]
    folder = Path(tempfile.mkdtemp(prefix="hongshu-evaluate-"))
    try:
        begun = monotonic()
        keys = _index(collection.corpus, folder, with_vectors=ranker == "linear", processes=processes)
        indexed_s = monotonic() - begun
        begun = monotonic()
        orders = _ask_all(folder, ranker, queries, processes)
        asked_s = monotonic() - begun
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    named = {query: [keys[place] for place in order] for query, order in orders.items()}
    return {
        **mean_of(named, judged),
        "queries_per_s": round(len(queries) / max(asked_s, 1e-9), 1),
        "ranker": ranker,
        "documents": len(keys),
        "queries": len(queries),
        "index_s": round(indexed_s, 1),
        "query_s": round(asked_s, 1),
        "processes": processes,
    }


# ---- reading


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="\n")
    return path.open(encoding="utf-8", errors="replace", newline="\n")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            if told := line.rstrip("\r\n").removeprefix("\ufeff"):
                yield number, told


def _read_corpus(path: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in _lines(path):
        key, tab, rest = line.partition("\t")
        if not tab:
            raise UnreadableCollection(
                f"{path}, line {number}: an id and a text belong there, with a tab between"
            )
        title, tab, text = rest.partition("\t")
        yield (key, title, text.replace("\t", " ")) if tab else (key, "", title)


def _read_queries(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in _lines(path):
        key, tab, text = line.partition("\t")
        if not tab:
            raise UnreadableCollection(
                f"{path}, line {number}: an id and a text belong there, with a tab between"
            )
        yield key, text


def _read_judgements(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        fields = line.split()
        try:
            # Some collections leave the second column or the grade out.
            query, document = (
                fields[0],
                fields[2 if len(fields) > 3 or (len(fields) == 3 and fields[1] in ("0", "Q0")) else 1],
            )
            grade = int(float(fields[3])) if len(fields) > 3 else 1
        except (IndexError, ValueError):
            if number == 1:
                continue
            raise UnreadableCollection(
                f"{path}, line {number}: query, 0, document, grade belong there"
            ) from None
        judged.setdefault(query, {})[document] = grade
    return judged


# ---- indexing

# What a process of the pool was begun with.
_begun: dict[str, Any] = {}


def _begin_analysis(language: str) -> None:
    _begun.update(analyzer=Analyzer(language=language), spelt=0, seen=set())


def _analysed(texts: list[tuple[str, str]]) -> tuple[list[tuple[Analysed, Analysed]], list[str]]:
    """Each text analysed, and the words that this process had not seen before, as they are spelt."""
    analyzer: Analyzer = _begun["analyzer"]
    analysed = [(analyzer.analyse(title), analyzer.analyse(text)) for title, text in texts]
    spelt, _begun["spelt"] = analyzer.spelt_since(_begun["spelt"])
    seen: set[str] = _begun["seen"]
    chinese = {
        word
        for both in analysed
        for one in both
        for word in one.words
        if 1 < len(word) <= _CHINESE_WORD_MAX and is_unspaced(word[0]) and word not in seen
    }
    seen |= chinese
    return analysed, [word for word in spelt if word.isalpha()] + sorted(chinese)


def _language(corpus: Path) -> str:
    return language_of(f"{title} {text}" for _, title, text in islice(_read_corpus(corpus), 2000))


def _index(corpus: Path, folder: Path, *, with_vectors: bool, processes: int) -> list[str]:
    """Write the index (and vectors) of *corpus* into *folder*; the ids in the order of their keys."""
    language = _language(corpus)
    (folder / "language").write_text(language)
    index = TantivyIndex(folder / "index", analyzer=Analyzer(language=language))
    keys: list[str] = []
    lengths: list[int] = []
    vocabulary: dict[str, None] = {}
    with (folder / "words").open("wb") as words, _pool(processes, _begin_analysis, language) as pool:

        def prepared() -> Iterator[Prepared]:
            for chunk, (analysed, spelt) in _in_order(pool, corpus, ahead=processes + 2):
                if len(vocabulary) < VOCABULARY_MAX:
                    vocabulary.update(dict.fromkeys(spelt))
                for (key, title, text), (of_title, of_text) in zip(chunk, analysed, strict=True):
                    if with_vectors:
                        numbers = numbers_of(of_title.words + of_text.words)
                        words.write(numbers.tobytes())
                        lengths.append(len(numbers))
                    keys.append(key)
                    # A text without a title is all title: it is short, or all there is.
                    yield Document(key=len(keys) - 1, title=title, body=text), of_title, of_text

        index.write_prepared(prepared(), is_new=True)
    index.close()
    (folder / "vocabulary").write_text("\n".join(vocabulary), encoding="utf-8")
    if with_vectors and keys:
        _write_vectors(folder, np.array(lengths, dtype=np.int64))
    return keys


def _in_order(
    pool: ProcessPoolExecutor, corpus: Path, *, ahead: int
) -> Iterator[tuple[list[tuple[str, str, str]], tuple[list[tuple[Analysed, Analysed]], list[str]]]]:
    """Chunks with their analysis, a few of them ahead of whoever takes them: memory stays bounded."""
    lines = _read_corpus(corpus)
    waiting: list[tuple[list[tuple[str, str, str]], Any]] = []
    while True:
        while len(waiting) < ahead:
            chunk = list(islice(lines, _CHUNK))
            if not chunk:
                break
            waiting.append((chunk, pool.submit(_analysed, [(title, text) for _, title, text in chunk])))
        if not waiting:
            return
        chunk, analysed = waiting.pop(0)
        yield chunk, analysed.result()


def _write_vectors(folder: Path, lengths: np.ndarray[Any, np.dtype[np.int64]]) -> None:
    words = np.memmap(folder / "words", dtype=np.int32, mode="r") if lengths.sum() else np.zeros(0, np.int32)
    ends = np.cumsum(lengths)
    texts = [words[end - length : end] for end, length in zip(ends[:_VECTORS_MAX], lengths, strict=False)]
    step = max(1, len(texts) // _TRAINED_ON)
    model = train(texts[::step])
    if not len(model.numbers):
        return
    model.save(folder / "model.npz")
    rows = np.lib.format.open_memmap(
        folder / "vectors.npy", mode="w+", dtype=np.float32, shape=(len(texts), model.vectors.shape[1])
    )
    for begin in range(0, len(texts), 20_000):
        rows[begin : begin + 20_000] = model.vectors_of(texts[begin : begin + 20_000])
    rows.flush()


# ---- asking


def _begin_asking(folder: str, ranker: str) -> None:
    place = Path(folder)
    analyzer = Analyzer(language=(place / "language").read_text())
    reading = TantivyIndex(place / "index", analyzer=analyzer).reading()
    model, neighbours = None, None
    if ranker == "linear" and (place / "model.npz").exists():
        model = TextModel.load(place / "model.npz")
        rows = np.load(place / "vectors.npy", mmap_mode="r")
        neighbours = Neighbours(np.arange(len(rows), dtype=np.int64), rows)
    vocabulary = (place / "vocabulary").read_text(encoding="utf-8").split("\n")
    _begun["finder"] = Finder(
        reading=reading,
        analyzer=analyzer,
        model=model,
        neighbours=neighbours,
        respelling=Respelling(vocabulary, analyzer=analyzer, frequency=reading.frequency),
    )


def _answers(ranker: str, queries: list[tuple[str, str]]) -> list[tuple[str, tuple[int, ...]]]:
    return [(key, _answer(ranker, text)) for key, text in queries]


def _answer(ranker: str, text: str) -> tuple[int, ...]:
    asked: Finder = _begun["finder"]
    if ranker == "characters":
        units = dict.fromkeys(asked.analyzer.analyse(text).units)
        words = tuple(Wanted(unit, ((unit, 1.0),)) for unit in units)
        return asked.reading.find(Lookup(words=words, limit=_ANSWERS)).keys if words else ()
    lookup = asked.lookup(text, limit=_ANSWERS)
    if not lookup.words:
        return ()
    if ranker == "words":
        return asked.reading.find(Lookup(words=lookup.words, limit=_ANSWERS)).keys
    if ranker == "first":
        return asked.reading.find(lookup).keys
    return asked.find(lookup, ranked=_RANKED).keys


def _ask_all(
    folder: Path, ranker: str, queries: list[tuple[str, str]], processes: int
) -> dict[str, tuple[int, ...]]:
    chunks = [queries[begin : begin + 50] for begin in range(0, len(queries), 50)]
    with _pool(min(processes, max(len(chunks), 1)), _begin_asking, str(folder), ranker) as pool:
        answered = pool.map(_answers, [ranker] * len(chunks), chunks)
        return {key: order for chunk in answered for key, order in chunk}


def _pool(processes: int, begin: Any, *given: str) -> ProcessPoolExecutor:
    # Started anew and not forked: the index has threads of its own, which a fork would lose.
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=begin, initargs=given)
