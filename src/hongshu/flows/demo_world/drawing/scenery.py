"""Grounds and ornaments behind the words and the products: cheap shapes and gradients, never filters."""

# ruff: noqa: PLR0917
# Places and sizes come by position, in the order of SVG: what, its colour, x, y, width, height.

import math
from random import Random

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.palettes import Palette
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.sheet import Sheet


def gradient_ground(sheet: Sheet, palette: Palette) -> None:
    """The ground with a soft light from above.

    Upright on purpose: cairo paints a whole sheet in a slanting or radial gradient six times more slowly.
    """
    start, end = shade(palette.ground, 0.035), mix(palette.ground, palette.ground_2, 0.45)
    sheet.fill_all(sheet.linear((0, start), (0.5, palette.ground), (1, end)))


def window_light(sheet: Sheet, *, strength: float = 0.16) -> None:
    """Sunlight through a window, falling across the wall."""
    width, height = sheet.width, sheet.height
    fill = sheet.linear((0, "#ffffff", strength), (1, "#ffffff", strength * 0.1))
    for i in range(2):
        for j in range(2):
            x, y = width * (0.06 + i * 0.27), height * (-0.1 + j * 0.36)
            lean = width * 0.2
            corners = [
                (x, y),
                (x + width * 0.23, y + 30),
                (x + width * 0.23 + lean, y + height * 0.33),
                (x + lean, y + height * 0.31),
            ]
            sheet.draw(paths.polygon(corners), fill)


def leaf_shadow(
    sheet: Sheet, color: str, x: float, y: float, size: float, turn: float, *, opacity: float = 0.08
) -> None:
    """The shadow of a palm frond on the wall: leaves along a bent stem."""
    with sheet.group(x, y, turn=turn):
        leaves = []
        for i in range(11):
            along = size * (0.12 + i * 0.085)
            reach = size * 0.52 * math.sin(math.pi * (0.16 + i * 0.075))
            bend = -size * 0.12 * (i / 10) ** 2
            leaves.append(paths.leaf(along, bend, reach, size * 0.075, -52 + i * 2.4))
            leaves.append(paths.leaf(along, bend, reach, size * 0.075, 52 - i * 2.4))
        sheet.draw("".join(leaves), color, opacity=opacity)


def dots(sheet: Sheet, color: str, *, gap: float = 54, radius: float = 4, opacity: float = 0.5) -> None:
    """A regular grid of dots, as one path."""
    parts = []
    for row in range(int(sheet.height / gap) + 1):
        for column in range(int(sheet.width / gap) + 1):
            x = (column + 0.5) * gap + (gap / 2 if row % 2 else 0)
            y = (row + 0.5) * gap
            parts.append(paths.ellipse(x, y, radius))
    sheet.draw("".join(parts), color, opacity=opacity)


def squared_paper(
    sheet: Sheet, color: str, *, gap: float = 54, width: float = 2, opacity: float = 0.5
) -> None:
    """The lines of squared paper."""
    lines = [
        f"M{points((i * gap, 0))}V{paths.number(sheet.height)}" for i in range(1, int(sheet.width / gap) + 1)
    ]
    lines += [
        f"M{points((0, i * gap))}H{paths.number(sheet.width)}" for i in range(1, int(sheet.height / gap) + 1)
    ]
    sheet.line("".join(lines), color, width, opacity=opacity)


def gingham(sheet: Sheet, color: str, *, gap: float = 90, opacity: float = 0.35) -> None:
    """A checked tablecloth."""
    columns = "".join(
        f"M{i * gap} 0h{gap / 2}V{sheet.height:g}h-{gap / 2}Z" for i in range(int(sheet.width / gap) + 1)
    )
    rows = "".join(
        f"M0 {i * gap}v{gap / 2}H{sheet.width:g}v-{gap / 2}Z" for i in range(int(sheet.height / gap) + 1)
    )
    sheet.draw(columns, color, opacity=opacity)
    sheet.draw(rows, color, opacity=opacity)


