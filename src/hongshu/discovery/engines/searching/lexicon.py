"""Words and phrases that are worth suggesting, found by how they begin, sound or are misspelt."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from hongshu.discovery.engines.searching import pinyin
from hongshu.discovery.engines.searching.analysis import fold

_SPREAD = 400
_LATIN = re.compile(r"[a-z][a-z0-9]*")
_SHORTEST = 4
_CUT = re.compile(r"[\s\-_·.&'’]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to suggest; the heavier, the sooner."""

    text: str
    weight: float


class Lexicon:
    """Phrases by their beginning: of the text, of each of its words, of pinyin, of initials.

    Made once and then only read; threads may share it.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        best: dict[str, Phrase] = {}
        for phrase in phrases:
            key = " ".join(fold(phrase.text).split())
            if key and (key not in best or best[key].weight < phrase.weight):
                best[key] = phrase
        self._phrases = list(best.values())
        entries: list[tuple[str, int]] = []
        for place, key in enumerate(best):
            entries += ((begun, place) for begun in _beginnings(key))
        entries.sort()
        self._keys = [key for key, _ in entries]
        self._places = [place for _, place in entries]
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        self._by_near: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(best):
            if pinyin.is_chinese(key):
                self._by_sound[pinyin.typed(key)].append(place)
                self._by_near[pinyin.near(key)].append(place)

    def __len__(self) -> int:
        return len(self._phrases)

    def complete(self, begun: str, *, limit: int) -> list[str]:
        """Phrases that begin with *begun* in one of the ways, the heaviest first."""
        key = _CUT.sub("", fold(begun))
        if not key:
            return []
        found: dict[int, float] = {}
        at = bisect_left(self._keys, key)
        for entry in range(at, min(at + _SPREAD, len(self._keys))):
            if not self._keys[entry].startswith(key):
                break
            found.setdefault(self._places[entry], self._phrases[self._places[entry]].weight)
        order = sorted(found, key=lambda place: (-found[place], self._phrases[place].text))
        return [self._phrases[place].text for place in order[:limit]]

    def sounding_like(self, text: str) -> str:
        """The heaviest phrase that is said like *text*, or typed so; then nearly so; empty for none."""
        key = _CUT.sub("", fold(text))
        sounds = pinyin.typed(key) if pinyin.is_chinese(key) else key
        places = self._by_sound.get(sounds)
        if not places and pinyin.is_chinese(key):
            places = self._by_near.get(pinyin.near(key))
        if not places:
            return ""
        best = self._phrases[max(places, key=lambda place: self._phrases[place].weight)].text
        return "" if fold(best) == key else best


def _beginnings(key: str) -> Iterator[str]:
    """Everything by whose beginning a phrase is found."""
    whole = _CUT.sub("", key)
    yield whole
    words = _CUT.split(key)
    for place in range(1, min(len(words), 6)):
        yield "".join(words[place:])
    if pinyin.is_chinese(whole):
        yield pinyin.typed(whole)
        yield pinyin.initials(whole)


class Speller:
    """Corrects what nothing is found for: Latin words by Damerau's distance, Chinese ones by their sound.

    *words* are Latin words (folded, not stemmed) of the documents with how often they are there.
    """

    def __init__(self, words: Mapping[str, int], lexicon: Lexicon) -> None:
        self._words = dict(words)
        self._lexicon = lexicon
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if len(word) >= _SHORTEST:
                self._by_first[word[0]].append(word)

    def correct(self, text: str, *, is_known: Callable[[str], bool]) -> str:
        """*text* as it was probably meant; itself when every word of it is known or nothing is near."""
        said = self._lexicon.sounding_like(text)
        if said:
            return said
        changed = _LATIN.sub(lambda match: self._word(match.group(), is_known), fold(text))
        return text if changed == fold(text) else changed

    def _word(self, word: str, is_known: Callable[[str], bool]) -> str:
        if len(word) < _SHORTEST or word in self._words or is_known(word):
            return word
        said = self._lexicon.sounding_like(word)
        if said:
            return said
        far = 1 if len(word) <= 5 else 2
        # The first letter is seldom wrong; only when nothing begins so are the others looked at.
        for choices in (self._by_first.get(word[0], []), list(self._words)):
            near = process.extract(
                word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=far, limit=12
            )
            if near:
                best = min(near, key=lambda one: (one[1], -self._words[str(one[0])]))
                return str(best[0])
        return word
