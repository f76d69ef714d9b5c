"""ranking: a numbered top three to five."""

from hongshu.flows.demo_world.drawing import paths, scenery
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade
from hongshu.flows.demo_world.drawing.covers.frame import BLACK, MARGIN, MEDIUM, Area, Cover
from hongshu.flows.demo_world.drawing.lettering import write

_MEDALS = ("#f3b93a", "#b9c2cc", "#d2946a")


def draw(cover: Cover) -> None:
    """Headline with a crown, then one row an item."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    if cover.pick("ground", 2):
        scenery.dots(sheet, palette.ground_2, gap=62, radius=5, opacity=0.55)
    else:
        scenery.rays(sheet, palette.ground_2, cover.width * 0.5, 0, count=26, opacity=0.32)
    rows = [line.partition("|")[::2] for line in cover.spec.lines[:6]]
    if cover.wide:
        head = Area(64, 80, cover.width * 0.33, cover.height - 160)
        room = Area(cover.width * 0.41, 56, cover.width * 0.59 - 60, cover.height - 112)
        block = cover.fitted(cover.spec.headline, head, largest=108, max_lines=4)
        y = head.cy - block.height / 2
        cover.put(block, Area(head.x, y, head.width, block.height), palette.ink)
        _crown(cover, head.x + 50, y - 62, 84)
    else:
        head = Area(MARGIN, 86, cover.width - 2 * MARGIN - 150, cover.height * 0.16)
        block = cover.fitted(cover.spec.headline, head, largest=124, max_lines=2)
        placed = cover.put(block, head, palette.ink)
        _crown(cover, cover.width - MARGIN - 62, 86 + block.height / 2, 124)
        room = Area(
            MARGIN - 20,
            placed.bottom + 54,
            cover.width - 2 * MARGIN + 40,
            cover.height - placed.bottom - 54 - 70,
        )
    if rows:
        _rows(cover, rows, room)


def _crown(cover: Cover, x: float, y: float, size: float) -> None:
    gold = cover.sheet.linear((0, "#ffdc6e"), (1, "#f0a92c"))
    with cover.sheet.group(x, y, turn=9, scale=size / 120):
        body = paths.rounded_polygon(
            [(-52, 34, 8), (-60, -26, 8), (-26, 2, 4), (0, -44, 8), (26, 2, 4), (60, -26, 8), (52, 34, 8)]
        )
        with cover.sheet.group(3, 6):
            cover.sheet.draw(body, "#2a1a1c", opacity=0.14)
        cover.sheet.draw(body, gold)
        cover.sheet.rect(-52, 40, 104, 14, gold, radius=6)
        for cx, cy, color in (
            (-60, -30, "#ff7d8a"),
            (0, -50, "#ff7d8a"),
            (60, -30, "#ff7d8a"),
            (0, 14, "#ffffff"),
        ):
            cover.sheet.circle(cx, cy, 8, color)


def _rows(cover: Cover, rows: list[tuple[str, str]], room: Area) -> None:
    palette, sheet = cover.palette, cover.sheet
    gap = 24.0 if not cover.wide else 16.0
    # The first is a little taller than the others, as on a podium.
    weights = [1.22 if i == 0 else 1.0 for i in range(len(rows))]
    unit = min((room.height - gap * (len(rows) - 1)) / sum(weights), 290)
    used = unit * sum(weights) + gap * (len(rows) - 1)
    y = room.y + (room.height - used) * 0.3
    beside = not cover.wide and _fits_beside(cover, rows, room.width - 330)
    for i, ((item, remark), weight) in enumerate(zip(rows, weights, strict=True)):
        row = Area(room.x, y, room.width, unit * weight)
        fill = palette.paper if i else mix(palette.paper, palette.accent_2, 0.16)
        scenery.card(sheet, row.x, row.y, row.width, row.height, fill, radius=min(34, row.height * 0.3))
        if not i:
            border = paths.rounded_rect(
                row.x + 3, row.y + 3, row.width - 6, row.height - 6, min(31, row.height * 0.28)
            )
            sheet.line(border, palette.accent_2, 6)
        badge = min(row.height * 0.34, 52 if i else 60)
        _badge(cover, i, row.x + 40 + badge, row.cy, badge)
        left = row.x + 76 + 2 * badge
        words = Area(left, row.y, row.right - left - 36, row.height)
        if beside:
            _beside(cover, item.strip(), remark.strip(), words)
        else:
            _stacked(cover, item.strip(), remark.strip(), words)
        y += row.height + gap


def _badge(cover: Cover, index: int, x: float, y: float, radius: float) -> None:
    sheet = cover.sheet
    color = _MEDALS[index] if index < 3 else mix(cover.palette.paper, cover.palette.paper_ink, 0.14)
    if index < 3:
        sheet.draw(
            paths.star(x, y, radius, radius * 0.88, 18),
            sheet.linear((0, shade(color, 0.06)), (1, shade(color, -0.07))),
        )
        sheet.circle(x, y, radius * 0.74, sheet.linear((0, shade(color, 0.1)), (1, color), end=(0.6, 1)))
    else:
        sheet.circle(x, y, radius * 0.8, color)
    ink = shade(color, -0.42) if index < 3 else readable_on(color)
    write(sheet, str(index + 1), x, y, ink, face=BLACK, size=radius * 1.0, align="center")


def _fits_beside(cover: Cover, rows: list[tuple[str, str]], width: float) -> bool:
    """Whether every item and its remark have room on one line, at sizes worth reading."""
    return all(
        cover.ink_width(item.strip(), BLACK, 58) + cover.ink_width(remark.strip(), MEDIUM, 40) + 60 <= width
        for item, remark in rows
    )


def _beside(cover: Cover, item: str, remark: str, area: Area) -> None:
    """Item on the left, remark as a label on the right."""
    palette = cover.palette
    title = cover.fitted(item, Area(0, 0, area.width, area.height * 0.6), largest=62, face=BLACK, max_lines=1)
    cover.put(title, area, palette.paper_ink, down="middle")
    if remark:
        tint = mix(palette.paper, palette.ground_2 if not palette.dark else palette.accent_2, 0.45)
        height = 40 * (1.06 if not cover.chinese else 0.96) + 40 * 0.9
        cover.pill(
            remark,
            area.right,
            area.cy - height / 2,
            fill=tint,
            ink=palette.paper_ink,
            size=40,
            align="right",
            face=MEDIUM,
        )


def _stacked(cover: Cover, item: str, remark: str, area: Area) -> None:
    """Item over remark."""
    palette = cover.palette
    faint = mix(palette.paper_ink, palette.paper, 0.25)
    title = cover.fitted(
        item,
        Area(0, 0, area.width, area.height * 0.4),
        largest=64 if not cover.wide else 46,
        face=BLACK,
        max_lines=1,
        smallest=24,
    )
    note = cover.fitted(
        remark,
        Area(0, 0, area.width, area.height * 0.4),
        largest=44 if not cover.wide else 32,
        face=MEDIUM,
        max_lines=2,
        smallest=20,
    )
    gap = min(24.0, area.height * 0.1) if remark else 0.0
    y = area.cy - (title.height + gap + note.height) / 2
    cover.put(title, Area(area.x, y, area.width, title.height), palette.paper_ink)
    if remark:
        cover.put(note, Area(area.x, y + title.height + gap, area.width, note.height), faint)
