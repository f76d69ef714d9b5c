"""text_big: big words, and little else."""

from hongshu.flows.demo_world.drawing import paths, scenery, stickers
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.covers.frame import MARGIN, Area, Cover, label_ink
from hongshu.flows.demo_world.drawing.paths import points


def draw(cover: Cover) -> None:
    """Compose the picture in one of five manners."""
    manners = (_on_clouds, _on_strips, _in_bubble, _on_note, _on_squares)
    manners[cover.pick("manner", len(manners))](cover)


def _room(cover: Cover, *, top: float = 0.16, bottom: float = 0.2) -> Area:
    y = cover.height * top
    return Area(MARGIN + 6, y, cover.width - 2 * MARGIN - 12, cover.height * (1 - bottom) - y)


def _sub(cover: Cover, *, align: str = "left", y: float = 0, fill: str = "", size: float = 52) -> None:
    if not cover.spec.sub:
        return
    x = {"left": MARGIN, "center": cover.width / 2}[align]
    cover.pill(
        cover.spec.sub, x, y or cover.height * 0.83, fill=fill or cover.palette.accent, align=align, size=size
    )


def _on_clouds(cover: Cover) -> None:
    """Left-aligned words on blurred clouds of colour, a quotation mark above."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    scenery.soft_blobs(sheet, palette, cover.chance("blobs"))
    size = 150 if not cover.wide else 96
    _quote_mark(cover, MARGIN, cover.height * 0.09, size)
    room = Area(MARGIN, cover.height * 0.09 + size, cover.width - 2 * MARGIN, cover.height * 0.68 - size)
    block = cover.fitted(cover.spec.headline, room, largest=210, max_lines=5, leading=1.24)
    at = Area(room.x, room.y + (room.height - block.height) * 0.42, room.width, block.height)
    if not palette.dark:
        cover.underline_marker(block, at, mix(palette.accent_2, palette.ground, 0.25))
    cover.put(block, at, palette.ink)
    _sub(cover)


def _quote_mark(cover: Cover, x: float, y: float, size: float) -> None:
    for i in range(2):
        left = x + i * size * 0.52
        d = (
            f"M{points((left, y + size * 0.62))}"
            f"C{points((left, y + size * 0.3))} "
            f"{points((left + size * 0.14, y + size * 0.06), (left + size * 0.4, y))}"
            f"L{points((left + size * 0.42, y + size * 0.1))}"
            f"C{points((left + size * 0.28, y + size * 0.18))} "
            f"{points((left + size * 0.22, y + size * 0.28), (left + size * 0.22, y + size * 0.38))}"
            f"L{points((left + size * 0.42, y + size * 0.38))}V{paths.number(y + size * 0.62)}Z"
        )
        cover.sheet.draw(d, cover.palette.accent)


def _on_strips(cover: Cover) -> None:
    """Every line on its own strip of colour, as if printed by a label maker."""
    palette, sheet = cover.palette, cover.sheet
    sheet.fill_all(palette.ground)
    scenery.dots(sheet, palette.ground_2, gap=58, radius=5, opacity=0.8)
    room = _room(cover, top=0.13, bottom=0.24)
    block = cover.fitted(cover.spec.headline, room.inset(36, 20), largest=190, max_lines=5, leading=1.56)
    fills = (palette.accent, palette.paper)
    y = room.y + (room.height - block.height) / 2
    for i, line in enumerate(block.lines):
        width = line.width * block.size / 1000
        fill = fills[i % 2]
        top = y + i * block.size * block.leading - block.size * 0.2
        height = block.size * (1.28 if cover.chinese else 1.24)
        with sheet.group(MARGIN + (width + 72) / 2, top + height / 2, turn=-1.1 if i % 2 else 0.8):
            scenery.card(sheet, -(width + 72) / 2, -height / 2, width + 72, height, fill, radius=18)
            one = type(block)((line,), block.face, block.size, block.leading)
            ink = label_ink(fill) if i % 2 == 0 else palette.paper_ink
            cover.put(one, Area(-width / 2, -height / 2, width, height), ink, align="center", down="middle")
    _sub(cover, fill=palette.ink if not palette.dark else palette.accent_2)
    if not cover.wide:
        stickers.stick(
            sheet, palette, cover.chance("sticker"), cover.width - 150, cover.height - 170, size=190
        )


def _in_bubble(cover: Cover) -> None:
    """The words said aloud: one great speech bubble."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    scenery.rays(sheet, palette.ground_2, cover.width * 0.5, cover.height * 0.5, count=22, opacity=0.3)
    bubble = Area(
        64, cover.height * 0.12, cover.width - 128, cover.height * (0.62 if not cover.wide else 0.64)
    )
    tail = (
        f"M{points((bubble.x + 150, bubble.bottom - 30))}"
        f"C{points((bubble.x + 150, bubble.bottom + 60))} "
        f"{points((bubble.x + 110, bubble.bottom + 100), (bubble.x + 60, bubble.bottom + 118))}"
        f"C{points((bubble.x + 190, bubble.bottom + 112))} "
        f"{points((bubble.x + 270, bubble.bottom + 60), (bubble.x + 300, bubble.bottom - 30))}"
        "Z"
    )
    with sheet.group(6, 12):
        sheet.draw(tail, "#2a1a1c", opacity=0.06)
    scenery.card(sheet, bubble.x, bubble.y, bubble.width, bubble.height, palette.paper, radius=80)
    sheet.draw(tail, palette.paper)
    inner = bubble.inset(70, 60)
    block = cover.fitted(cover.spec.headline, inner, largest=196, max_lines=5, leading=1.26)
    at = Area(inner.x, inner.cy - block.height / 2, inner.width, block.height)
    cover.underline_marker(block, at, mix(palette.ground_2, palette.accent_2, 0.35), align="center")
    cover.put(block, at, palette.paper_ink, align="center")
    if cover.spec.sub:
        cover.pill(
            cover.spec.sub,
            cover.width - 64,
            cover.height * 0.86,
            fill=palette.accent,
            align="right",
            size=50,
            max_width=cover.width * 0.66,
        )


