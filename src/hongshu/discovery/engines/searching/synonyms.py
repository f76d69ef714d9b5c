"""Different names of one thing, applied when people ask: the index never has to be made anew for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hongshu.discovery.engines.searching.analysis import Analysed, Analyzer
from hongshu.discovery.engines.searching.shapes import Wanted

_LONGEST = 6
# An alias finds what the asked name finds, a little behind it.
_WEIGHT = 0.85


class Synonyms:
    """Groups of names: ``("sk-ii", "sk2", "神仙水")``. Each finds the others."""

    def __init__(self, groups: Iterable[Sequence[str]], analyzer: Analyzer) -> None:
        self._others: dict[tuple[str, ...], tuple[tuple[str, float], ...]] = {}
        for group in groups:
            forms = [(analyzer.analyse(name).units, _term_of(name, analyzer)) for name in group]
            for units, term in forms:
                others = tuple((other, _WEIGHT) for _, other in forms if other and other != term)
                if units and len(units) <= _LONGEST and others:
                    self._others[units] = self._others.get(units, ()) + others
        self._term = {}
        for group in groups:
            for name in group:
                self._term[analyzer.analyse(name).units] = _term_of(name, analyzer)

    def __call__(self, asked: Analysed) -> tuple[Wanted, ...]:
        """For each name in what was asked, the other names; the longest names first."""
        found: list[Wanted] = []
        units, at = asked.units, 0
        while at < len(units):
            for size in range(min(_LONGEST, len(units) - at), 0, -1):
                name = units[at : at + size]
                if name in self._others:
                    term = self._term[name]
                    found.append(Wanted(term, ((term, 1.0), *self._others[name])))
                    at += size - 1
                    break
            at += 1
        return tuple(found)


def _term_of(name: str, analyzer: Analyzer) -> str:
    """The one word by which the index finds a name: its longest."""
    words = analyzer.analyse(name).words
    return max(words, key=len) if words else ""
