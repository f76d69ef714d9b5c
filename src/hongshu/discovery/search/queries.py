"""Reads of search: what is found, what is suggested, what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from time import monotonic

import numpy as np
from django.db.models import Count

from hongshu.discovery.engines.searching.features import Rows
from hongshu.discovery.engines.searching.finding import Ranked
from hongshu.discovery.engines.searching.querying import Typed, take_apart
from hongshu.discovery.engines.searching.ranking import SITE_RANKER, SITE_WEIGHTS
from hongshu.discovery.engines.searching.shapes import Filter, Found, Lookup
from hongshu.discovery.search.contracts import (
    QUERY_SENT_MAX,
    Answer,
    Did,
    FoundThing,
    Kind,
    QueryTooLong,
    Results,
    SearchFilter,
    Sort,
)
from hongshu.discovery.search.models import AliasRow, SearchRow, StoppedRow
from hongshu.discovery.search.reading import READER, Groups, Opened
from hongshu.discovery.search.shipped import SHIPPED_ALIASES
from hongshu.kernel import clock
from hongshu.kernel import settings as house
from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Kept

BUDGET_S = 0.1
EVERYTHING = SearchFilter()
FOUND_MAX = 300
_ENOUGH = 3
_FEW = {Kind.MEMBER: 60, Kind.BRAND: 3}
_DAY_S = 86_400
_FRESH_S = 120 * _DAY_S
_HOT_FOR = timedelta(days=2)
_BEFORE = timedelta(days=9)
_SUGGESTED_FOR = timedelta(days=60)
_SORTS = {
    Sort.NEWEST: "made_s",
    Sort.LIKED: "likes",
    Sort.COMMENTED: "comments",
    Sort.COLLECTED: "collects",
    Sort.CHEAPEST: "-price_minor",
    Sort.DEAREST: "price_minor",
}
_FACETS = {Kind.NOTE: ("channel", "brand"), Kind.PRODUCT: ("brand", "category", "stock")}
_PRICED = (Sort.CHEAPEST, Sort.DEAREST)
_LIKED = (Kind.NOTE, Kind.PRODUCT)
_FEATURES = tuple(SITE_WEIGHTS)


def search(
    *,
    text: str,
    kinds: Sequence[Kind],
    chosen: SearchFilter = EVERYTHING,
    sort: Sort = Sort.BEST,
    explain: bool = False,
) -> Answer:
    """What is found for *text*, by kind. No query of the database, but for the synonyms every half minute.

    Words, "phrases" and -words. When little is found, the spelling is corrected, then fewer words have to be
    there, then what is liked is given, and the answer says which. Within BUDGET_S; past it what is there so
    far, said to be partial. Raises QueryTooLong.
    """
    if len(text) > QUERY_SENT_MAX:
        raise QueryTooLong(most=QUERY_SENT_MAX)
    typed = take_apart(text)
    opened = READER.opened(_ALIASES)
    if opened is None:
        return Answer(text=typed.text, by_kind={kind: Results() for kind in kinds}, is_ready=False)
    run = _Run(opened, tuple(kinds), chosen, sort, explain, until=monotonic() + BUDGET_S)
    answer = run.answered(typed, strict=True)
    if _is_enough(answer) or not typed.text:
        return answer
    reading = opened.finder.reading
    stem = opened.finder.analyzer.stem
    better = opened.speller.correct(typed.text, is_known=lambda word: reading.frequency(stem(word)) > 0)
    if better != typed.text:
        corrected = run.answered(replace(typed, text=better, phrases=()), strict=True)
        if _count(corrected) > _count(answer):
            return replace(corrected, did=Did.CORRECTED)
    relaxed = run.answered(replace(typed, phrases=()), strict=False)
    if _count(relaxed) > _count(answer):
        return replace(relaxed, did=Did.RELAXED)
    return answer if _count(answer) else replace(run.liked(typed), did=Did.RELATED)


@dataclass(frozen=True, slots=True)
class _Run:
    """One search with its bounds."""

    opened: Opened
    kinds: tuple[Kind, ...]
    chosen: SearchFilter
    sort: Sort
    explain: bool
    until: float

    def answered(self, typed: Typed, *, strict: bool) -> Answer:
        finder = self.opened.finder
        words, units = finder.question(typed.text)
        analyse = finder.analyzer.analyse
        lookup = Lookup(
            words=words,
            units=units,
            least=_least(len(words)) if strict else 1,
            with_alike=not strict,
            phrases=tuple(filter(None, (analyse(phrase).units for phrase in typed.phrases))),
            excluded=tuple(filter(None, (analyse(word).units for word in typed.excluded))),
        )
        if not words:
            empty: dict[Kind, Results] = {kind: Results() for kind in self.kinds}
            return Answer(text=typed.text, by_kind=empty, model=SITE_RANKER.version)
        terms = frozenset(term for word in words for term, _ in word.terms)
        return self._answer(typed.text, lookup, terms)

    def liked(self, typed: Typed) -> Answer:
        """What is liked most, whatever it is about."""
        things = replace(self, kinds=tuple(kind for kind in self.kinds if kind in _LIKED))
        return things._answer(typed.text, Lookup(sort="likes"), frozenset())

    def _answer(self, text: str, lookup: Lookup, terms: frozenset[str]) -> Answer:
        by_kind: dict[Kind, Results] = {}
        is_partial = False
        for kind in self.kinds:
            if monotonic() > self.until:
                by_kind[kind], is_partial = Results(), True
                continue
            ranked = self._ranked(kind, lookup)
            is_partial |= ranked.is_partial
            by_kind[kind] = Results(
                things=self._things(ranked),
                total=ranked.found.total or len(ranked.keys),
                facets=ranked.found.facets,
            )
        return Answer(
            text=text, by_kind=by_kind, terms=terms, is_partial=is_partial, model=SITE_RANKER.version
        )

    def _ranked(self, kind: Kind, lookup: Lookup) -> Ranked:
        finder = self.opened.finder
        sort = self.sort if (self.sort in _PRICED) == (kind is Kind.PRODUCT) else Sort.BEST
        whole = replace(
            lookup,
            filter=_filter_of(kind, self.chosen),
            sort=_SORTS.get(sort, "") or lookup.sort,
            limit=_FEW.get(kind, FOUND_MAX),
            facets=_FACETS.get(kind, ()),
        )
        return finder.find(whole, until=self.until, site=self._features)

    def _features(self, found: Found, count: int) -> Rows:
        reading = self.opened.finder.reading
        rows = np.zeros((count, len(_FEATURES)), dtype=np.float32)
        now_s = clock.now().timestamp()
        made = reading.numbers("made_s", found.places)
        rows[:, _FEATURES.index("fresh")] = np.where(
            made > 0, np.exp(-np.maximum(now_s - made, 0) / _FRESH_S), 0
        )
        likes = reading.numbers("likes", found.places)
        rows[:, _FEATURES.index("liked")] = np.minimum(np.log1p(likes) / 8, 1)
        rows[:, _FEATURES.index("quality")] = np.minimum(reading.numbers("quality", found.places) / 6, 1)
        rows[:, _FEATURES.index("kol")] = reading.numbers("kol", found.places)
        rows[:, _FEATURES.index("verified")] = np.minimum(reading.numbers("verified", found.places), 1)
        return rows

    def _things(self, ranked: Ranked) -> tuple[FoundThing, ...]:
        return tuple(
            FoundThing(
                Id(key),
                score,
                SITE_RANKER.parts(ranked.rows[place]) if self.explain and place < len(ranked.rows) else {},
            )
            for place, (key, score) in enumerate(zip(ranked.keys, ranked.scores, strict=True))
        )


def _least(words: int) -> int:
    return words if words <= 2 else ceil(words * 0.7)


def _count(answer: Answer) -> int:
    return sum(len(results.things) for results in answer.by_kind.values())


def _is_enough(answer: Answer) -> bool:
    return answer.is_partial or _count(answer) >= _ENOUGH


def _filter_of(kind: Kind, chosen: SearchFilter) -> Filter:
    labels: dict[str, tuple[str, ...]] = {"kind": (kind.value,)}
    ranges: dict[str, tuple[int | None, int | None]] = {}
    without: dict[str, tuple[str, ...]] = {}
    if chosen.brand and kind in (Kind.NOTE, Kind.PRODUCT):
        labels["brand"] = (chosen.brand,)
    if kind is Kind.NOTE:
        if chosen.channel:
            labels["channel"] = (chosen.channel,)
        if chosen.place:
            labels["place"] = (chosen.place,)
        if chosen.author_ids is not None:
            labels["author"] = tuple(str(int(key)) for key in chosen.author_ids) or ("0",)
        if chosen.since_days is not None:
            ranges["made_s"] = (int(clock.now().timestamp()) - chosen.since_days * _DAY_S, None)
    if kind is Kind.PRODUCT:
        if chosen.category:
            labels["category"] = (chosen.category,)
        if chosen.in_stock:
            labels["stock"] = ("yes",)
        if chosen.lowest_minor is not None or chosen.highest_minor is not None:
            ranges["price_minor"] = (chosen.lowest_minor, chosen.highest_minor)
    if chosen.without_ids:
        without["key"] = tuple(str(int(key)) for key in chosen.without_ids)
    return Filter(labels=labels, ranges=ranges, without=without)


def suggest(*, begun: str, limit: int = 8) -> tuple[str, ...]:
    """What people mean who have typed *begun*: queries that enough people made, then words of the
    catalogue.
    """
    key = take_apart(begun).text[:40]
    opened = READER.opened(_ALIASES)
    if not key or opened is None:
        return ()
    folded = key.lower()
    asked = [text for text in _ASKED() if text.lower().startswith(folded)]
    stopped = _STOPPED()
    found = dict.fromkeys([*asked, *opened.lexicon.complete(key, limit=limit * 2)])
    return tuple(text for text in found if text.lower() not in stopped)[:limit]


def places_of(terms: frozenset[str], text: str) -> tuple[tuple[int, int], ...]:
    """Where *text* has the words of a query, as pairs of character offsets that do not touch each other."""
    opened = READER.opened(_ALIASES)
    if opened is None or not terms:
        return ()
    hits = sorted((span.begin, span.end) for span in opened.finder.analyzer.spans(text) if span.term in terms)
    merged: list[tuple[int, int]] = []
    for begin, end in hits:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def list_history(user_id: Id, *, limit: int = 10) -> tuple[str, ...]:
    """What a member looked for lately, each query once, the newest first. One query."""
    rows = SearchRow.objects.filter(user_id=user_id).order_by("-id")
    return tuple(dict.fromkeys(rows.values_list("text", flat=True)[: limit * 6]))[:limit]


def list_searches(user_id: Id) -> tuple[tuple[str, str], ...]:
    """Everything that is kept of a member's searches, as times and texts, for their export."""
    rows = SearchRow.objects.filter(user_id=user_id).order_by("id")
    return tuple((made_at.isoformat(), text) for made_at, text in rows.values_list("made_at", "text"))