def _on_note(cover: Cover) -> None:
    """A sticky note, pinned a little askew."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    scenery.squared_paper(sheet, palette.ground_2, gap=60, opacity=0.55)
    width, height = cover.width - 190, cover.height * 0.7
    with sheet.group(cover.width / 2, cover.height * 0.48, turn=-1.8 if not cover.wide else -1):
        x, y = -width / 2, -height / 2
        for step in range(6):
            sheet.rect(x + 4 + step * 2, y + 8 + step * 5, width, height, "#2a1a1c", opacity=0.025, radius=6)
        fold = 96
        sheet.draw(
            paths.polygon(
                [
                    (x, y),
                    (x + width, y),
                    (x + width, y + height - fold),
                    (x + width - fold, y + height),
                    (x, y + height),
                ]
            ),
            palette.paper,
        )
        sheet.draw(
            paths.polygon(
                [
                    (x + width, y + height - fold),
                    (x + width - fold, y + height),
                    (x + width - fold * 0.86, y + height - fold * 0.86),
                ]
            ),
            mix(palette.ground_2, palette.paper, 0.3),
        )
        scenery.tape(sheet, palette.accent_2, 0, y, 230, 2)
        inner = Area(x + 80, y + 90, width - 160, height - (250 if cover.spec.sub else 180))
        block = cover.fitted(cover.spec.headline, inner, largest=186, max_lines=5, leading=1.26)
        at = Area(inner.x, inner.cy - block.height / 2, inner.width, block.height)
        cover.underline_marker(block, at, mix(palette.accent_2, palette.paper, 0.3))
        cover.put(block, at, palette.paper_ink)
        if cover.spec.sub:
            small = cover.fitted(cover.spec.sub, Area(0, 0, width - 280, 90), largest=46, max_lines=2)
            foot = Area(inner.x, y + height - 70 - small.height, inner.width, small.height)
            cover.put(small, foot, palette.accent if not palette.dark else palette.paper_ink)
            sheet.rect(inner.x, foot.y - 34, 90, 8, palette.accent_2, radius=4)


def _on_squares(cover: Cover) -> None:
    """Centred words between two bands, with a smile."""
    palette, sheet = cover.palette, cover.sheet
    sheet.fill_all(palette.ground)
    scenery.waves(sheet, palette.ground_2, cover.height * 0.8, height=cover.height * 0.045)
    scenery.waves(
        sheet,
        mix(palette.ground_2, palette.accent, 0.3) if not palette.dark else shade(palette.ground_2, 0.07),
        cover.height * 0.88,
        height=-cover.height * 0.04,
    )
    sheet.circle(cover.width * 0.9, 10, 150 if not cover.wide else 84, palette.accent_2, opacity=0.9)
    room = _room(cover, top=0.15, bottom=0.27)
    block = cover.fitted(cover.spec.headline, room, largest=200, max_lines=5, leading=1.24)
    y = room.y + (room.height - block.height) * 0.5
    cover.put(block, Area(room.x, y, room.width, block.height), palette.ink)
    sheet.rect(MARGIN + 6, y - 56, 130, 16, palette.accent, radius=8)
    _sub(cover, y=cover.height * 0.78)
