"""Members' portraits, 512 × 512: people, animals, initials, fruit, landscapes, patterns, by seed."""

import math
from collections.abc import Callable
from random import Random

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.avatar_faces import draw_person
from hongshu.flows.demo_world.drawing.colors import contrast, lightness, mix, shade
from hongshu.flows.demo_world.drawing.contracts import AVATAR_SIDE_PX, AvatarSpec
from hongshu.flows.demo_world.drawing.fonts import BLACK
from hongshu.flows.demo_world.drawing.lettering import draw_block, fit
from hongshu.flows.demo_world.drawing.sheet import Sheet
from hongshu.flows.demo_world.drawing.typesetting import clean

_INK = "#3a2a2c"


def compose_avatar(spec: AvatarSpec) -> Sheet:
    """The portrait of a member; half of all are people."""
    sheet = Sheet(AVATAR_SIDE_PX, AVATAR_SIDE_PX)
    rng = Random(f"avatar/{spec.seed}")
    style = rng.choices([style for style, _ in STYLES], [share for _, share in STYLES])[0]
    style(sheet, spec, rng)
    return sheet


def _soft(color: str) -> str:
    """The colour as a ground: never so dark or so pale that a face is lost on it."""
    level = lightness(color)
    return shade(color, min(max(level, 0.72), 0.86) - level)


def _person(sheet: Sheet, spec: AvatarSpec, rng: Random) -> None:
    ground = _soft(spec.color)
    sheet.fill_all(sheet.linear((0, shade(ground, 0.05)), (1, shade(ground, -0.03))))
    if rng.random() < 0.5:
        sheet.circle(256, 280, 216, shade(ground, 0.06))
    draw_person(sheet, ground, rng, gender=spec.gender, birth_year=spec.birth_year)


def _face(sheet: Sheet, y: float, spread: float, *, blush: str = "#ff7a6b") -> None:
    for side in (-1, 1):
        sheet.draw(paths.ellipse(256 + side * spread, y, 13, 16), _INK)
        sheet.circle(256 + side * spread + 4, y - 6, 5, "#ffffff")
        sheet.draw(paths.ellipse(256 + side * (spread + 42), y + 40, 26, 16), blush, opacity=0.4)


def _animal(sheet: Sheet, spec: AvatarSpec, rng: Random) -> None:
    """Cat, bear, rabbit or fox."""
    ground = _soft(spec.color)
    sheet.fill_all(ground)
    sheet.circle(256, 560, 330, shade(ground, 0.07))
    fur = rng.choice(("#fff7ee", "#f3d2a9", "#c89a72", "#8f8a92", "#f0a868", "#5a4a48"))
    inner = mix(fur, "#ff9aa0", 0.55)
    kind = rng.choice(("cat", "bear", "rabbit", "fox"))
    for side in (-1, 1):
        if kind in ("cat", "fox"):
            sheet.draw(
                paths.rounded_polygon(
                    [(256 + side * 170, 250, 30), (256 + side * 176, 92, 34), (256 + side * 52, 170, 30)]
                ),
                fur,
            )
            sheet.draw(
                paths.rounded_polygon(
                    [(256 + side * 146, 222, 20), (256 + side * 154, 132, 22), (256 + side * 86, 176, 20)]
                ),
                inner,
            )
        elif kind == "bear":
            sheet.circle(256 + side * 132, 164, 64, fur)
            sheet.circle(256 + side * 132, 164, 36, inner)
        else:
            with sheet.group(256 + side * 72, 190, turn=side * 9):
                sheet.draw(paths.ellipse(0, -60, 44, 130), fur)
                sheet.draw(paths.ellipse(0, -56, 22, 96), inner)
    head = (
        "M256 152C380 152 430 226 426 310C422 396 350 432 256 432C162 432 90 396 86 310"
        "C82 226 132 152 256 152Z"
    )
    sheet.draw(head, sheet.linear((0, shade(fur, 0.03)), (1, shade(fur, -0.05))))
    light = shade(fur, 0.12) if lightness(fur) < 0.9 else "#ffffff"
    if kind == "fox":
        sheet.draw(
            (
                "M90 330C140 300 220 330 256 372C292 330 372 300 422 330C410 400 344 432 256 432"
                "C168 432 102 400 90 330Z"
            ),
            "#fff7ee",
        )
    else:
        sheet.draw(paths.ellipse(256, 352, 74, 54), light)
    _face(sheet, 292, 84)
    sheet.draw(paths.rounded_polygon([(238, 326, 8), (274, 326, 8), (256, 346, 8)]), _INK)
    sheet.line("M256 344C256 366 228 368 222 356M256 344C256 366 284 368 290 356", _INK, 6)
    if kind == "cat":
        for side in (-1, 1):
            for rise in (-12, 10):
                sheet.line(
                    f"M{256 + side * 128} {340 + rise * 0.4:g}L{256 + side * 196} {336 + rise:g}",
                    _INK,
                    4,
                    opacity=0.5,
                )