def terrazzo(sheet: Sheet, palette: Palette, rng: Random, *, count: int = 70) -> None:
    """Chips of stone in a smooth floor."""
    colors = (palette.ground_2, palette.paper, palette.accent_2, mix(palette.ground, palette.accent, 0.5))
    for color in colors:
        chips = []
        for _ in range(count // len(colors)):
            x, y, size = rng.uniform(0, sheet.width), rng.uniform(0, sheet.height), rng.uniform(8, 26)
            corners = sorted(rng.uniform(0, 2 * math.pi) for _ in range(5))
            chips.append(paths.polygon([(x + size * math.cos(a), y + size * math.sin(a)) for a in corners]))
        sheet.draw("".join(chips), color, opacity=0.6)


def marble(sheet: Sheet, color: str, rng: Random) -> None:
    """Veins across a stone top."""
    for _ in range(5):
        x, y = rng.uniform(-200, sheet.width * 0.6), rng.uniform(-100, sheet.height * 0.8)
        vein = [(x, y)]
        for _ in range(6):
            x, y = x + rng.uniform(100, 260), y + rng.uniform(-40, 190)
            vein.append((x, y))
        curve = paths.smooth(vein, closed=False)
        sheet.line(curve, color, rng.uniform(24, 60), opacity=0.035)
        sheet.line(curve, color, rng.uniform(6, 12), opacity=0.05)
        sheet.line(curve, color, 2, opacity=0.13)


def linen(sheet: Sheet, color: str) -> None:
    """The weave of a cloth: faint threads both ways."""
    across = "".join(f"M0 {y}H{sheet.width:g}" for y in range(6, int(sheet.height), 12))
    down = "".join(f"M{x} 0V{sheet.height:g}" for x in range(6, int(sheet.width), 12))
    sheet.line(across, color, 2, opacity=0.16, cap="butt")
    sheet.line(down, color, 2, opacity=0.12, cap="butt")


def rays(sheet: Sheet, color: str, cx: float, cy: float, *, count: int = 18, opacity: float = 0.3) -> None:
    """Sunbeams from a point."""
    reach = sheet.width + sheet.height
    wedges = []
    for i in range(count):
        a, b = 2 * math.pi * i / count, 2 * math.pi * (i + 0.5) / count
        wedges.append(
            paths.polygon(
                [
                    (cx, cy),
                    (cx + reach * math.cos(a), cy + reach * math.sin(a)),
                    (cx + reach * math.cos(b), cy + reach * math.sin(b)),
                ]
            )
        )
    sheet.draw("".join(wedges), color, opacity=opacity)


def waves(sheet: Sheet, color: str, y: float, *, height: float = 40, opacity: float = 1) -> None:
    """Everything below a wavy line."""
    width = sheet.width
    d = f"M0 {y:g}"
    for i in range(4):
        sign = 1 if i % 2 else -1
        d += f"Q{points((width * (i + 0.5) / 4, y + sign * height), (width * (i + 1) / 4, y))}"
    sheet.draw(d + f"V{sheet.height:g}H0Z", color, opacity=opacity)


def soft_blobs(sheet: Sheet, palette: Palette, rng: Random) -> None:
    """Two large clouds of colour that fade out at opposite corners."""
    for color, x, y in (
        (palette.accent_2, rng.uniform(0.85, 1.0), rng.uniform(0.0, 0.12)),
        (mix(palette.ground, palette.accent, 0.6), rng.uniform(0.0, 0.15), rng.uniform(0.9, 1.0)),
    ):
        radius = sheet.width * rng.uniform(0.46, 0.56)
        fill = sheet.radial((0, color, 0.5), (0.6, color, 0.22), (1, color, 0))
        sheet.circle(x * sheet.width, y * sheet.height, radius, fill)


def sparkles(
    sheet: Sheet, color: str, places: list[tuple[float, float, float]], *, opacity: float = 1
) -> None:
    """Glints at (x, y, size)."""
    sheet.draw("".join(paths.sparkle(x, y, size) for x, y, size in places), color, opacity=opacity)


def sprig(sheet: Sheet, color: str, x: float, y: float, size: float, turn: float) -> None:
    """A twig of eucalyptus lying on the table."""
    with sheet.group(x + 6, y + 10, turn=turn):
        sheet.draw(_twig(size), "#2a1a1c", opacity=0.1)
    with sheet.group(x, y, turn=turn):
        sheet.line(f"M0 0Q{points((size * 0.5, -size * 0.08), (size, 0))}", shade(color, -0.14), size * 0.016)
        sheet.draw(_twig(size), sheet.linear((0, shade(color, 0.07)), (1, shade(color, -0.05)), end=(0.4, 1)))


def _twig(size: float) -> str:
    leaves = []
    for i in range(6):
        along = size * (0.12 + i * 0.155)
        lift = -size * 0.16 * math.sin(math.pi * along / size) * 0.5
        length = size * (0.24 - i * 0.018)
        leaves.append(paths.leaf(along, lift, length, length * 0.62, -62 + i * 5))
        leaves.append(paths.leaf(along + size * 0.05, lift, length, length * 0.62, 62 - i * 5))
    leaves.append(paths.leaf(size, 0, size * 0.17, size * 0.08, 0))
    return "".join(leaves)


def petals(sheet: Sheet, color: str, rng: Random, places: list[tuple[float, float]]) -> None:
    """Single petals that fell where nothing else lies."""
    for x, y in places:
        turn, size = rng.uniform(0, 360), rng.uniform(30, 54)
        sheet.draw(paths.leaf(x + 5, y + 8, size, size * 0.62, turn), "#2a1a1c", opacity=0.1)
        fill = sheet.linear((0, shade(color, 0.1)), (1, shade(color, -0.04)), end=(1, 1))
        sheet.draw(paths.leaf(x, y, size, size * 0.62, turn), fill)


def tape(sheet: Sheet, color: str, x: float, y: float, width: float, turn: float) -> None:
    """A strip of paper tape, its middle at (x, y)."""
    height = width * 0.26
    with sheet.group(x, y, turn=turn):
        left = [(-width / 2 + (4 if i % 2 else -3), -height / 2 + height * i / 6) for i in range(7)]
        right = [(width / 2 + (3 if i % 2 else -4), height / 2 - height * i / 6) for i in range(7)]
        sheet.draw(paths.polygon([*left, *right]), color, opacity=0.82)
        sheet.rect(-width / 2, -height * 0.3, width, height * 0.1, "#ffffff", opacity=0.28)


def marker(
    sheet: Sheet, color: str, x: float, y: float, width: float, height: float, *, opacity: float = 0.75
) -> None:
    """The stroke of a highlighter whose upper left corner is (x, y)."""
    wave = height * 0.09
    d = (
        f"M{points((x - height * 0.16, y + wave))}"
        f"C{points((x + width * 0.3, y - wave))} "
        f"{points((x + width * 0.7, y + wave), (x + width + height * 0.2, y - wave))}"
        f"L{points((x + width + height * 0.1, y + height - wave))}"
        f"C{points((x + width * 0.7, y + height + wave))} "
        f"{points((x + width * 0.3, y + height - wave), (x - height * 0.1, y + height))}"
        "Z"
    )
    sheet.draw(d, color, opacity=opacity)


def podium(sheet: Sheet, color: str, cx: float, top: float, rx: float, height: float) -> None:
    """A round plinth seen a little from above; its front edge at top is where things stand."""
    ry = rx * 0.16
    side = sheet.linear(
        (0, shade(color, -0.08)), (0.22, shade(color, 0.03)),
        (0.6, shade(color, -0.05)), (1, shade(color, -0.16)),
        end=(1, 0),
    )  # fmt: skip
    glow = sheet.radial((0, "#2a1a1c", 0.22), (0.7, "#2a1a1c", 0.1), (1, "#2a1a1c", 0))
    sheet.draw(paths.ellipse(cx + rx * 0.12, top + height + ry * 0.4, rx * 1.25, ry * 1.25), glow)
    sheet.draw(
        f"M{points((cx - rx, top))}V{paths.number(top + height)}A{paths.number(rx)} {paths.number(ry)} 0 0 0 "
        f"{points((cx + rx, top + height))}V{paths.number(top)}Z",
        side,
    )
    face = sheet.linear((0, shade(color, 0.0)), (1, shade(color, 0.07)))
    sheet.draw(paths.ellipse(cx, top, rx, ry), face)


def card(
    sheet: Sheet, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 28
) -> None:
    """A sheet of card with a soft shadow to the lower right."""
    for step in range(5):
        sheet.rect(x + step * 1.4, y + 3 + step * 4, width, height, "#2a1a1c", radius=radius, opacity=0.028)
    sheet.rect(x, y, width, height, fill, radius=radius)


def barcode(sheet: Sheet, rng: Random, x: float, y: float, width: float, height: float, color: str) -> None:
    """Bars of a made-up code."""
    bars = []
    at = 0.0
    while at < width - 3:
        bar = min(rng.choice((2, 2, 3, 4, 6)) * width / 240, width - at)
        bars.append(
            f"M{points((x + at, y))}h{paths.number(bar)}v{paths.number(height)}h{paths.number(-bar)}Z"
        )
        at += bar + rng.choice((2, 3, 3, 5)) * width / 240
    sheet.draw("".join(bars), color)


def burst(sheet: Sheet, color: str, cx: float, cy: float, radius: float, *, rays_count: int = 16) -> None:
    """A starburst sticker."""
    sheet.draw(paths.star(cx + 4, cy + 8, radius, radius * 0.84, rays_count), "#2a1a1c", opacity=0.12)
    sheet.draw(paths.star(cx, cy, radius, radius * 0.84, rays_count), color)
