"""Terms of texts in Chinese, English and whatever else people write.

Each text gives two rows of terms. *Words* are what is looked up first: Chinese words by jieba in its search
mode (a long word together with the words in it), stemmed words of other scripts, and mixed names both whole
and in parts (SK-II: sk, ii, skii). *Units* are what a text is made of, one after the other: single
characters of scripts without spaces, stemmed words of the others. Phrases, distances and unknown words are
found by units.

Every step before the stemming keeps the number of characters, so an offset in the folded text is one in the
text that people see.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import opencc
import rjieba
import snowballstemmer

# Scripts that are written without spaces: Han, kana, Thai, Lao, Khmer, Burmese.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f\u3005\u3007"
_UNSPACED = f"{_HAN}\u3040-\u30ff\u31f0-\u31ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Inside a name these join what belongs together: SK-II, l'oréal, d&g, 3.5.
_JOINING = "-'’&.+·_"
_LETTER = f"[^\\W_{_UNSPACED}]"
_RUN = re.compile(
    f"(?P<han>[{_HAN}]+)|(?P<unspaced>[{_UNSPACED}]+)|(?P<word>{_LETTER}+(?:[{_JOINING}]{_LETTER}+)*)"
)
_PART = re.compile(r"[^\W\d_]+|\d+")
_PIECE = re.compile(f"[^{re.escape(_JOINING)}]+")
_CHINESE_WORD = re.compile(f"[{_HAN}]+")
_LONGEST = 40
_REMEMBERED = 400_000
_JOINED_MAX = 4


@dataclass(frozen=True, slots=True)
class Analysed:
    """Words and units of a text, in the order of the text."""

    words: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A term and the characters of the text that it stands for: ``text[begin:end]``."""

    term: str
    begin: int
    end: int


class _Folding(dict[int, int]):
    """One character for each character: lower case, half width, no accent, simplified Chinese.

    It fills itself with what texts hold; ``str.translate`` asks for a character once.
    """

    def __missing__(self, code: int) -> int:
        folded = self[code] = ord(_folded(chr(code)))
        return folded


@lru_cache(maxsize=1)
def _to_simplified() -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _folded(letter: str) -> str:
    if "\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or letter >= "\U00020000":
        normal = unicodedata.normalize("NFKC", letter)
        simple = _to_simplified()(normal)
        return simple if len(simple) == 1 else letter
    normal = unicodedata.normalize("NFKC", letter)
    if len(normal) != 1:
        return letter
    # Marks stay in scripts that are not Latin: there they make other letters (か and が).
    bare = unicodedata.normalize("NFD", normal)
    if len(bare) > 1 and bare[0] < "\u0250":
        normal = bare[0]
    small = normal.lower()
    return small if len(small) == 1 else normal


_FOLDING = _Folding()


def fold(text: str) -> str:
    """*text* with each character in its plainest form; as long as before."""
    return text.translate(_FOLDING)


# By the first letter of a word: Snowball's stemmer of the language that is mostly written in its script.
_BY_SCRIPT = (("\u0370", "\u03ff", "greek"), ("\u0400", "\u04ff", "russian"), ("\u0600", "\u06ff", "arabic"))


