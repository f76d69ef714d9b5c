"""calendar: a diary, day by day or hour by hour."""

from hongshu.flows.demo_world.drawing import paths, scenery, stickers
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade
from hongshu.flows.demo_world.drawing.covers.frame import BLACK, BOLD, MARGIN, MEDIUM, Area, Cover, label_ink
from hongshu.flows.demo_world.drawing.covers.lists import common_size
from hongshu.flows.demo_world.drawing.lettering import write
from hongshu.flows.demo_world.drawing.paths import points


def draw(cover: Cover) -> None:
    """A timeline, or tear-off leaves in two columns."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    days = [_day(line, i) for i, line in enumerate(cover.spec.lines)]
    room = _heading(cover)
    leaves = (
        len(days) in (4, 6, 8)
        and not cover.wide
        and max((len(text) for _, text in days), default=0) <= (16 if cover.chinese else 34)
    )
    if leaves and cover.pick("manner", 2):
        _leaves(cover, days, room)
    elif days:
        _timeline(cover, days, room)


def _day(line: str, index: int) -> tuple[str, str]:
    label, bar, text = line.partition("|")
    return (label.strip(), text.strip()) if bar else (str(index + 1), line.strip())


def _heading(cover: Cover) -> Area:
    palette, sheet = cover.palette, cover.sheet
    if cover.wide:
        head = Area(56, 70, cover.width * 0.31, cover.height - 140)
        block = cover.fitted(cover.spec.headline, head, largest=100, max_lines=4)
        cover.put(block, Area(head.x, head.cy - block.height / 2, head.width, block.height), palette.ink)
        return Area(cover.width * 0.38, 48, cover.width * 0.62 - 52, cover.height - 96)
    head = Area(MARGIN, 88, cover.width - 2 * MARGIN - 150, cover.height * 0.15)
    block = cover.fitted(cover.spec.headline, head, largest=118, max_lines=2)
    at = Area(head.x, head.y, head.width, block.height)
    if not palette.dark:
        cover.underline_marker(block, at, mix(palette.accent_2, palette.ground, 0.2))
    placed = cover.put(block, at, palette.ink)
    bottom = placed.bottom
    stickers.stick(
        sheet, palette, cover.chance("sticker"), cover.width - MARGIN - 60, 88 + block.height / 2, size=140
    )
    if cover.spec.sub:
        bottom = cover.pill(cover.spec.sub, MARGIN, bottom + 24, fill=palette.accent, size=36).bottom
    return Area(MARGIN - 24, bottom + 50, cover.width - 2 * MARGIN + 48, cover.height - bottom - 50 - 66)


def _timeline(cover: Cover, days: list[tuple[str, str]], room: Area) -> None:
    palette, sheet = cover.palette, cover.sheet
    scenery.card(sheet, room.x, room.y, room.width, room.height, palette.paper, radius=40)
    inner = room.inset(44 if not cover.wide else 34, 44 if not cover.wide else 28)
    label_size = 44.0 if not cover.wide else 32.0
    widest = max(cover.ink_width(label, BOLD, 1.0) for label, _ in days)
    label_size = min(label_size, inner.width * 0.3 / widest)
    label_width = widest * label_size + label_size * 1.3
    left = inner.x + label_width + 82
    size, blocks = common_size(
        [text for _, text in days],
        inner.right - left,
        inner.height,
        face=MEDIUM,
        largest=68 if not cover.wide else 44,
        gap=0.8,
    )
    if not blocks:
        return
    used = sum(block.height for block in blocks)
    gap = (inner.height - used) / len(blocks)
    strong = palette.accent if not palette.dark else palette.paper_ink
    axis = inner.x + label_width + 40
    middles = []
    y = inner.y + gap / 2
    for block in blocks:
        middles.append(y + block.ascent - size * (0.38 if cover.chinese else 0.35))
        y += block.height + gap
    sheet.line(
        f"M{points((axis, middles[0]))}V{paths.number(middles[-1])}", mix(palette.paper, strong, 0.3), 5
    )
    for (label, _), block, middle in zip(days, blocks, middles, strict=False):
        height = label_size * 1.6
        tint = mix(palette.paper, palette.accent_2, 0.3)
        sheet.rect(inner.x, middle - height / 2, label_width, height, tint, radius=height / 2)
        write(
            sheet,
            label,
            inner.x + label_width / 2,
            middle,
            readable_on(tint, (palette.paper_ink,)),
            face=BOLD,
            size=label_size,
            align="center",
            max_width=label_width - 16,
        )
        sheet.circle(axis, middle, 14, palette.paper)
        sheet.circle(axis, middle, 10, strong)
        top = middle - block.ascent + size * (0.38 if cover.chinese else 0.35)
        cover.put(block, Area(left, top, inner.right - left, block.height), palette.paper_ink)


def _leaves(cover: Cover, days: list[tuple[str, str]], room: Area) -> None:
    palette, sheet = cover.palette, cover.sheet
    gap = 34.0
    rows = len(days) // 2
    width, height = (room.width - gap) / 2, (room.height - gap * (rows - 1)) / rows
    band = min(height * 0.36, 112)
    for i, (label, text) in enumerate(days):
        row, column = divmod(i, 2)
        x, y = room.x + column * (width + gap), room.y + row * (height + gap)
        scenery.card(sheet, x, y, width, height, palette.paper, radius=26)
        color = palette.accent if (row + column) % 2 == 0 else palette.accent_2
        sheet.draw(paths.rounded_rect(x, y, width, band, 26, 0), color)
        for hole in (0.24, 0.76):
            sheet.rect(x + width * hole - 7, y - 16, 14, 40, shade(palette.paper, -0.12), radius=7)
        write(
            sheet,
            label,
            x + width / 2,
            y + band * 0.56,
            label_ink(color),
            face=BLACK,
            size=min(54, band * 0.5),
            align="center",
            max_width=width - 60,
        )
        area = Area(x + 30, y + band, width - 60, height - band)
        block = cover.fitted(
            text, Area(0, 0, area.width, area.height * 0.78), largest=74, face=BOLD, max_lines=4, leading=1.3
        )
        cover.put(block, area, palette.paper_ink, align="center", down="middle")