def list_hot(*, limit: int = 10) -> tuple[str, ...]:
    """Queries that rise: made by more people in the last two days than in the week before would let expect.

    Only what enough people made, and nothing that staff stopped. Held for a minute.
    """
    return _HOT()[:limit]


def people_needed() -> int:
    """How many people have to make a query before others see it."""
    return 3 if house.current().demo else 20


def _asked_queries() -> tuple[str, ...]:
    since = clock.now() - _SUGGESTED_FOR
    rows = SearchRow.objects.filter(made_at__gte=since, found__gt=0).values("folded")
    counted = rows.annotate(people=Count("actor", distinct=True)).filter(people__gte=people_needed())
    return tuple(counted.order_by("-people").values_list("folded", flat=True)[:2000])


def _hot_queries() -> tuple[str, ...]:
    now = clock.now()

    def people(begin: timedelta, end: timedelta) -> Counter[str]:
        rows = SearchRow.objects.filter(made_at__gte=now - begin, made_at__lt=now - end, found__gt=0)
        counted = rows.values("folded").annotate(people=Count("actor", distinct=True))
        return Counter(dict(counted.values_list("folded", "people")))

    lately, before = people(_HOT_FOR, timedelta()), people(_BEFORE, _HOT_FOR)
    needed, stopped = people_needed(), _STOPPED()
    # The week before is three and a half times as long; five people more are nothing yet for a rare query.
    rising = {text: count / (5 + before[text] / 3.5) for text, count in lately.items() if count >= needed}
    return tuple(
        sorted((text for text in rising if text not in stopped), key=lambda text: -rising[text])[:50]
    )


def _alias_groups() -> Groups:
    return (
        *SHIPPED_ALIASES,
        *(tuple(map(str, names)) for names in AliasRow.objects.values_list("names", flat=True)),
    )


def _stopped_queries() -> frozenset[str]:
    return frozenset(StoppedRow.objects.values_list("folded", flat=True))


_ALIASES: Kept[Groups] = Kept(_alias_groups, window_s=30)
_STOPPED: Kept[frozenset[str]] = Kept(_stopped_queries, window_s=30)
_ASKED: Kept[tuple[str, ...]] = Kept(_asked_queries, window_s=60)
_HOT: Kept[tuple[str, ...]] = Kept(_hot_queries, window_s=60)