def _initial(sheet: Sheet, spec: AvatarSpec, rng: Random) -> None:
    """The first character of the name on a gradient with a shape behind it."""
    color = spec.color
    while contrast(color, "#ffffff") < 3.2:
        color = shade(color, -0.03)
    sheet.fill_all(sheet.linear((0, shade(color, 0.03)), (1, shade(color, -0.08))))
    sheet.circle(rng.choice((90, 420)), rng.choice((90, 430)), 190, shade(color, 0.1), opacity=0.5)
    sheet.circle(rng.choice((60, 450)), 256, 110, shade(color, -0.12), opacity=0.3)
    letters = clean(spec.name, BLACK).strip() or spec.seed
    letter = letters[0].upper()
    block = fit(letter, BLACK, width=300, height=300, largest=280)
    draw_block(
        sheet,
        block,
        256,
        256 - block.size * (0.48 if block.ascent > block.size * 0.8 else 0.37),
        "#ffffff",
        align="center",
    )


def _fruit(sheet: Sheet, spec: AvatarSpec, rng: Random) -> None:
    """A fruit with a face."""
    ground = _soft(spec.color)
    sheet.fill_all(sheet.linear((0, shade(ground, 0.05)), (1, ground)))
    sheet.draw(paths.ellipse(262, 432, 150, 20), "#2a1a1c", opacity=0.12)
    kind = rng.choice(("peach", "orange", "avocado", "berry"))
    if kind == "peach":
        sheet.draw(
            (
                "M256 132C360 96 430 190 410 290C394 372 320 428 256 432C192 428 118 372 102 290"
                "C82 190 152 96 256 132Z"
            ),
            sheet.linear((0, "#ffd0b5"), (1, "#ff8f86")),
        )
        sheet.line("M256 136C232 180 230 230 244 268", "#f27c79", 7, opacity=0.6)
        sheet.draw(paths.leaf(256, 130, 130, 66, -32), "#7dbb6b")
    elif kind == "orange":
        sheet.circle(256, 280, 156, sheet.linear((0, "#ffc24d"), (1, "#ff9130")))
        sheet.draw(paths.leaf(256, 128, 120, 60, -28), "#6fae5c")
        sheet.rect(248, 104, 16, 36, "#8a6a45", radius=8)
    elif kind == "avocado":
        sheet.draw(
            (
                "M256 84C320 84 346 150 366 220C400 330 352 432 256 432C160 432 112 330 146 220"
                "C166 150 192 84 256 84Z"
            ),
            "#5c8a3c",
        )
        sheet.draw(
            (
                "M256 110C304 110 326 168 342 230C370 326 330 406 256 406C182 406 142 326 170 230"
                "C186 168 208 110 256 110Z"
            ),
            "#d9e59a",
        )
        sheet.circle(256, 322, 66, sheet.linear((0, "#b47a4a"), (1, "#8a5632")))
    else:
        sheet.draw(
            (
                "M256 150C350 130 412 186 396 262C380 346 312 420 256 436C200 420 132 346 116 262"
                "C100 186 162 130 256 150Z"
            ),
            sheet.linear((0, "#ff7a86"), (1, "#e0344f")),
        )
        seeds = "".join(
            paths.drop(x, y, 9)
            for x, y in ((170, 230), (344, 232), (196, 350), (316, 352), (256, 392), (150, 284), (362, 288))
        )
        sheet.draw(seeds, "#ffe2a0")
        for turn in (-150, -90, -30, -120, -60):
            sheet.draw(paths.leaf(256, 152, 84, 40, turn), "#69a957")
    y = 210 if kind == "avocado" else 280
    _face(sheet, y, 50 if kind == "avocado" else 58)
    sheet.line(f"M238 {y + 28}Q256 {y + 46} 274 {y + 28}", _INK, 8)


