"""The border to fontTools: glyph outlines, advances and kerning of the two typefaces that come as wheels.

A fresh Debian has no Chinese font, so letters are drawn as outlines and no system font is ever asked for.
Noto Sans SC is variable (weights 100–900), Noto Serif SC is regular only. Both are under the SIL OFL 1.1.
All measures are in thousandths of the font size, y upwards, as in the font files. fontTools has no types:
`Any` ends in this module.
"""

import importlib.resources
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

UNITS_PER_EM = 1000

_FILES = {
    "sans": ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    "serif": ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
}
# fontTools reads lazily from one file object, which two threads must not do at once.
_reading = threading.RLock()


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface at a weight. The serif has one weight, so its number is ignored."""

    family: str = "sans"
    weight: int = 500


BLACK = Face("sans", 900)
BOLD = Face("sans", 700)
MEDIUM = Face("sans", 500)
SERIF = Face("serif", 400)


@dataclass(frozen=True, slots=True)
class Glyph:
    """An outline whose first point is absolute (`start`) and all else relative, so it is moved for free."""

    name: str
    advance: float
    start: tuple[int, int]
    outline: str
    x_min: int
    y_min: int
    x_max: int
    y_max: int


class _RelativePen(BasePen):  # type: ignore[misc]
    """Writes SVG path commands relative to the point before, y turned downwards."""

    def __init__(self, glyph_set: Any) -> None:
        super().__init__(glyph_set)
        self.start: tuple[int, int] | None = None
        self.parts: list[str] = []
        self.xs: list[int] = []
        self.ys: list[int] = []
        self._at = (0, 0)
        self._contour = (0, 0)

    def _go(self, command: str, *points: tuple[float, float]) -> None:
        numbers = []
        rounded = self._at
        for x, y in points:
            rounded = (round(x), round(y))
            self.xs.append(rounded[0])
            self.ys.append(rounded[1])
            numbers.append(f"{rounded[0] - self._at[0]} {self._at[1] - rounded[1]}")
        self.parts.append(command + " ".join(numbers))
        self._at = rounded

    def _moveTo(self, pt: tuple[float, float]) -> None:
        if self.start is None:
            self.start = self._at = (round(pt[0]), round(pt[1]))
            self.xs.append(self._at[0])
            self.ys.append(self._at[1])
        else:
            self._go("m", pt)
        self._contour = self._at

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._go("l", pt)

    def _qCurveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float]) -> None:
        self._go("q", pt1, pt2)

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._go("c", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self.parts.append("z")
        self._at = self._contour

    def _endPath(self) -> None:
        self._closePath()


@cache
def _font(family: str) -> Any:
    package, path = _FILES[family]
    return TTFont(str(importlib.resources.files(package).joinpath(path)), lazy=True)


@cache
def _character_map(family: str) -> dict[int, str]:
    return dict(_font(family).getBestCmap())


@cache
def _glyph_set(face: Face) -> Any:
    if face.family == "sans":
        return _font("sans").getGlyphSet(location={"wght": face.weight})
    return _font(face.family).getGlyphSet()


@cache
def _glyph_of(face: Face, char: str) -> Glyph | None:
    with _reading:
        name = _character_map(face.family).get(ord(char))
        if name is None:
            return None
        outline = _glyph_set(face)[name]
        pen = _RelativePen(_glyph_set(face))
        outline.draw(pen)
        xs, ys = pen.xs or [0], pen.ys or [0]
        return Glyph(
            name=name,
            advance=float(outline.width),
            start=pen.start or (0, 0),
            outline="".join(pen.parts),
            x_min=min(xs),
            y_min=min(ys),
            x_max=max(xs),
            y_max=max(ys),
        )


def find_glyph(face: Face, char: str) -> Glyph | None:
    """The outline of one character, or None when the typeface lacks it."""
    # One cache entry for all serif "weights", since the file has only one.
    return _glyph_of(face if face.family == "sans" else Face(face.family, 400), char)


def has_glyph(face: Face, char: str) -> bool:
    """Whether the typeface can show the character."""
    with _reading:
        return ord(char) in _character_map(face.family)


@cache
def _pair_tables(family: str) -> list[Any]:
    table = _font(family)["GPOS"].table
    wanted = sorted(
        {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == "kern"
            for index in record.Feature.LookupListIndex
        }
    )
    lookups = (table.LookupList.Lookup[index] for index in wanted)
    return [getattr(sub, "ExtSubTable", sub) for lookup in lookups for sub in lookup.SubTable]


def _advance_change(value: Any) -> float:
    return float(getattr(value, "XAdvance", 0) or 0) if value is not None else 0.0


@cache
def kerning(family: str, left: str, right: str) -> float:
    """How much nearer (negative) the right glyph, by name, stands to the left one."""
    with _reading:
        for table in _pair_tables(family):
            if left not in table.Coverage.glyphs:
                continue
            if table.Format == 1:
                pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
                for pair in pairs:
                    if pair.SecondGlyph == right:
                        return _advance_change(pair.Value1)
            elif table.Format == 2:
                first = table.ClassDef1.classDefs.get(left, 0)
                second = table.ClassDef2.classDefs.get(right, 0)
                return _advance_change(table.Class1Record[first].Class2Record[second].Value1)
        return 0.0
