"""A query answered: candidates by terms and by likeness, brought together, then ranked by their features."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

import numpy as np

from hongshu.discovery.engines.searching.analysis import Analysed, Analyzer
from hongshu.discovery.engines.searching.features import (
    TEXT_FEATURES,
    Question,
    Rows,
    rarity_of,
    text_features,
)
from hongshu.discovery.engines.searching.index import Reading
from hongshu.discovery.engines.searching.ranking import TEXT_RANKER, LinearRanker
from hongshu.discovery.engines.searching.shapes import Found, Lookup, Terms, Wanted
from hongshu.discovery.engines.searching.signature import numbers_of, unpacked
from hongshu.discovery.engines.searching.spelling import Respelling, Respelt
from hongshu.discovery.engines.searching.stopwords import without_empty_characters, without_empty_words
from hongshu.discovery.engines.searching.vectors import Neighbours, TextModel

WORDS_MAX = 24
RANKED = 100
_UNITS_MAX = 48
_ALIKE_MAX = 200
# Alike enough to be found without a word in common.
_ALIKE_LEAST = 0.35
Synonyms = Callable[[Analysed], tuple[Wanted, ...]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was found, best first. ``rows`` are the features of the first documents, by the ranker's names."""

    keys: tuple[int, ...]
    scores: tuple[float, ...]
    rows: Rows
    names: tuple[str, ...]
    found: Found
    is_partial: bool = False
    extra: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finder:
    """Everything that a search needs, for one reading of the index."""

    reading: Reading
    analyzer: Analyzer
    ranker: LinearRanker = TEXT_RANKER
    model: TextModel | None = None
    neighbours: Neighbours | None = None
    synonyms: Synonyms | None = None
    respelling: Respelling | None = None

    def question(self, text: str) -> tuple[tuple[Wanted, ...], Terms]:
        """What *text* asks for, the rarest things when it asks for too many, and its units.

        Unknown words are read as known ones where ``respelling`` says which.
        """
        respelt = self.respelling(text) if self.respelling is not None else Respelt(text)
        analysed = self.analyzer.analyse(respelt.text)
        words = tuple(dict.fromkeys(without_empty_words(analysed.words)))
        if len(words) > WORDS_MAX:
            rarest = sorted(words, key=self._rareness)[:WORDS_MAX]
            words = tuple(word for word in words if word in set(rarest))
        wanted = tuple(Wanted(word, ((word, 1.0),)) for word in words)
        wanted = _joined(wanted, respelt.others)
        if self.synonyms is not None:
            wanted = _joined(wanted, self.synonyms(analysed))
        return wanted, without_empty_characters(analysed.units)[:_UNITS_MAX]

    def lookup(self, text: str, *, limit: int) -> Lookup:
        """The lookup of a plain text: any of its words may be there."""
        words, units = self.question(text)
        return Lookup(words=words, units=units, limit=limit)

    def find(
        self,
        lookup: Lookup,
        *,
        ranked: int = RANKED,
        until: float | None = None,
        site: Callable[[Found, int], Rows] | None = None,
    ) -> Ranked:
        """The documents for *lookup*: *ranked* of them by features, the others behind, as the index had them.

        *site* gives more features of the first documents that were found. After *until* (of the monotonic
        clock) nothing more is begun: the answer is partial then, in the index's own order.
        """
        found = self.reading.find(lookup)
        alike = self._alike(lookup, found) if until is None or monotonic() < until else {}
        found, likeness = self._with_alike(lookup, found, alike)
        if not found.keys or lookup.sort or not lookup.words:
            return Ranked(found.keys, found.scores, _no_rows(), TEXT_FEATURES, found)
        if until is not None and monotonic() >= until:
            return Ranked(found.keys, found.scores, _no_rows(), TEXT_FEATURES, found, is_partial=True)
        return self._ranked(lookup, found, likeness, ranked, site)

    def _ranked(
        self,
        lookup: Lookup,
        found: Found,
        likeness: Rows,
        ranked: int,
        site: Callable[[Found, int], Rows] | None,
    ) -> Ranked:
        count = min(ranked, len(found.keys))
        head = _head(found, likeness, count)
        places = [found.places[place] for place in head]
        rarity = [self._rarity(word) for word in lookup.words]
        rows = text_features(
            Question.of(lookup.words, rarity, lookup.units),
            [unpacked(kept) for kept in self.reading.signatures(places)],
            first=np.array([found.scores[place] for place in head], dtype=np.float32),
            alike=likeness[head],
            mean_length=self.reading.mean_length(),
        )
        if site is not None:
            rows = np.hstack([rows, site(_picked(found, head), count)])
        scores = self.ranker.scores(rows)
        order = np.argsort(-scores, kind="stable")
        chosen = {int(place) for place in head}
        tail = [place for place in range(len(found.keys)) if place not in chosen]
        whole = [int(head[place]) for place in order] + tail
        return Ranked(
            keys=tuple(found.keys[place] for place in whole),
            scores=tuple(map(float, scores[order])) + tuple(found.scores[place] for place in tail),
            rows=rows[order],
            names=self.ranker.names,
            found=found,
        )

    def _rareness(self, word: str) -> int:
        return self.reading.frequency(word) or 1 << 40

    def _rarity(self, word: Wanted) -> float:
        weighed = [(weight, self.reading.frequency(term)) for term, weight in word.terms]
        frequency = max((often for weight, often in weighed if weight >= 1.0), default=0)
        frequency = frequency or max((often for _, often in weighed), default=0)
        return rarity_of(frequency, self.reading.count)

    def _alike(self, lookup: Lookup, found: Found) -> dict[int, float]:
        """Likeness by key: of the found documents where it is known at once, and of the most alike ones."""
        if self.model is None or self.neighbours is None or lookup.sort or not lookup.words:
            return {}
        terms = tuple(term for word in lookup.words for term, weight in word.terms if weight >= 1.0)
        vector = self.model.vector_of(numbers_of(terms))
        known = self.neighbours.likeness(vector, found.keys)
        keys, likeness = self.neighbours.near(vector, limit=_ALIKE_MAX)
        return {**known, **dict(zip(map(int, keys), map(float, likeness), strict=True))}

    def _with_alike(self, lookup: Lookup, found: Found, alike: Mapping[int, float]) -> tuple[Found, Rows]:
        """*found* with the documents that are only alike behind it, and the likeness of each."""
        if not alike:
            return found, np.zeros(len(found.keys), np.float32)
        known = set(found.keys)
        room = max(0, lookup.limit - len(found.keys))
        more = [key for key, near in alike.items() if key not in known and near >= _ALIKE_LEAST][:room]
        if more and lookup.with_alike:
            asked = Lookup(
                filter=replace(lookup.filter, labels={**lookup.filter.labels, "key": tuple(map(str, more))}),
                phrases=lookup.phrases,
                excluded=lookup.excluded,
                limit=len(more),
            )
            added = self.reading.find(asked)
            found = replace(
                found,
                keys=found.keys + added.keys,
                scores=found.scores + (0.0,) * len(added.keys),
                places=found.places + added.places,
            )
        return found, np.array([alike.get(key, 0.0) for key in found.keys], dtype=np.float32)


def _no_rows() -> Rows:
    return np.zeros((0, len(TEXT_FEATURES)), dtype=np.float32)


def _head(found: Found, likeness: Rows, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Which documents are ranked by their features: the best by terms, and a few of the most alike."""
    by_terms = np.arange(count)
    by_likeness = np.argsort(-likeness, kind="stable")[: count // 5]
    by_likeness = by_likeness[likeness[by_likeness] >= _ALIKE_LEAST]
    more = by_likeness[by_likeness >= count]
    return np.concatenate([by_terms[: count - len(more)], more])


def _picked(found: Found, head: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.int64]]) -> Found:
    return replace(
        found,
        keys=tuple(found.keys[place] for place in head),
        scores=tuple(found.scores[place] for place in head),
        places=tuple(found.places[place] for place in head),
    )


def _joined(wanted: tuple[Wanted, ...], more: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    """Wanted words with what else means them: alternatives of a word that is there go to that word."""
    by_text = {word.text: word for word in wanted}
    for one in more:
        there = by_text.get(one.text)
        terms = one.terms if there is None else there.terms + one.terms
        by_text[one.text] = Wanted(one.text, tuple(dict.fromkeys(terms)))
    return tuple(by_text.values())
