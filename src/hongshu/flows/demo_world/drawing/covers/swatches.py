"""swatches: four to nine colours with their names, as smears, dabs or paint chips."""

import math
from random import Random

from hongshu.flows.demo_world.drawing import paths, scenery
from hongshu.flows.demo_world.drawing.colors import lightness, shade
from hongshu.flows.demo_world.drawing.covers.frame import BOLD, MARGIN, Area, Cover
from hongshu.flows.demo_world.drawing.fonts import MEDIUM
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.sheet import Sheet

Swatch = tuple[str, str]


def draw(cover: Cover) -> None:
    """Heading above (or beside), swatches below in one of three manners."""
    palette, sheet = cover.palette, cover.sheet
    sheet.fill_all(sheet.linear((0, palette.paper), (1, shade(palette.paper, -0.025))))
    swatches = [_parse(line) for line in cover.spec.lines]
    room = _heading(cover)
    few = len(swatches) <= 5
    manner = cover.pick("manner", 3)
    if manner == 0 and few and not cover.wide:
        _smears(cover, swatches, room)
    elif manner == 1:
        _chips(cover, swatches, room)
    else:
        _dabs(cover, swatches, room)


def _parse(line: str) -> Swatch:
    name, _, color = line.rpartition("|")
    return name.strip(), color.strip()


def _heading(cover: Cover) -> Area:
    palette, sheet = cover.palette, cover.sheet
    if cover.wide:
        band = Area(0, 0, cover.width * 0.34, cover.height)
        head = band.inset(56, 70)
        room = Area(band.right + 44, 56, cover.width - band.right - 96, cover.height - 112)
        max_lines = 4
    else:
        height = cover.height * (0.235 if cover.height > 1200 else 0.22)
        band = Area(0, 0, cover.width, height)
        head = Area(MARGIN, 60, cover.width - 2 * MARGIN, height - 120)
        room = Area(MARGIN, height + 46, cover.width - 2 * MARGIN, cover.height - height - 46 - 60)
        max_lines = 2
    sheet.rect(
        band.x,
        band.y,
        band.width,
        band.height,
        sheet.linear((0, shade(palette.ground, 0.02)), (1, palette.ground)),
    )
    sheet.circle(band.right - 70, band.y + 30, 150, palette.ground_2, opacity=0.5)
    block = cover.fitted(cover.spec.headline, head, largest=118, max_lines=max_lines)
    placed = cover.put(block, head, palette.ink, down="middle")
    if cover.spec.sub and not cover.wide:
        cover.pill(cover.spec.sub, MARGIN, placed.bottom + 16, fill=palette.accent, size=32)
    return room


def _smears(cover: Cover, swatches: list[Swatch], room: Area) -> None:
    row = room.height / len(swatches)
    rng = cover.chance("smears")
    for i, (name, color) in enumerate(swatches):
        y = room.y + i * row
        height = min(row * 0.74, 190)
        width = room.width * 0.56
        _smear(cover.sheet, color, Area(room.x, y + (row - height) / 2, width, height), rng)
        label = Area(room.x + width + 50, y, room.width - width - 50, row)
        _name(cover, name, color, label, align="left", largest=58)


def _smear(sheet: Sheet, color: str, area: Area, rng: Random) -> None:
    """A stroke of cream: thick where it was set down, streaky where it ran out."""
    x, y, w, h = area.x, area.y, area.width, area.height
    tail = []
    for i in range(9):
        out = (0.0 if i % 2 else 1.0) * rng.uniform(0.03, 0.11) * w
        tail.append((x + w * 0.9 + out, y + h * (0.12 + 0.095 * i)))
    edge = [
        (x + w * 0.02, y + h * 0.5), (x + w * 0.05, y + h * 0.17), (x + w * 0.2, y + h * 0.05),
        (x + w * 0.5, y + h * rng.uniform(0.04, 0.1)), (x + w * 0.78, y + h * rng.uniform(0.02, 0.12)),
        *tail,
        (x + w * 0.74, y + h * rng.uniform(0.9, 0.97)), (x + w * 0.44, y + h * rng.uniform(0.92, 0.99)),
        (x + w * 0.16, y + h * 0.95), (x + w * 0.05, y + h * 0.8),
    ]  # fmt: skip
    body = paths.smooth(edge, tension=0.45)
    with sheet.group(2, 6):
        sheet.draw(body, "#2a1a1c", opacity=0.08)
    sheet.draw(body, sheet.linear((0, shade(color, 0.05)), (0.5, color), (1, shade(color, -0.07))))
    with sheet.group(clip=sheet.clip(body)):
        for i in range(9):
            level = y + h * (0.1 + 0.1 * i)
            d = (
                f"M{points((x, level))}"
                f"C{points((x + w * 0.3, level + rng.uniform(-9, 9)))} "
                f"{points((x + w * 0.7, level + rng.uniform(-9, 9)), (x + w * 1.1, level))}"
            )
            sheet.line(d, shade(color, -0.06 if i % 2 else 0.07), rng.uniform(3, 8), opacity=0.55)
    gloss = (
        f"M{points((x + w * 0.08, y + h * 0.3))}"
        f"C{points((x + w * 0.2, y + h * 0.16), (x + w * 0.4, y + h * 0.2), (x + w * 0.52, y + h * 0.19))}"
    )
    sheet.line(gloss, "#ffffff", h * 0.055, opacity=0.5)
    sheet.line(
        f"M{points((x + w * 0.6, y + h * 0.2))}L{points((x + w * 0.66, y + h * 0.21))}",
        "#ffffff",
        h * 0.045,
        opacity=0.4,
    )


