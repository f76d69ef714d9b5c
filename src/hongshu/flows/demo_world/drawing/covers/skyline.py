"""skyline: a city at dawn or dusk with a headline in its sky."""

from hongshu.flows.demo_world.drawing import paths, skylines
from hongshu.flows.demo_world.drawing.colors import mix
from hongshu.flows.demo_world.drawing.covers.frame import BOLD, MARGIN, Area, Cover, label_ink
from hongshu.flows.demo_world.drawing.lettering import Block, write


def draw(cover: Cover) -> None:
    """The whole picture is the city; the words stand in the sky."""
    palette, sheet = cover.palette, cover.sheet
    city = skylines.find_city(cover.spec.city or cover.spec.headline)
    dusk = palette.dark or cover.pick("dusk", 2) == 0
    skylines.draw_sky(sheet, palette, cover.width, cover.height, dusk=dusk)
    if dusk:
        _stars(cover)
    # The city begins below the words, whatever their length.
    top = _words_height(cover) + (10 if cover.wide else 30)
    rng = cover.chance("clouds")
    skylines.draw_clouds(
        sheet,
        [
            (rng.uniform(0, 200), top + (cover.height - top) * 0.2, 280),
            (cover.width * rng.uniform(0.6, 0.8), top + 40, 240),
        ],
        opacity=0.22 if dusk else 0.55,
    )
    skylines.draw_city(
        sheet, city, palette, (0, top, cover.width, cover.height - top), seed=cover.spec.seed, dusk=dusk
    )
    _words(cover, dusk=dusk)


def _stars(cover: Cover) -> None:
    rng = cover.chance("stars")
    dots = "".join(
        paths.ellipse(rng.uniform(0, cover.width), rng.uniform(0, cover.height * 0.36), rng.uniform(1.4, 3.6))
        for _ in range(46)
    )
    cover.sheet.draw(dots, "#ffffff", opacity=0.65)


def _heading(cover: Cover) -> tuple[Area, Block]:
    y = 78.0 if not cover.wide else 52.0
    if cover.spec.city:
        y += 76 if not cover.wide else 62
    room = Area(MARGIN, y, cover.width - 2 * MARGIN, cover.height * (0.22 if not cover.wide else 0.27))
    return room, cover.fitted(cover.spec.headline, room, largest=140 if not cover.wide else 100, max_lines=2)


def _words_height(cover: Cover) -> float:
    room, block = _heading(cover)
    return (
        room.y
        + block.height
        + (20 if not cover.spec.sub else 118 if cover.ink_width(cover.spec.sub, BOLD, 42) < 820 else 176)
    )


def _words(cover: Cover, *, dusk: bool) -> None:
    palette, sheet = cover.palette, cover.sheet
    ink = _sky_ink(cover, dusk=dusk)
    room, block = _heading(cover)
    if cover.spec.city:
        _place(cover, MARGIN, (78.0 if not cover.wide else 52.0) + 26, ink)
    placed = cover.put(block, room, ink)
    if cover.spec.sub:
        fill = palette.paper if dusk else palette.accent
        cover.pill(
            cover.spec.sub,
            MARGIN,
            placed.bottom + 28,
            fill=fill,
            ink=palette.paper_ink if dusk else label_ink(fill),
            size=42 if not cover.wide else 36,
        )
    sheet.rect(0, cover.height - 10, cover.width, 10, palette.accent)


def _sky_ink(cover: Cover, *, dusk: bool) -> str:
    palette = cover.palette
    if not dusk:
        return palette.ink
    return "#fffaf0" if not palette.dark else palette.ink


def _place(cover: Cover, x: float, y: float, ink: str) -> None:
    """The city's name behind a map pin."""
    sheet = cover.sheet
    with sheet.group(x + 17, y):
        sheet.draw("M0 26C-10 12 -17 4 -17 -8A17 17 0 0 1 17 -8C17 4 10 12 0 26Z", ink)
        sheet.circle(0, -8, 7, mix(cover.palette.accent, cover.palette.ground_2, 0.3))
    write(
        sheet,
        cover.spec.city,
        x + 50,
        y + 2,
        ink,
        face=BOLD,
        size=40,
        tracking=40,
        max_width=cover.width - x - 120,
    )
