"""Little stickers with a white border, as people put on their pictures."""

from collections.abc import Callable
from random import Random

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.colors import shade
from hongshu.flows.demo_world.drawing.palettes import Palette
from hongshu.flows.demo_world.drawing.sheet import Sheet

_INK = "#3b2a2e"


def _backed(sheet: Sheet, d: str) -> None:
    with sheet.group(3, 7):
        sheet.line(d, "#2a1a1c", 22, opacity=0.1)
    sheet.line(d, "#ffffff", 20)
    sheet.draw(d, "#ffffff")


def _face(sheet: Sheet, y: float = 0, spread: float = 20) -> None:
    for x in (-spread, spread):
        sheet.circle(x, y, 5.5, _INK)
        sheet.circle(x * 1.75, y + 12, 8, "#ff7d8a", opacity=0.5)
    sheet.line(f"M-10 {y + 8:g}Q0 {y + 20:g} 10 {y + 8:g}", _INK, 5)


def smile(sheet: Sheet, palette: Palette) -> None:
    """A round yellow face."""
    d = paths.ellipse(0, 0, 64)
    _backed(sheet, d)
    sheet.draw(d, sheet.linear((0, "#ffe07a"), (1, "#ffc53d")))
    _face(sheet, -8, 22)


def heart(sheet: Sheet, palette: Palette) -> None:
    """A plump heart."""
    d = paths.heart(0, 2, 66)
    _backed(sheet, d)
    sheet.draw(d, sheet.linear((0, "#ff8296"), (1, "#e8365a")))
    sheet.line("M-40 -22C-38 -36 -28 -40 -20 -38", "#ffffff", 9, opacity=0.8)


def star(sheet: Sheet, palette: Palette) -> None:
    """A star that smiles."""
    d = paths.rounded_polygon([(x, y, 16) for x, y in _star_points(78, 42)])
    _backed(sheet, d)
    sheet.draw(d, sheet.linear((0, "#ffdf6b"), (1, "#ffb732")))
    _face(sheet, 0, 16)


def _star_points(outer: float, inner: float) -> list[tuple[float, float]]:
    d = paths.star(0, 4, outer, inner, 5)
    numbers = [float(part) for part in d.replace("M", "").replace("L", " ").replace("Z", "").split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def flower(sheet: Sheet, palette: Palette) -> None:
    """A daisy."""
    d = "".join(
        paths.ellipse(40 * x, 40 * y, 30)
        for x, y in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))
    )
    _backed(sheet, d)
    sheet.draw(d, shade(palette.accent_2, 0.04))
    sheet.circle(0, 0, 28, "#fff3c4")
    _face(sheet, -4, 10)


def cup(sheet: Sheet, palette: Palette) -> None:
    """An iced coffee to take away."""
    d = paths.rounded_polygon([(-46, -46, 8), (46, -46, 8), (34, 72, 14), (-34, 72, 14)])
    lid = paths.rounded_rect(-54, -62, 108, 22, 10)
    straw = "M14 -60L24 -104L40 -108"
    _backed(sheet, d + lid)
    sheet.line(straw, "#ffffff", 24)
    sheet.line(straw, palette.accent, 9)
    sheet.draw(d, sheet.linear((0, "#f6e3cf"), (0.35, "#d8a878"), (1, "#8a5a3a")))
    sheet.draw(lid, palette.accent_2)
    for x, y, turn in ((-16, -14, 12), (14, 4, -18)):
        with sheet.group(x, y, turn=turn):
            sheet.rect(-13, -13, 26, 26, "#ffffff", radius=6, opacity=0.4)
    _face(sheet, 30, 14)


def cherry(sheet: Sheet, palette: Palette) -> None:
    """Two cherries on a stalk."""
    fruit = paths.ellipse(-34, 34, 32) + paths.ellipse(36, 42, 32)
    stalk = "M-32 8C-20 -30 4 -56 30 -70C30 -40 34 -10 38 12"
    _backed(sheet, fruit)
    sheet.line(stalk, "#ffffff", 26)
    sheet.line(stalk, "#5c8a3c", 7)
    sheet.draw(paths.leaf(30, -70, 52, 30, 160), "#7cb554")
    sheet.draw(fruit, sheet.linear((0, "#ff6b78"), (1, "#cf1f40")))
    for x, y in ((-44, 22), (26, 30)):
        sheet.draw(paths.ellipse(x, y, 8, 6), "#ffffff", opacity=0.75)


def cloud(sheet: Sheet, palette: Palette) -> None:
    """A small content cloud."""
    d = "M-62 34C-92 34 -94 -8 -62 -12C-64 -52 -8 -66 8 -34C34 -58 76 -36 64 -6C92 -2 90 34 62 34Z"
    _backed(sheet, d)
    sheet.draw(d, sheet.linear((0, "#eaf4ff"), (1, "#b9d8fa")))
    _face(sheet, 0, 18)


def bolt(sheet: Sheet, palette: Palette) -> None:
    """A flash."""
    d = paths.rounded_polygon(
        [(12, -78, 8), (-50, 16, 10), (-8, 16, 4), (-16, 80, 8), (52, -22, 10), (8, -22, 4)]
    )
    _backed(sheet, d)
    sheet.draw(d, sheet.linear((0, "#ffe16b"), (1, "#ffab2e")))


_ALL: tuple[Callable[[Sheet, Palette], None], ...] = (smile, heart, star, flower, cup, cherry, cloud, bolt)


def stick(sheet: Sheet, palette: Palette, rng: Random, x: float, y: float, *, size: float) -> None:
    """One sticker by chance, about `size` high, its middle at (x, y), a little askew."""
    sticker = rng.choice(_ALL)
    with sheet.group(x, y, turn=rng.uniform(-14, 14), scale=size / 160):
        sticker(sheet, palette)