def _grid(count: int, room: Area, *, cell_ratio: float) -> tuple[int, int]:
    """Columns and rows that leave cells nearest to the wanted width : height."""

    def misfit(columns: int) -> float:
        rows = -(-count // columns)
        ratio = (room.width / columns) / (room.height / rows)
        return abs(math.log(ratio / cell_ratio)) + 0.5 * (columns * rows - count) / count

    columns = min(range(1, min(count, 5) + 1), key=misfit)
    return columns, -(-count // columns)


def _cells(count: int, room: Area, *, cell_ratio: float, gap: float) -> list[Area]:
    columns, rows = _grid(count, room, cell_ratio=cell_ratio)
    width, height = (room.width - gap * (columns - 1)) / columns, (room.height - gap * (rows - 1)) / rows
    cells = []
    for i in range(count):
        row, column = divmod(i, columns)
        in_row = min(columns, count - row * columns)
        shift = (columns - in_row) * (width + gap) / 2
        cells.append(
            Area(room.x + shift + column * (width + gap), room.y + row * (height + gap), width, height)
        )
    return cells


def _dabs(cover: Cover, swatches: list[Swatch], room: Area) -> None:
    rng = cover.chance("dabs")
    for (name, color), cell in zip(
        swatches, _cells(len(swatches), room, cell_ratio=0.9, gap=20), strict=True
    ):
        label_height = min(cell.height * 0.3, 104)
        radius = min(cell.width * 0.4, (cell.height - label_height) * 0.46)
        cy = cell.y + (cell.height - label_height) / 2
        _dab(cover.sheet, color, cell.cx, cy, radius, rng=rng)
        label = Area(cell.x + 4, cy + radius + 14, cell.width - 8, cell.bottom - cy - radius - 14)
        _name(cover, name, color, label, align="center", largest=46)


def _dab(sheet: Sheet, color: str, cx: float, cy: float, radius: float, *, rng: Random) -> None:
    """A pot's worth of colour, swirled with the finger."""
    edge = paths.blob(cx, cy, radius, [rng.uniform(-0.07, 0.07) for _ in range(11)])
    with sheet.group(5, 11):
        sheet.draw(edge, "#2a1a1c", opacity=0.1)
    sheet.draw(
        edge, sheet.linear((0, shade(color, 0.06)), (0.5, color), (1, shade(color, -0.09)), end=(0.7, 1))
    )
    turn = rng.uniform(0, 360)
    with sheet.group(cx, cy, turn=turn):
        for i, share in enumerate((0.78, 0.58, 0.38, 0.2)):
            r = radius * share
            arc = f"M{points((-r, 0))}A{r:.1f} {r:.1f} 0 1 1 {points((r * 0.3, r * 0.95))}"
            sheet.line(arc, shade(color, -0.07 if i % 2 else 0.06), radius * 0.09, opacity=0.6)
    r = radius * 0.74
    sheet.line(
        (
            f"M{points((cx - r * 0.86, cy - r * 0.34))}"
            f"A{r:.1f} {r:.1f} 0 0 1 {points((cx - r * 0.1, cy - r * 0.95))}"
        ),
        "#ffffff",
        radius * 0.07,
        opacity=0.55,
    )


def _chips(cover: Cover, swatches: list[Swatch], room: Area) -> None:
    for (name, color), cell in zip(
        swatches, _cells(len(swatches), room, cell_ratio=0.86, gap=34), strict=True
    ):
        scenery.card(cover.sheet, cell.x, cell.y, cell.width, cell.height, "#ffffff", radius=20)
        label_height = max(min(cell.height * 0.32, 130), 78)
        top = paths.rounded_rect(cell.x, cell.y, cell.width, cell.height - label_height, 20, 0)
        cover.sheet.draw(
            top, cover.sheet.linear((0, shade(color, 0.03)), (1, shade(color, -0.02)), end=(0.5, 1))
        )
        gloss = (
            f"M{points((cell.x + cell.width * 0.1, cell.y + 26))}"
            f"L{points((cell.x + cell.width * 0.3, cell.y + 26))}"
        )
        cover.sheet.line(gloss, "#ffffff", 8, opacity=0.45)
        label = Area(cell.x + 20, cell.bottom - label_height + 8, cell.width - 40, label_height - 16)
        _name(cover, name, color, label, align="left", largest=42, ink="#2a2326")


def _name(
    cover: Cover, name: str, color: str, area: Area, *, align: str, largest: float, ink: str = ""
) -> None:
    """The shade's name, and its colour value below it where there is room."""
    ink = ink or cover.palette.paper_ink
    code = area.height > 84
    block = cover.fitted(
        name,
        Area(area.x, area.y, area.width, area.height - (36 if code else 0)),
        largest=largest,
        face=BOLD,
        max_lines=2,
    )
    down = {"left": "middle", "center": "top"}[align]
    y = area.y if down == "top" else area.cy - (block.height + (38 if code else 0)) / 2
    placed = cover.put(block, Area(area.x, y, area.width, block.height), ink, align=align)
    if code:
        small = cover.fitted(color.upper(), Area(0, 0, area.width, 30), largest=24, face=MEDIUM, max_lines=1)
        faint = ink if lightness(ink) > 0.8 else shade(ink, 0.16)
        cover.put(small, Area(area.x, placed.bottom + 16, area.width, 30), faint, align=align)
