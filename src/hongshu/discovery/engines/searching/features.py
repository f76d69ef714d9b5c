"""What is seen of a query and a document together: the features that ranking weighs.

All candidates are looked at at once, as arrays of term numbers. Every feature is between 0 and 1, so that a
weight says how much it can matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hongshu.discovery.engines.searching.shapes import Terms, Wanted
from hongshu.discovery.engines.searching.signature import Signature, number_of, numbers_of

# In this order everywhere; docs/decisions says what each is for.
TEXT_FEATURES = (
    "bm25f",
    "first",
    "covered",
    "covered_title",
    "units",
    "pairs",
    "near",
    "whole_title",
    "starts",
    "phrase",
    "alike",
    "short",
)
_K1, _B = 1.2, 0.6
_TITLE = 2.0
_NEAR = 8
Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Question:
    """A query in numbers: of each wanted thing its terms, weights and inverse document frequency; its
    units.
    """

    terms: tuple[tuple[tuple[int, float], ...], ...]
    rarity: Rows
    units: NDArray[np.int32]

    @classmethod
    def of(cls, words: Sequence[Wanted], rarity: Sequence[float], units: Terms) -> Question:
        """*rarity* is the inverse document frequency of each of *words*."""
        return cls(
            tuple(tuple((number_of(term), weight) for term, weight in word.terms) for word in words),
            np.array(rarity, dtype=np.float32),
            numbers_of(units),
        )


def rarity_of(frequency: int, count: int) -> float:
    """BM25's inverse document frequency."""
    return float(np.log1p((count - frequency + 0.5) / (frequency + 0.5))) if count else 0.0


def text_features(
    question: Question,
    signatures: Sequence[Signature],
    *,
    first: Rows,
    alike: Rows,
    mean_length: float,
) -> Rows:
    """``float32[documents, TEXT_FEATURES]``.

    *first* are the index's scores and *alike* the vectors' likenesses, 0 where a document has none.
    """
    count = len(signatures)
    rows = np.zeros((count, len(TEXT_FEATURES)), dtype=np.float32)
    if not count:
        return rows
    in_title, title_length = _frequencies(question, [one.title_words for one in signatures])
    in_body, body_length = _frequencies(question, [one.body_words for one in signatures])
    total = max(float(question.rarity.sum()), 1e-6)
    stretch = 1 - _B + _B * (title_length + body_length) / max(mean_length, 1.0)
    damped = (_TITLE * in_title + in_body) / stretch[:, None]
    # In one text alone a word of the title would count twice what it counts in a text without a title.
    rows[:, 0] = (damped / (damped + _K1)) @ question.rarity / total
    rows[:, 1] = first / max(float(first.max()), 1e-6)
    rows[:, 2] = np.minimum(in_title + in_body, 1.0) @ question.rarity / total
    rows[:, 3] = np.minimum(in_title, 1.0) @ question.rarity / total
    _by_units(question, signatures, rows)
    rows[:, 10] = np.maximum(alike, 0)
    rows[:, 11] = 1 / (1 + (title_length + body_length) / max(mean_length, 1.0))
    return rows


def _frequencies(question: Question, texts: Sequence[NDArray[np.int32]]) -> tuple[Rows, Rows]:
    """How often each wanted thing is in each text, ``[texts, wanted]``, and the texts' lengths."""
    count, wanted = len(texts), len(question.terms)
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=count)
    found = np.zeros((count, wanted), dtype=np.float32)
    whole = np.concatenate(texts)
    owners = np.repeat(np.arange(count), lengths)
    for place, terms in enumerate(question.terms):
        for number, weight in terms:
            hits = np.bincount(owners[whole == number], minlength=count)
            np.maximum(found[:, place], weight * hits, out=found[:, place])
    return found, lengths.astype(np.float32)


def _by_units(question: Question, signatures: Sequence[Signature], rows: Rows) -> None:
    """Features 4 to 9, from the order of units. Title and body are looked at as one text with a gap."""
    units = question.units
    if not len(units):
        return
    distinct = np.unique(units)
    gap = np.full(_NEAR + 1, -1, dtype=np.int32)
    parts: list[NDArray[np.int32]] = []
    for one in signatures:
        parts += [one.title_units, gap, one.body_units, gap]
    whole = np.concatenate(parts)
    lengths = np.fromiter(
        (len(one.title_units) + len(one.body_units) + 2 * len(gap) for one in signatures),
        dtype=np.int64,
        count=len(signatures),
    )
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    owners = np.repeat(np.arange(len(signatures)), lengths)
    places = np.minimum(np.searchsorted(distinct, whole), len(distinct) - 1)
    hits = np.flatnonzero(distinct[places] == whole)
    if not len(hits):
        return
    held = np.zeros((len(signatures), len(distinct)), dtype=np.float32)
    held[owners[hits], places[hits]] = 1
    rows[:, 4] = held.mean(axis=1)
    wanted_pairs = _pairs_held(
        units, distinct, whole=whole, hits=hits, places=places, owners=owners, rows=rows
    )
    _nearness(hits, places, owners, len(distinct), rows)
    title_units = np.fromiter((len(one.title_units) for one in signatures), dtype=np.int64, count=len(rows))
    first_unit = np.minimum(starts, len(whole) - 1)
    rows[:, 8] = whole[first_unit] == units[0]
    is_whole = rows[:, 5] >= 1 if wanted_pairs else rows[:, 4] >= 1
    rows[:, 9] = is_whole
    rows[:, 7] = is_whole & (title_units == len(units))


def _pairs_held(
    units: NDArray[np.int32],
    distinct: NDArray[np.int32],
    *,
    whole: NDArray[np.int32],
    hits: NDArray[np.int64],
    places: NDArray[np.int64],
    owners: NDArray[np.int64],
    rows: Rows,
) -> bool:
    """Feature 5: which part of the query's neighbours are neighbours in the text, in the same order."""
    size = len(distinct)
    at = np.searchsorted(distinct, units)
    wanted = np.unique(at[:-1] * size + at[1:]) if len(units) > 1 else np.zeros(0, np.int64)
    if not len(wanted):
        return False
    inner = hits[hits + 1 < len(whole)]
    follows = places[inner + 1]
    next_is_hit = distinct[follows] == whole[inner + 1]
    codes = places[inner] * size + follows
    which = np.minimum(np.searchsorted(wanted, codes), len(wanted) - 1)
    fit = next_is_hit & (wanted[which] == codes)
    held = np.zeros((len(rows), len(wanted)), dtype=np.float32)
    held[owners[inner[fit]], which[fit]] = 1
    rows[:, 5] = held.mean(axis=1)
    return True


def _nearness(
    hits: NDArray[np.int64],
    places: NDArray[np.int64],
    owners: NDArray[np.int64],
    distinct: int,
    rows: Rows,
) -> None:
    """Feature 6: how closely different units of the query follow each other, whatever their order."""
    if len(hits) < 2 or distinct < 2:
        return
    distance = np.diff(hits)
    other = places[hits[1:]] != places[hits[:-1]]
    same_text = owners[hits[1:]] == owners[hits[:-1]]
    fit = other & same_text & (distance <= _NEAR)
    closeness = np.bincount(owners[hits[1:]][fit], weights=1 / distance[fit], minlength=len(rows))
    rows[:, 6] = np.minimum(closeness / (distinct - 1), 1.0)
