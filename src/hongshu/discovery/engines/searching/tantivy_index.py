"""The index in the process: tantivy.

Terms come from our own analysis and go in separated by spaces, which costs a third of handing over token
objects. One process holds the writer (tantivy locks the folder); others see what it commits at ``reading()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import tantivy
from numpy.typing import NDArray

from hongshu.discovery.engines.searching.analysis import Analysed, Analyzer, pairs_of
from hongshu.discovery.engines.searching.index import LABELS, NUMBERS
from hongshu.discovery.engines.searching.shapes import Document, Filter, Found, Lookup, Terms
from hongshu.discovery.engines.searching.signature import packed

# What a word in the title and one in the body counts, and a pair of characters that stand together.
TITLE, BODY, PAIRS, UNITS = 1.6, 1.0, 0.35, 0.15
_HEAP_BYTES = 96_000_000
_FACET_VALUES = 30
_WORD_FIELDS = (("title_words", TITLE), ("body_words", BODY))
_UNIT_FIELDS = (("title_units", TITLE), ("body_units", BODY))
Prepared = tuple[Document, Analysed, Analysed]


def schema() -> tantivy.Schema:
    """The fields of every index."""
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field("key", stored=False, indexed=True, fast=True)
    for name in ("title_words", "body_words", "pairs"):
        made.add_text_field(name, tokenizer_name="terms", index_option="freq")
    for name in ("title_units", "body_units"):
        made.add_text_field(name, tokenizer_name="terms", index_option="position")
    for name in LABELS:
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (*NUMBERS, "length"):
        made.add_integer_field(name, indexed=True, fast=True)
    made.add_bytes_field("signature", stored=True)
    return made.build()


def _terms_tokenizer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


class TantivyReading:
    """A searcher, which sees one commit however long it lives."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._mean_length = 0.0

    @property
    def count(self) -> int:
        """How many documents it holds."""
        return self._searcher.num_docs

    def find(self, lookup: Lookup) -> Found:
        """The best documents for *lookup*."""
        query = self._query(lookup)
        if lookup.sort:
            field = lookup.sort.removeprefix("-")
            order = tantivy.Order.Asc if lookup.sort != field else tantivy.Order.Desc
            found = self._searcher.search(
                query, limit=lookup.limit, count=False, order_by_field=field, order=order
            )
        else:
            found = self._searcher.search(query, limit=lookup.limit, count=False)
        places = [place for _, place in found.hits]
        keys = self._searcher.fast_field_values("key", places) if places else []
        facets, total = self._facets(query, lookup.facets)
        return Found(
            keys=tuple(int(cast(int, key)) for key in keys),
            scores=tuple(float(score or 0) for score, _ in found.hits),
            places=tuple(places),
            total=total,
            facets=facets,
        )

    def frequency(self, term: str) -> int:
        """How many documents hold a word (about: the greatest of its fields)."""
        return max(self._searcher.doc_freq(name, term) for name in ("title_words", "body_words"))

    def terms_with_prefix(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Words of titles that begin so, with the number of documents."""
        return self._searcher.terms_with_prefix("title_words", prefix, limit=limit)

    def signatures(self, places: Sequence[object]) -> list[bytes]:
        """Each document's terms in their order."""
        docs = (self._searcher.doc(cast(tantivy.DocAddress, place)) for place in places)
        return [bytes(doc.get_first("signature") or b"\0" * 16) for doc in docs]

    def numbers(self, field: str, places: Sequence[object]) -> NDArray[np.int64]:
        """A number of each document; 0 where it has none."""
        values = self._searcher.fast_field_values(field, cast("list[tantivy.DocAddress]", list(places)))
        return np.array([int(value or 0) for value in values], dtype=np.int64)

    def mean_length(self) -> float:
        """How many words a document has, on average."""
        if not self._mean_length:
            asked = {"mean": {"avg": {"field": "length"}}}
            answer = self._searcher.aggregate(tantivy.Query.all_query(), asked)
            self._mean_length = float(answer["mean"]["value"] or 1.0)
        return self._mean_length

    def _facets(self, query: tantivy.Query, names: Terms) -> tuple[dict[str, dict[str, int]], int]:
        if not names:
            return {}, 0
        asked: dict[str, Any] = {
            name: {"terms": {"field": name, "size": _FACET_VALUES}} for name in names if name in LABELS
        }
        asked["total"] = {"value_count": {"field": "key"}}
        answer = self._searcher.aggregate(query, asked)
        total = int(answer.pop("total")["value"] or 0)
        counts = {
            name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in found["buckets"]}
            for name, found in answer.items()
        }
        return counts, total

    def _query(self, lookup: Lookup) -> tantivy.Query:
        must: list[tuple[tantivy.Occur, tantivy.Query]] = [
            (tantivy.Occur.Must, query) for query in self._filters(lookup.filter)
        ]
        for phrase in lookup.phrases:
            must.append((tantivy.Occur.Must, self._phrase(phrase)))
        for phrase in lookup.excluded:
            must.append((tantivy.Occur.MustNot, self._phrase(phrase)))
        for name, values in lookup.filter.without.items():
            must.append((tantivy.Occur.MustNot, self._one_of(name, values)))
        words = [(tantivy.Occur.Should, self._word(word.terms)) for word in lookup.words]
        if words:
            least = max(1, min(lookup.least, len(words)))
            must.append((tantivy.Occur.Must, tantivy.Query.boolean_query(words, least)))
            extra = self._pairs(lookup.units)
            if extra is not None:
                # What stands together counts more; it is never what finds a document on its own.
                must.append((tantivy.Occur.Should, extra))
        if not any(occur is tantivy.Occur.Must for occur, _ in must):
            must.append((tantivy.Occur.Must, tantivy.Query.all_query()))
        return tantivy.Query.boolean_query(must)

    def _word(self, terms: tuple[tuple[str, float], ...]) -> tantivy.Query:
        each = []
        for term, weight in terms:
            character = len(term) == 1 and not term.isascii()
            fields = _UNIT_FIELDS if character else _WORD_FIELDS
            either = [
                (tantivy.Occur.Should, self._boosted(name, term, boost * weight)) for name, boost in fields
            ]
            if len(term) == 2 and pairs_of(term):
                # A word of two characters is there even where the text was cut otherwise.
                either.append((tantivy.Occur.Should, self._boosted("pairs", term, PAIRS * weight)))
            each.append(tantivy.Query.boolean_query(either))
        return each[0] if len(each) == 1 else tantivy.Query.disjunction_max_query(each, 0.1)

    def _boosted(self, field: str, term: str, boost: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)

    def _pairs(self, units: Terms) -> tantivy.Query | None:
        pairs = dict.fromkeys(pairs_of(units))
        if not pairs:
            return None
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._boosted("pairs", pair, PAIRS)) for pair in pairs]
        )

    def _phrase(self, units: Terms) -> tantivy.Query:
        each = []
        for name, _ in _UNIT_FIELDS:
            if len(units) == 1:
                each.append(tantivy.Query.term_query(self._schema, name, units[0]))
            else:
                each.append(tantivy.Query.phrase_query(self._schema, name, list(units)))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in each])

    def _filters(self, wanted: Filter) -> Iterator[tantivy.Query]:
        for name, values in wanted.labels.items():
            yield tantivy.Query.const_score_query(self._one_of(name, values), 0.0)
        for name, (low, high) in wanted.ranges.items():
            yield tantivy.Query.const_score_query(
                tantivy.Query.range_query(self._schema, name, tantivy.FieldType.Integer, low, high), 0.0
            )

    def _one_of(self, name: str, values: Terms) -> tantivy.Query:
        if name == "key":
            return tantivy.Query.term_set_query(self._schema, name, [int(value) for value in values])
        if len(values) == 1:
            return tantivy.Query.term_query(self._schema, name, values[0], index_option="basic")
        return tantivy.Query.term_set_query(self._schema, name, list(values))


