"""Words of a query that no document has, read as words that some have.

The site corrects a whole query when it finds too little (``lexicon.Speller``). Here each unknown word is read
on its own, within a bounded time: as the pinyin of Chinese words, else as a slip of the keys.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from hongshu.discovery.engines.searching import pinyin
from hongshu.discovery.engines.searching.analysis import Analyzer, fold, is_unspaced
from hongshu.discovery.engines.searching.shapes import Wanted

VOCABULARY_MAX = 500_000
# Words of letters alone, of scripts with spaces: spf50 and 230ml are nothing to be corrected.
_PIECE = re.compile("(?<![0-9a-z])[a-z\u00df-\u024f\u0370-\u052f\u0600-\u06ff]++(?![0-9])")
_SHORTEST = 4
_SHORTEST_SOUND = 3
_LONGEST = 40
# So many unknown words of a query are looked at: a text of nothing but unknown words costs no more.
_UNKNOWN_MAX = 6
_NEAR_MAX = 24
_READINGS = 4
# What a second reading counts beside the likeliest one.
_SECOND = 0.7
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Respelt:
    """*text* with the likeliest reading of each unknown word in its place, and what else it may have meant:
    weaker terms for the words of *text*.
    """

    text: str
    others: tuple[Wanted, ...] = ()


class Respelling:
    """Reads unknown words by the words of the documents. Only the readings that it remembers change.

    *words* are words as documents spell them, folded and not stemmed; *frequency* tells in how many documents
    a term stands.
    """

    def __init__(self, words: Iterable[str], *, analyzer: Analyzer, frequency: Callable[[str], int]) -> None:
        self._analyzer = analyzer
        self._frequency = frequency
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_begin: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._chinese: list[str] = []
        self._by_sound: dict[str, list[str]] | None = None
        self._read: dict[str, tuple[str, ...]] = {}
        for word in words:
            if pinyin.is_chinese(word):
                self._chinese.append(word)
            elif len(word) >= _SHORTEST and not is_unspaced(word[0]):
                self._by_length[len(word)].append(word)
                self._by_begin[word[0], len(word)].append(word)

    def __call__(self, text: str) -> Respelt:
        """*text* as it was probably meant; itself when all its words are known or nothing is near."""
        others: list[Wanted] = []
        left = _UNKNOWN_MAX

        def read(match: re.Match[str]) -> str:
            nonlocal left
            word = match.group()
            if not left or not self._is_unknown(word):
                return word
            left -= 1
            readings = self._readings(word)
            if not readings:
                return word
            best, *weaker = readings
            if weaker:
                terms = tuple((self._analyzer.stem(other), _SECOND) for other in weaker)
                others.append(Wanted(self._analyzer.stem(best), terms))
            return f" {best} " if pinyin.is_chinese(best) else best

        folded = fold(text)
        changed = _PIECE.sub(read, folded)
        return Respelt(text) if changed == folded else Respelt(changed, tuple(others))

    def _is_unknown(self, word: str) -> bool:
        return _SHORTEST_SOUND <= len(word) <= _LONGEST and not self._frequency(self._analyzer.stem(word))

    def _readings(self, word: str) -> tuple[str, ...]:
        readings = self._read.get(word)
        if readings is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            readings = self._read[word] = self._sounding(word) or self._slipped(word)
        return readings

    def _sounding(self, word: str) -> tuple[str, ...]:
        if self._by_sound is None:
            # Seconds for hundreds of thousands of words, which only who types pinyin waits for, once.
            by_sound: dict[str, list[str]] = defaultdict(list)
            for chinese in self._chinese:
                by_sound[pinyin.typed(chinese)].append(chinese)
            self._by_sound = by_sound
        return tuple(sorted(self._by_sound.get(word, ()), key=self._rareness)[:_READINGS])

    def _slipped(self, word: str) -> tuple[str, ...]:
        """Words that are one slip away, or two of a longer word; the nearest only, the commonest first."""
        if len(word) < _SHORTEST:
            return ()
        for far in (1, 2) if len(word) > 5 else (1,):
            lengths = range(len(word) - far, len(word) + far + 1)
            # The first letter is seldom wrong; only when nothing begins so are the others looked at.
            same = (self._by_begin.get((word[0], length), ()) for length in lengths)
            for choices in (same, (self._by_length.get(length, ()) for length in lengths)):
                near = [
                    str(found[0])
                    for some in choices
                    for found in process.extract(
                        word, some, scorer=DamerauLevenshtein.distance, score_cutoff=far, limit=_NEAR_MAX
                    )
                ]
                if near:
                    return self._without_same_stems(sorted(near, key=self._rareness))
        return ()

    def _without_same_stems(self, words: list[str]) -> tuple[str, ...]:
        by_stem: dict[str, str] = {}
        for word in words:
            by_stem.setdefault(self._analyzer.stem(word), word)
        return tuple(by_stem.values())[:_READINGS]

    def _rareness(self, word: str) -> tuple[int, str]:
        return -self._frequency(self._analyzer.stem(word)), word
