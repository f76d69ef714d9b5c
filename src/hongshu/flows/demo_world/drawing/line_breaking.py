"""Where a line of Chinese or English may end: pure functions, no fonts.

Follows the usual rules of Chinese setting (GB/T 15834-2011; W3C "Requirements for Chinese Text Layout"):
Chinese breaks between any two characters, but a line never starts with closing punctuation nor ends with
opening punctuation; English breaks at spaces only; a number stays with its unit.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from hongshu.flows.demo_world.drawing.chinese_words import WORDS

Measure = Callable[[str], float]

NEVER_FIRST = frozenset("，。！？、；：」』）》】〉〕”’…—·～‧•,.!?;:)]}%％‰℃°+/|→＋×")
NEVER_LAST = frozenset("「『（《【〈〔“‘([{¥￥$€£#＃@＠&")

_UNITS = (
    "毫升|公斤|千克|厘米|毫米|公里|小时|分钟|个月|星期|年|月|日|天|周|岁|元|块|折|件|套|瓶|支|片|颗|粒|盒|包|袋|张"
    "|款|步|次|遍|号|色|码|层|倍|种|条|个|位|秒|分|点|楼|米|斤|克|度|杯|双|只|家|城|万|千|百|亿|集|期|招|秒钟|ml|mL|ML|kg|mg|cm|mm|km"
    "|GB|min|hrs?|days?|weeks?|years?|am|pm|AM|PM|g|L|oz|pcs|steps?|mins?|%"
)
_NUMBER_WITH_UNIT = re.compile(rf"[¥￥$€£]?\s?\d[\d.,:~\-–/]*\+?\s?(?:{_UNITS})(?![a-zA-Z])")
_WIDE = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3100-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uffe6]"
)
_CLAUSE_END = frozenset("，。！？、；：…,.!?;:—｜|")

# Particles belong to the word before them.
_PARTICLES = frozenset("的了着吗呢吧么过得们里上下")
_CHINESE_NUMBER = re.compile(
    "(?:第|[0-9])?[零一二三四五六七八九十百千万两几半]+(?:分之[一二三四五六七八九十百]+|十?[年月日天周岁元块件套瓶支片颗粒盒双只个次遍号色度步斤米秒点场毛行平区圈克度顿口页]|分钟|小时|公里|公斤|厘米|毫升|个月)"
)


@lru_cache(maxsize=1)
def _word_index() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for word in WORDS:
        index[word[0]] = (*index.get(word[0], ()), word)
    return index


def is_wide(char: str) -> bool:
    """Whether a character is set on the Chinese square: ideographs, kana, hangul, full-width forms."""
    return bool(_WIDE.match(char))


def _inside_numbers(text: str) -> set[int]:
    return {i for match in _NUMBER_WITH_UNIT.finditer(text) for i in range(match.start() + 1, match.end())}


def _inside_words(text: str) -> set[int]:
    index = _word_index()
    inside: set[int] = set()
    position = 0
    while position < len(text):
        fitting = [word for word in index.get(text[position], ()) if text.startswith(word, position)]
        longest = max(fitting, key=len, default="")
        inside.update(range(position + 1, position + len(longest)))
        position += max(len(longest), 1)
    for match in _CHINESE_NUMBER.finditer(text):
        inside.update(range(match.start() + 1, match.end()))
    return inside


def _may_break(before: str, after: str) -> bool:
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return is_wide(before) or is_wide(after)


def split_pieces(text: str) -> list[str]:
    """The unbreakable pieces of one paragraph; a piece carries the space that follows it."""
    glued = _inside_numbers(text)
    pieces: list[str] = []
    start = 0
    for i in range(1, len(text)):
        before, after = text[i - 1], text[i]
        if i in glued or after == " ":
            continue
        if before == " ":
            breaks = after not in NEVER_FIRST and text[max(i - 2, 0)] not in NEVER_LAST
        else:
            breaks = _may_break(before, after)
        if breaks:
            pieces.append(text[start:i])
            start = i
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]


def _chop(piece: str, measure: Measure, max_width: float) -> list[str]:
    """A piece that no line can hold, cut between characters: never overflowing comes before good manners.

    A mark that never begins a line takes the character before it along, where that leaves one behind.
    """
    parts = [""]
    for char in piece:
        if parts[-1] and measure((parts[-1] + char).rstrip()) > max_width:
            kept, moved = parts[-1], ""
            while char in NEVER_FIRST and len(kept) > 1 and (not moved or moved[0] in NEVER_FIRST):
                kept, moved = kept[:-1], kept[-1] + moved
            fits = measure((moved + char).rstrip()) <= max_width
            parts[-1:] = [kept, moved] if fits else [parts[-1], ""]
        parts[-1] += char
    return [part for part in parts if part.strip()]


def _fitting_pieces(paragraph: str, measure: Measure, max_width: float) -> list[str]:
    fitting: list[str] = []
    for piece in split_pieces(paragraph):
        if measure(piece.rstrip()) <= max_width:
            fitting.append(piece)
        else:
            fitting.extend(_chop(piece, measure, max_width))
    return fitting


def _fill(pieces: list[str], measure: Measure, max_width: float) -> list[list[str]]:
    """First fit: as much on each line as it holds."""
    lines: list[list[str]] = []
    text = ""
    for piece in pieces:
        if lines and measure((text + piece).rstrip()) <= max_width:
            lines[-1].append(piece)
            text += piece
        else:
            lines.append([piece])
            text = piece
    return lines


def _letter_count(pieces: list[str]) -> int:
    return sum(1 for char in "".join(pieces) if char not in NEVER_FIRST and char != " ")


def _without_orphan(lines: list[list[str]], measure: Measure, max_width: float) -> list[list[str]]:
    """Give a last line of one lonely character company from the line above, when that line can spare it."""
    if len(lines) < 2:
        return lines
    above, last = list(lines[-2]), list(lines[-1])
    while _letter_count(last) <= 1 and len(above) > 1 and _letter_count(above[:-1]) > 1:
        moved = [above[-1], *last]
        if measure("".join(moved).rstrip()) > max_width:
            break
        above.pop()
        last = moved
    return [*lines[:-2], above, last]


def _cost(line: str, width: float, max_width: float, *, splits_word: bool, is_last: bool) -> float:
    cost = ((max_width - width) / max_width) ** 2
    if splits_word:
        cost += 0.22
    if line[0] in _PARTICLES:
        cost += 0.05
    if not is_last and line and line[-1] in _CLAUSE_END:
        cost -= 0.18
    if _letter_count([line]) <= 1:
        cost += 2.0 if is_last else 0.4
    return cost


def _balance(pieces: list[str], count: int, measure: Measure, max_width: float) -> list[list[str]]:
    """The most even way to set the pieces in exactly `count` lines, with the best breaks."""
    inside = _inside_words("".join(pieces))
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    total = len(pieces)
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for row in range(1, count + 1):
        for end in range(row, total + 1):
            for start in range(end - 1, row - 2, -1):
                line = "".join(pieces[start:end]).rstrip()
                width = measure(line)
                if width > max_width:
                    break
                if (row - 1, start) not in best:
                    continue
                is_last = end == total
                cost = best[row - 1, start][0] + _cost(
                    line, width, max_width, splits_word=offsets[end] in inside, is_last=is_last
                )
                if (row, end) not in best or cost < best[row, end][0]:
                    best[row, end] = (cost, start)
    lines: list[list[str]] = []
    end = total
    for row in range(count, 0, -1):
        start = best[row, end][1]
        lines.insert(0, pieces[start:end])
        end = start
    return lines


def clumsiness(lines: list[str]) -> float:
    """How badly a heading's lines break, 0 for not at all: within words, within clauses, with an orphan.

    A heading is set a little smaller when that makes it less clumsy.
    """
    if len(lines) < 2:
        return 0.0
    inside = _inside_words("".join(lines))
    cost, offset = 0.0, 0
    for i, line in enumerate(lines):
        offset += len(line)
        is_last = i == len(lines) - 1
        cost += 0.08 if i and line[0] in _PARTICLES else 0.0
        if not is_last:
            cost += 0.5 if offset in inside else 0.0
            cost += 0.0 if line[-1] in _CLAUSE_END or not is_wide(line[-1]) else 0.06
        # A comma amid a line means that the break came at a lesser place than it could have.
        cost += 0.2 * sum(1 for char in line[:-1] if char in "，。！？；：")
        cost += 0.5 if _letter_count([line]) <= 1 else 0.0
    return cost


def break_lines(text: str, measure: Measure, max_width: float, *, balance: bool = False) -> list[str]:
    """The lines of a text, none wider than max_width (unless one character alone is).

    `measure` tells the width of a line set alone. "\\n" always breaks. The number of lines is the least
    possible; with `balance`, as headings want it, their lengths are made even and breaks fall after
    punctuation and between words where they can. Without it lines are filled, and only a single character
    left alone on the last line gets company.
    """
    result: list[str] = []
    for paragraph in text.split("\n"):
        pieces = _fitting_pieces(paragraph.strip(), measure, max_width) if paragraph.strip() else []
        if not pieces:
            continue
        lines = _fill(pieces, measure, max_width)
        if balance and 1 < len(lines) <= 8 and len(pieces) <= 90:
            lines = _balance(pieces, len(lines), measure, max_width)
        else:
            lines = _without_orphan(lines, measure, max_width)
        result.extend("".join(line).rstrip() for line in lines)
    return result