class TantivyIndex:
    """An index in a folder. Opening one that is damaged raises ``ValueError``."""

    def __init__(self, folder: Path, *, analyzer: Analyzer, heap_bytes: int = _HEAP_BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("terms", _terms_tokenizer())
        self._index.config_reader("manual")
        self._analyzer = analyzer
        self._heap_bytes = heap_bytes
        self._writer: tantivy.IndexWriter | None = None
        self._reading: TantivyReading | None = None

    def write(self, documents: Iterable[Document], *, removed: Iterable[int] = ()) -> int:
        """Put documents in, in place of those with the same keys, and take *removed* out; then commit."""
        analyse = self._analyzer.analyse
        prepared = ((one, analyse(one.title), analyse(one.body)) for one in documents)
        return self.write_prepared(prepared, removed=removed)

    def write_prepared(
        self, documents: Iterable[Prepared], *, removed: Iterable[int] = (), is_new: bool = False
    ) -> int:
        """The same with texts that were analysed elsewhere; *is_new* says that no key is there yet."""
        writer = self._open_writer()
        for key in removed:
            self._delete(writer, key)
        written = 0
        for document, title, body in documents:
            if not is_new:
                self._delete(writer, document.key)
            writer.add_document(_made_of(document, title, body))
            written += 1
        writer.commit()
        return written

    def reading(self) -> TantivyReading:
        """The index as it is now, with everything that was committed."""
        self._index.reload()
        searcher = self._index.searcher()
        self._reading = TantivyReading(self._schema, searcher)
        return self._reading

    def close(self) -> None:
        """Let go of the writer, after what it merges."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def describe(self) -> Mapping[str, int]:
        """Documents and segments."""
        searcher = self._index.searcher()
        return {"documents": searcher.num_docs, "segments": searcher.num_segments}

    def _delete(self, writer: tantivy.IndexWriter, key: int) -> None:
        # By a query: deleting by a term takes a number for a signed one, and finds nothing.
        writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "key", key))

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(self._heap_bytes, 1)
        return self._writer


def _made_of(document: Document, title: Analysed, body: Analysed) -> tantivy.Document:
    made = tantivy.Document()
    made.add_unsigned("key", document.key)
    for name, terms in (
        ("title_words", title.words),
        ("body_words", body.words),
        ("title_units", title.units),
        ("body_units", body.units),
        ("pairs", (*pairs_of(title.units), *pairs_of(body.units))),
    ):
        if terms:
            made.add_text(name, " ".join(terms))
    for name, values in document.labels.items():
        for value in values:
            made.add_text(name, value)
    for name, number in document.numbers.items():
        made.add_integer(name, number)
    made.add_integer("length", len(title.words) + len(body.words))
    made.add_bytes("signature", packed(title, body))
    return made
