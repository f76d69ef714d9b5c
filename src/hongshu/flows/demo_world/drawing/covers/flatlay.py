"""flatlay: two to five products laid out on a surface, seen from above."""

from hongshu.flows.demo_world.drawing import scenery
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.contracts import ProductArt
from hongshu.flows.demo_world.drawing.covers.frame import MARGIN, Area, Cover
from hongshu.flows.demo_world.drawing.products import find_illustration

# Heavy things stand upright in a picture even from above; turned far they look as if they fell over.
_STEADY = frozenset(
    {"rice_cooker", "mug", "candle", "coat", "hair_dryer", "boot", "tote_bag", "backpack", "compact"}
)


def draw(cover: Cover) -> None:
    """Surface, heading, then the things in as many cells as there are products."""
    _surface(cover)
    table = _heading(cover)
    arts = cover.arts[:6] or (cover.first_art(),)
    _ornaments(cover, table)
    rng = cover.chance("turns")
    for i, (art, cell) in enumerate(_cells(cover, arts, table)):
        swing = 5 if art.kind in _STEADY else 15
        turn = rng.uniform(swing * 0.35, swing) * (-1 if i % 2 == 0 else 1)
        cover.lay(art, cell, turn)


def _surface(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    kind = cover.pick("surface", 5)
    if kind == 0:
        scenery.linen(sheet, palette.ink if not palette.dark else "#ffffff")
    elif kind == 1:
        scenery.gingham(sheet, palette.ground_2, gap=120, opacity=0.32)
    elif kind == 2:
        scenery.terrazzo(sheet, palette, cover.chance("terrazzo"))
    elif kind == 3:
        scenery.marble(sheet, palette.paper if palette.dark else palette.ink, cover.chance("marble"))
    else:
        scenery.window_light(sheet, strength=0.1 if palette.dark else 0.32)


def _heading(cover: Cover) -> Area:
    """The headline on a taped card, or free on the ground; returns the room for the products."""
    palette, sheet = cover.palette, cover.sheet
    if cover.wide:
        room = Area(56, 90, cover.width * 0.36, cover.height - 180)
        table = Area(cover.width * 0.44, 40, cover.width * 0.53, cover.height - 80)
    else:
        room = Area(MARGIN, 96, cover.width - 2 * MARGIN, cover.height * 0.155)
        table = Area(54, 0, cover.width - 108, 0)
    inner = room.inset(30 if cover.wide else 44, 0)
    block = cover.fitted(cover.spec.headline, inner, largest=112, max_lines=3 if cover.wide else 2)
    pad = 46
    sub = cover.spec.sub
    height = block.height + 2 * pad
    y = room.cy - height / 2 if cover.wide else room.y - 6
    x = room.x if cover.wide else room.cx - (block.width + 120) / 2
    width = room.width if cover.wide else block.width + 120
    with sheet.group(x + width / 2, y + height / 2, turn=0 if cover.wide else -1.2):
        scenery.card(sheet, -width / 2, -height / 2, width, height, palette.paper, radius=18)
        cover.put(
            block,
            Area(-width / 2, -height / 2, width, height),
            palette.paper_ink,
            align="center",
            down="middle",
        )
        scenery.tape(sheet, palette.accent_2, 0, -height / 2, 150, -3)
    bottom = y + height
    if sub:
        pill = cover.pill(
            sub, room.cx, bottom + 24, fill=palette.accent, align="center", size=38, max_width=room.width
        )
        bottom = pill.bottom
    if cover.wide:
        return table
    return Area(table.x, bottom + 26, table.width, cover.height - bottom - 26 - 50)


def _fitting(art: ProductArt) -> float:
    """How much room a product wants: its longer side in nature."""
    illustration = find_illustration(art.kind)
    return illustration.stature * max(illustration.width / illustration.height, 1)


def _cells(cover: Cover, arts: tuple[ProductArt, ...], table: Area) -> list[tuple[ProductArt, Area]]:
    """Cells for one to six products that fill the table without overlapping; tall things get tall cells."""
    ratio = table.width / table.height
    rows = {
        1: (1,),
        2: (2,) if ratio > 0.8 else (1, 1),
        3: (3,) if ratio > 1.6 else (1, 2),
        4: (2, 2),
        5: (2, 3),
        6: (3, 3),
    }[len(arts)]
    if len(arts) == 2 and ratio < 1.25:
        # Two things lie on a slant: each gets more room than half of the table.
        width, height = table.width * 0.68, table.height * 0.55
        first = Area(table.x, table.y, width, height)
        second = Area(table.right - width, table.bottom - height, width, height)
        return [(arts[0], first), (arts[1], second)]
    if len(arts) == 3 and ratio <= 1.6 and not any(_is_broad(art) for art in arts):
        rows = (3,) if ratio > 1.1 else (1, 2)
    order = sorted(arts, key=_is_broad, reverse=True) if rows[0] == 1 and len(rows) > 1 else list(arts)
    heights = [max(1.0 if not _is_broad(art) else 0.74 for art in part) for part in _split(order, rows)]
    total = sum(heights)
    cells: list[tuple[ProductArt, Area]] = []
    y = table.y
    for part, share in zip(_split(order, rows), heights, strict=True):
        height = table.height * share / total
        widths = [0.75 if _is_slim(art) else 1.0 for art in part]
        x = table.x
        for art, part_width in zip(part, widths, strict=True):
            width = table.width * part_width / sum(widths)
            cells.append((art, Area(x, y, width, height).inset(width * 0.035, height * 0.035)))
            x += width
        y += height
    return cells


def _split(arts: list[ProductArt], rows: tuple[int, ...]) -> list[list[ProductArt]]:
    parts, start = [], 0
    for count in rows:
        parts.append(arts[start : start + count])
        start += count
    return parts


def _is_broad(art: ProductArt) -> bool:
    illustration = find_illustration(art.kind)
    return illustration.width > illustration.height * 1.15


def _is_slim(art: ProductArt) -> bool:
    illustration = find_illustration(art.kind)
    return illustration.width < illustration.height * 0.5


def _ornaments(cover: Cover, table: Area) -> None:
    palette, sheet = cover.palette, cover.sheet
    rng = cover.chance("ornaments")
    kind = rng.randrange(3)
    green = mix("#7f9b7a", palette.ground_2, 0.35)
    if kind == 0:
        size = 420 if not cover.wide else 300
        scenery.sprig(sheet, green, cover.width + 30, table.y + table.height * 0.36, size, 158)
        if not cover.wide:
            scenery.sprig(sheet, green, -30, table.bottom - 40, size, -34)
    elif kind == 1:
        color = mix(palette.accent_2, palette.paper, 0.3)
        places = [
            (rng.uniform(max(table.x - 30, 20), cover.width - 70), rng.uniform(table.y, table.bottom - 30))
            for _ in range(9)
        ]
        scenery.petals(sheet, color, rng, places)
    else:
        radius = min(table.width, table.height) * 0.52
        plate = mix(palette.paper, palette.ground_2, 0.25)
        for step in range(4):
            sheet.circle(table.cx + step * 3, table.cy + 6 + step * 5, radius, "#2a1a1c", opacity=0.03)
        sheet.circle(
            table.cx,
            table.cy,
            radius,
            sheet.linear((0, shade(plate, 0.02)), (1, shade(plate, -0.05)), end=(0.7, 1)),
        )
        sheet.circle(
            table.cx,
            table.cy,
            radius * 0.93,
            sheet.linear((0, shade(plate, -0.03)), (1, plate), end=(0.7, 1)),
        )
