"""Brand marks, 512 × 512: a simple sign in the brand's colour with its name below."""

import math
from collections.abc import Callable
from random import Random

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.colors import contrast, lightness, mix, muted, shade
from hongshu.flows.demo_world.drawing.contracts import MARK_SIDE_PX, MarkSpec
from hongshu.flows.demo_world.drawing.fonts import BLACK, BOLD, SERIF
from hongshu.flows.demo_world.drawing.lettering import draw_block, fit, write
from hongshu.flows.demo_world.drawing.line_breaking import is_wide
from hongshu.flows.demo_world.drawing.sheet import Sheet
from hongshu.flows.demo_world.drawing.typesetting import clean

_CENTER = (256.0, 204.0)


def compose_mark(spec: MarkSpec) -> Sheet:
    """Sign and name, dark on a tint of the colour or light on the colour itself."""
    sheet = Sheet(MARK_SIDE_PX, MARK_SIDE_PX)
    rng = Random(f"mark/{spec.slug}")
    inverse = rng.random() < 0.5 and contrast(spec.color, "#ffffff") >= 3.2
    ground = spec.color if inverse else mix(muted(spec.color, 0.25), "#ffffff", 0.88)
    sign = "#fffaf3" if inverse else _strong(spec.color)
    sheet.fill_all(ground)
    _SIGNS[spec.mark](sheet, spec, sign, ground)
    _name(sheet, spec, sign, serif=rng.random() < 0.45)
    return sheet


def _strong(color: str) -> str:
    """The colour, darkened until it can be read on its own tint."""
    while contrast(color, "#ffffff") < 3.6 and lightness(color) > 0.2:
        color = shade(color, -0.04)
    return color


def _name(sheet: Sheet, spec: MarkSpec, ink: str, *, serif: bool) -> None:
    text = clean(spec.name, BOLD)
    wide = any(is_wide(char) for char in text)
    face = SERIF if serif else BOLD
    if not serif and not wide:
        text = text.upper()
    write(
        sheet,
        text,
        256,
        410,
        ink,
        face=face,
        size=58 if wide or serif else 46,
        max_width=400,
        align="center",
        tracking=40 if serif else 110,
    )


def _circle(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    sheet.line(paths.ellipse(x, y, 104), ink, 22)
    sheet.circle(x, y, 46, ink)


def _arch(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    for reach in (112, 70, 28):
        sheet.line(
            f"M{x - reach} {y + 96}V{y - 4}A{reach} {reach} 0 0 1 {x + reach} {y - 4}V{y + 96}",
            ink,
            20,
            cap="butt",
        )


def _wave(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    for i in range(3):
        level = y - 52 + i * 52
        sheet.line(f"M{x - 118} {level}c30 -44 58 -44 88 -6s58 38 88 0c16 -20 36 -30 60 -12", ink, 22)


def _leaf(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    sheet.draw(paths.leaf(x, y + 106, 214, 108, -90), ink)
    sheet.draw(
        paths.leaf(x, y + 106, 160, 80, -146) + paths.leaf(x, y + 106, 160, 80, -34), ink, opacity=0.62
    )
    sheet.line(f"M{x} {y + 104}V{y - 44}", ground, 7)


def _star(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    sheet.draw(paths.sparkle(x, y, 128), ink)
    sheet.draw(paths.sparkle(x + 92, y - 82, 36) + paths.sparkle(x - 88, y + 84, 26), ink)


def _drop(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    sheet.draw(paths.drop(x, y, 122), ink)
    sheet.line(f"M{x - 40} {y + 50}A46 46 0 0 0 {x + 2} {y + 90}", ground, 14)


def _moon(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    sheet.draw(f"M{x + 34} {y - 108}A112 112 0 1 0 {x + 106} {y + 44}A92 92 0 0 1 {x + 34} {y - 108}Z", ink)
    sheet.draw(paths.sparkle(x + 74, y - 46, 34), ink)


def _monogram(sheet: Sheet, spec: MarkSpec, ink: str, ground: str) -> None:
    x, y = _CENTER
    letter = (clean(spec.name, BLACK).strip() or spec.slug)[0].upper()
    corners = [
        (x + 118 * math.cos(math.radians(a)), y + 118 * math.sin(math.radians(a)), 26.0)
        for a in range(30, 390, 60)
    ]
    sheet.line(paths.rounded_polygon(corners), ink, 16)
    block = fit(letter, SERIF, width=150, height=150, largest=140)
    wide = block.ascent > block.size * 0.8
    draw_block(
        sheet,
        block,
        x,
        y - block.size * (0.48 if wide else 0.37),
        ink,
        align="center",
        outline=ink,
        outline_width=4,
    )


_SIGNS: dict[str, Callable[[Sheet, MarkSpec, str, str], None]] = {
    "circle": _circle, "arch": _arch, "wave": _wave, "leaf": _leaf,
    "star": _star, "drop": _drop, "moon": _moon, "monogram": _monogram,
}  # fmt: skip