def _landscape(sheet: Sheet, spec: AvatarSpec, rng: Random) -> None:
    """Sun or moon over hills or the sea."""
    color = spec.color
    night = rng.random() < 0.4
    top, low = (
        (shade(color, -0.22), shade(color, 0.02)) if night else (shade(color, 0.16), shade(color, 0.28))
    )
    sheet.fill_all(sheet.linear((0, top), (1, low)))
    x, y = rng.uniform(150, 360), rng.uniform(130, 200)
    if not night:
        sheet.circle(x, y, 84, "#ffd56b")
    else:
        sheet.draw(f"M{x + 20:.0f} {y - 82:.0f}a84 84 0 1 0 64 118a70 70 0 0 1 -64 -118Z", "#fff3d6")
        stars = "".join(
            paths.ellipse(rng.uniform(20, 490), rng.uniform(20, 260), rng.uniform(2, 4)) for _ in range(18)
        )
        sheet.draw(stars, "#ffffff", opacity=0.9)
    for i, depth in enumerate((0.02, -0.09, -0.2)):
        base = 300 + i * 62
        a, b = rng.uniform(-50, 50), rng.uniform(-50, 50)
        sheet.draw(
            (
                f"M0 {base + a:.0f}C120 {base - 70 + b:.0f} 220 {base + 50:.0f} 300 {base - 10:.0f}"
                f"C380 {base - 60 - a:.0f} 460 {base + 20:.0f} 512 {base - b:.0f}V512H0Z"
            ),
            shade(color, depth),
        )


def _pattern(sheet: Sheet, spec: AvatarSpec, rng: Random) -> None:
    """A four by four of quarter circles, dots and leaves."""
    base = spec.color
    colors = (
        base,
        shade(base, 0.16),
        shade(base, -0.14),
        mix(base, "#ffd166", 0.6),
        "#fff6ea",
        mix(base, "#2b2d42", 0.6),
    )
    size = 128
    for row in range(4):
        for column in range(4):
            x, y = column * size, row * size
            ground, figure = rng.sample(colors, 2)
            sheet.rect(x, y, size, size, ground)
            with sheet.group(x + size / 2, y + size / 2, turn=rng.choice((0, 90, 180, 270))):
                kind = rng.randrange(4)
                if kind == 0:
                    sheet.draw("M-64 -64H64A128 128 0 0 1 -64 64Z", figure)
                elif kind == 1:
                    sheet.circle(0, 0, 42, figure)
                elif kind == 2:
                    sheet.draw("M-64 -64A128 128 0 0 1 64 64A128 128 0 0 1 -64 -64Z", figure)
                else:
                    sheet.draw("M-64 0A64 64 0 0 1 64 0Z", figure)


def _smiling_blob(sheet: Sheet, spec: AvatarSpec, rng: Random) -> None:
    """A soft creature of no known kind."""
    ground = _soft(mix(spec.color, "#ffffff", 0.5))
    sheet.fill_all(ground)
    for _ in range(9):
        x, y = rng.uniform(0, 512), rng.uniform(0, 512)
        sheet.draw(paths.sparkle(x, y, rng.uniform(10, 24)), shade(ground, 0.09))
    edge = paths.blob(256, 280, 158, [rng.uniform(-0.09, 0.12) for _ in range(8)])
    sheet.draw(edge, sheet.linear((0, shade(spec.color, 0.06)), (1, shade(spec.color, -0.04))))
    if rng.random() < 0.6:
        for side in (-1, 1):
            sheet.line(
                f"M{256 + side * 50} 138Q{256 + side * 62} 92 {256 + side * 92} 80",
                shade(spec.color, -0.06),
                12,
            )
            sheet.circle(256 + side * 94, 78, 18, "#ffd166")
    _face(sheet, 270, 56, blush="#ff8aa0")
    if math.floor(rng.random() * 2):
        sheet.line("M232 304Q256 330 280 304", _INK, 9)
    else:
        sheet.draw("M226 304H286C284 336 272 346 256 346C240 346 228 336 226 304Z", _INK)
        sheet.draw("M238 330C248 322 264 322 274 330C268 344 244 344 238 330Z", "#ff7a86")


# How a portrait may look, and how often.
STYLES: tuple[tuple[Callable[[Sheet, AvatarSpec, Random], None], int], ...] = (
    (_person, 7),
    (_animal, 3),
    (_fruit, 2),
    (_initial, 1),
    (_landscape, 1),
    (_pattern, 1),
    (_smiling_blob, 1),
)
