"""A document's terms in their order, as numbers: what ranking looks at without analysing the text again."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hongshu.discovery.engines.searching.analysis import Analysed

# Beyond so many units a text adds little to what it is about; whole notes and passages are shorter.
UNITS_MAX = 384
_REMEMBERED = 1_000_000
_numbers: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Signature:
    """Words and units of title and body, as ``int32`` numbers of terms."""

    title_words: NDArray[np.int32]
    title_units: NDArray[np.int32]
    body_words: NDArray[np.int32]
    body_units: NDArray[np.int32]


def number_of(term: str) -> int:
    """The 31-bit number that stands for a term everywhere; two terms may share one, rarely."""
    number = _numbers.get(term)
    if number is None:
        if len(_numbers) >= _REMEMBERED:
            _numbers.clear()
        number = _numbers[term] = zlib.crc32(term.encode("utf-8", "surrogatepass")) & 0x7FFFFFFF
    return number


def numbers_of(terms: tuple[str, ...]) -> NDArray[np.int32]:
    """The numbers of terms, ``int32[len(terms)]``."""
    return np.fromiter(map(number_of, terms), dtype=np.int32, count=len(terms))


def packed(title: Analysed, body: Analysed) -> bytes:
    """The bytes that an index keeps for a document."""
    parts = (title.words, title.units, body.words, body.units)
    rows = [part[:UNITS_MAX] for part in parts]
    numbers = [number_of(term) for row in rows for term in row]
    return np.array([*map(len, rows), *numbers], dtype=np.int32).tobytes()


def unpacked(kept: bytes) -> Signature:
    """What ``packed`` put in."""
    whole = np.frombuffer(kept, dtype=np.int32)
    first, second, third, fourth = whole[:4].tolist()
    second += (begin := 4 + first)
    third += second
    return Signature(whole[4:begin], whole[begin:second], whole[second:third], whole[third : third + fourth])
