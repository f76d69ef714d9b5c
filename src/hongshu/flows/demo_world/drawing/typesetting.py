"""Setting one line of text as outlines: cleaning, spacing, kerning.

Beyond putting glyphs side by side it does what a typesetter does: kerning of Latin pairs, a thin space
between Chinese and Latin, full-width punctuation squeezed at line edges and beside its like.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from hongshu.flows.demo_world.drawing import fonts
from hongshu.flows.demo_world.drawing.fonts import MEDIUM, UNITS_PER_EM, Face, Glyph
from hongshu.flows.demo_world.drawing.line_breaking import is_wide
from hongshu.flows.demo_world.drawing.paths import number

# Emojis that say the same as a glyph of the typeface; all others are dropped, never drawn as tofu.
_STAND_INS = {
    **dict.fromkeys("❤🧡💛💚💙💜🖤💕💗💖", "♥"),
    **dict.fromkeys("✔✅☑", "✓"),
    **dict.fromkeys("❌✖✕✗", "×"),
    **dict.fromkeys("⭐🌟✨", "★"),
    **dict.fromkeys("➡➜➔👉", "→"),
    **dict.fromkeys("•∙", "·"),
    **dict.fromkeys("‑−", "-"),
    **dict.fromkeys("\u00a0\u3000\t", " "),
    "🤍": "♡", "⬅": "←", "⬆": "↑", "⬇": "↓", "❗": "！", "❓": "？", "🎵": "♪", "₂": "2", "⁺": "+",
}  # fmt: skip
_OPENING = frozenset("「『（《【〈〔“‘")
_CLOSING = frozenset("，。、；：」』）》】〉〕”’！？")
# Characters that the Chinese typeface draws on a full square, but that are narrow in English.
_SHARED = frozenset("“”‘’…·")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])")
_LATIN_GAP = 110
_SIDE = 55


@lru_cache(maxsize=8192)
def clean(text: str, face: Face = MEDIUM) -> str:
    """The text as it can be set: composed, single spaces, every character in the typeface."""
    kept = []
    for written in unicodedata.normalize("NFC", text):
        char = _STAND_INS.get(written, written)
        if char in "\n " or fonts.has_glyph(face, char):
            kept.append(char)
    cleaned = _APOSTROPHE.sub("’", "".join(kept))
    if not any(is_wide(char) for char in cleaned):
        # The typeface centres the Chinese ellipsis on the line; English wants it on the baseline.
        cleaned = cleaned.replace("…", "...")
    return "\n".join(" ".join(part.split()) for part in cleaned.split("\n"))


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line set at 1000 units to the em: its path from the origin of the baseline, and its ink."""

    text: str
    width: float
    path: str
    ink: tuple[float, float, float, float]


def _in_latin(text: str, position: int) -> bool:
    around = (text[position - 1] if position else "", text[position + 1] if position + 1 < len(text) else "")
    return any(char.strip() and char.isascii() for char in around) and not any(
        char and is_wide(char) for char in around
    )


def _joint(before: str, after: str) -> float:
    """The thin space between an ideograph and a Latin letter or digit."""
    if is_wide(before) and before.isalpha() and after.isascii() and after.isalnum():
        return _LATIN_GAP
    if is_wide(after) and after.isalpha() and before.isascii() and (before.isalnum() or before in "%+"):
        return _LATIN_GAP
    return 0.0


def _edges(text: str, position: int, glyph: Glyph) -> tuple[float, float]:
    """What is cut from the left and the right of a full-width or shared punctuation mark."""
    char = text[position]
    before = text[position - 1] if position else ""
    after = text[position + 1] if position + 1 < len(text) else ""
    left = max(glyph.x_min - _SIDE, 0)
    right = max(glyph.advance - glyph.x_max - _SIDE, 0)
    if char in _SHARED and _in_latin(text, position):
        return left, right
    if char in _OPENING:
        return (left if not before or before in _OPENING else 0.0), 0.0
    if char in _CLOSING:
        squeezed = not after or after == " " or after in _CLOSING or after in _OPENING
        return 0.0, (right if squeezed else 0.0)
    return 0.0, 0.0


@lru_cache(maxsize=16384)
def set_line(text: str, face: Face, tracking: float = 0.0) -> SetLine:
    """Set cleaned text on one line; tracking in thousandths of an em between characters."""
    x = 0.0
    parts: list[str] = []
    bounds = [1e9, 1e9, -1e9, -1e9]
    previous: Glyph | None = None
    for i, char in enumerate(text):
        glyph = fonts.find_glyph(face, char)
        if glyph is None:
            continue
        if i and previous:
            x += tracking + _joint(text[i - 1], char)
            if char.isascii() and text[i - 1].isascii():
                x += fonts.kerning(face.family, previous.name, glyph.name)
        cut_left, cut_right = _edges(text, i, glyph)
        x -= cut_left
        if glyph.outline:
            parts.append(f"M{number(x + glyph.start[0])} {-glyph.start[1]}{glyph.outline}")
            bounds[0] = min(bounds[0], x + glyph.x_min)
            bounds[1] = min(bounds[1], -glyph.y_max)
            bounds[2] = max(bounds[2], x + glyph.x_max)
            bounds[3] = max(bounds[3], -glyph.y_min)
        x += glyph.advance - cut_right
        previous = glyph
    ink = (bounds[0], bounds[1], bounds[2], bounds[3]) if parts else (0.0, 0.0, 0.0, 0.0)
    return SetLine(text, x, "".join(parts), ink)


@lru_cache(maxsize=65536)
def em_width(text: str, face: Face, tracking: float = 0.0) -> float:
    """The width of a cleaned line in ems: the greater of its advance and its ink."""
    line = set_line(text, face, tracking)
    return max(line.width, line.ink[2]) / UNITS_PER_EM