class Analyzer:
    """Makes terms of texts. One for an index: what it is given at start and ``learn`` decides its terms.

    *language* is Snowball's name of the language that Latin letters are mostly read as. Threads may share
    one.
    """

    def __init__(self, *, language: str = "english", words: Iterable[str] = ()) -> None:
        self.language = language
        self._jieba = rjieba.Jieba()
        self._stems: dict[str, str] = {}
        self._stemmers: dict[str, object] = {}
        self._lock = threading.Lock()
        self.learn(words)

    def learn(self, words: Iterable[str]) -> None:
        """Add words of the catalogue to the Chinese dictionary; known ones stay as they are."""
        for word in words:
            folded = fold(word)
            if (
                2 <= len(folded) <= 12
                and re.fullmatch(f"[{_HAN}]+", folded)
                and not self._jieba.has_word(folded)
            ):
                self._jieba.add_word(folded, 200, None)

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a Chinese word."""
        return bool(self._jieba.has_word(word))

    def analyse(self, text: str) -> Analysed:
        """Words and units of *text*."""
        words: list[str] = []
        units: list[str] = []
        for match in _RUN.finditer(fold(text)):
            run, kind = match.group(), match.lastgroup
            if kind == "han":
                units.extend(run)
                words.extend(self._chinese(run))
            elif kind == "unspaced":
                units.extend(run)
                words.extend(_pairs(run))
            else:
                for piece in _PIECE.findall(run):
                    stem = self.stem(piece)
                    units.append(stem)
                    words.append(stem)
                words.extend(self._joined(run))
        return Analysed(tuple(words), tuple(units))

    def spans(self, text: str) -> Iterator[Span]:
        """Words and single characters with their places in *text*, for highlights."""
        for match in _RUN.finditer(fold(text)):
            run, at, kind = match.group(), match.start(), match.lastgroup
            if kind == "han":
                for word, begin, end in self._jieba.tokenize(run, "search"):
                    yield Span(word, at + begin, at + end)
                if len(run) > 1:
                    yield from (Span(letter, at + place, at + place + 1) for place, letter in enumerate(run))
            elif kind == "unspaced":
                for place, pair in enumerate(_pairs(run)):
                    yield Span(pair, at + place, at + place + len(pair))
            else:
                for piece in _PIECE.finditer(run):
                    yield Span(self.stem(piece.group()), at + piece.start(), at + piece.end())
                for joined in self._joined(run):
                    yield Span(joined, at, match.end())

    def stem(self, word: str) -> str:
        """The stem of a folded word of a script with spaces."""
        stem = self._stems.get(word)
        if stem is None:
            with self._lock:
                if len(self._stems) >= _REMEMBERED:
                    self._stems.clear()
                stem = self._stems[word] = self._stemmed(word[:_LONGEST])
        return stem

    def spelt_since(self, count: int) -> tuple[list[str], int]:
        """Words of scripts with spaces as texts spelt them, all after the first *count* of them, and how many
        there are now. After the stems were forgotten they come again.
        """
        with self._lock:
            now = len(self._stems)
            return list(islice(self._stems, count if count <= now else 0, None)), now

    def _stemmed(self, word: str) -> str:
        if len(word) < 3 or (word.isascii() and not word.isalpha()):
            return word
        name = self.language
        if not word[0].isascii():
            name = next((name for low, high, name in _BY_SCRIPT if low <= word[0] <= high), name)
        stemmer = self._stemmers.get(name)
        if stemmer is None:
            stemmer = self._stemmers[name] = snowballstemmer.stemmer(name)
        return str(stemmer.stemWord(word)) or word  # type: ignore[attr-defined]

    def _chinese(self, run: str) -> list[str]:
        if len(run) == 1:
            return [run]
        return list(self._jieba.cut_for_search(run))

    def _joined(self, run: str) -> list[str]:
        """More terms of a mixed name: SK-II is skii too, and SPF50 is spf and 50."""
        more: list[str] = []
        pieces = _PIECE.findall(run)
        if 1 < len(pieces) <= _JOINED_MAX:
            more.append(self.stem("".join(pieces)))
        for piece in pieces:
            if len(piece) > 1 and not piece.isalpha() and not piece.isdecimal():
                parts = _PART.findall(piece)
                if 1 < len(parts) <= _JOINED_MAX:
                    more.extend(self.stem(part) for part in parts)
        return more


def pairs_of(units: Iterable[str]) -> list[str]:
    """Neighbouring characters of scripts without spaces, as pairs; units of other scripts give none."""
    found: list[str] = []
    before = ""
    for unit in units:
        is_character = len(unit) == 1 and is_unspaced(unit)
        if before and is_character:
            found.append(before + unit)
        before = unit if is_character else ""
    return found


@lru_cache(maxsize=65_536)
def is_unspaced(letter: str) -> bool:
    """Whether a character belongs to a script without spaces."""
    return re.match(f"[{_UNSPACED}]", letter) is not None


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[place : place + 2] for place in range(len(run) - 1)]


# A few words that only one language has, enough to tell them apart over many lines.
_TELLING = {
    "english": "the and of to is that with for was which",
    "german": "der die und das ist nicht mit ein eine zu",
    "french": "le les des est une dans pour que sur pas",
    "spanish": "el los las una por para que con del como",
    "italian": "il che di una per non della sono gli nel",
    "portuguese": "os uma para com não dos mais como ao pelo",
    "dutch": "het een van niet zijn voor met aan ook door",
    "swedish": "och att det som för inte är ett med till",
}


def language_of(texts: Iterable[str]) -> str:
    """The language that the Latin words of *texts* are mostly in, by their commonest ones; else English."""
    counts = dict.fromkeys(_TELLING, 0)
    telling = {name: set(words.split()) for name, words in _TELLING.items()}
    for text in texts:
        words = set(re.findall(r"[^\W\d_]+", text.lower()))
        for name, few in telling.items():
            counts[name] += len(words & few)
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 2 * counts["english"] else "english"
