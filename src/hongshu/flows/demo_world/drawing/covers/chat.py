"""chat: a conversation in bubbles, a from the left, b from the right."""

from hongshu.flows.demo_world.drawing import paths, scenery, stickers
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade
from hongshu.flows.demo_world.drawing.covers.frame import BOLD, Area, Cover, label_ink
from hongshu.flows.demo_world.drawing.fonts import MEDIUM
from hongshu.flows.demo_world.drawing.lettering import Block, wrap, write
from hongshu.flows.demo_world.drawing.paths import points


def draw(cover: Cover) -> None:
    """A telephone's screen: a bar with the headline, the bubbles, the field to write in."""
    palette, sheet = cover.palette, cover.sheet
    wall = mix(palette.ground, palette.paper, 0.25) if not palette.dark else palette.ground
    sheet.fill_all(sheet.linear((0, wall), (1, mix(wall, palette.ground_2, 0.5))))
    scenery.dots(sheet, palette.ground_2, gap=72, radius=4, opacity=0.35)
    bar = 148.0 if not cover.wide else 104.0
    foot = 124.0 if not cover.wide else 0.0
    _bar(cover, bar)
    if foot:
        _field(cover, foot)
    _bubbles(cover, Area(0, bar + 36, cover.width, cover.height - bar - foot - 72))


def _bar(cover: Cover, height: float) -> None:
    palette, sheet = cover.palette, cover.sheet
    sheet.rect(0, 0, cover.width, height, palette.paper)
    sheet.rect(0, height, cover.width, 3, "#2a1a1c", opacity=0.08)
    y = height * 0.54
    sheet.line(f"M{points((66, y - 22))}l-22 22l22 22", palette.paper_ink, 7)
    for i in range(3):
        sheet.circle(cover.width - 50 - i * 24, y, 6, palette.paper_ink)
    write(
        sheet,
        cover.spec.headline,
        cover.width / 2,
        y,
        palette.paper_ink,
        face=BOLD,
        size=56 if not cover.wide else 46,
        max_width=cover.width - 300,
        align="center",
        smallest=26,
    )


def _field(cover: Cover, height: float) -> None:
    palette, sheet = cover.palette, cover.sheet
    top = cover.height - height
    sheet.rect(0, top, cover.width, height, palette.paper)
    sheet.rect(
        44, top + 24, cover.width - 200, height - 48, mix(palette.paper, palette.paper_ink, 0.08), radius=36
    )
    write(
        sheet,
        cover.words("说点什么…", "Say something…"),
        84,
        top + height / 2,
        mix(palette.paper_ink, palette.paper, 0.5),
        face=MEDIUM,
        size=32,
    )
    cx, cy = cover.width - 92, top + height / 2
    sheet.circle(cx, cy, 40, palette.accent)
    sheet.draw(
        paths.polygon([(cx - 15, cy - 18), (cx + 22, cy), (cx - 15, cy + 18), (cx - 8, cy)]),
        readable_on(palette.accent),
    )


def _bubbles(cover: Cover, room: Area) -> None:
    messages = [_message(line, i) for i, line in enumerate(cover.spec.lines)]
    if not messages:
        return
    size, blocks = _set(cover, [text for _, text in messages], room.height)
    pad = size * 0.62
    heights = [block.height + pad * 1.5 for block in blocks]
    gap = min((room.height - sum(heights)) / max(len(blocks), 1), size * 0.95)
    y = room.y + _clock(cover, room, room.height - sum(heights) - gap * len(heights))
    for (side, _), block, height in zip(messages, blocks, heights, strict=True):
        if y + height > room.bottom + 2:
            break
        _bubble(cover, side, block, y=y, height=height, pad=pad)
        y += height + gap
    if room.bottom - y > 230 and not cover.wide:
        _sticker(cover, messages[-1][0], y, min(room.bottom - y, 300))


def _clock(cover: Cover, room: Area, spare: float) -> float:
    """The time above the first bubble, when there is room for it; returns how much it took."""
    if spare < 70:
        return 0.0
    rng = cover.chance("clock")
    time = f"{rng.randint(8, 23):02d}:{rng.randint(0, 59):02d}"
    write(
        cover.sheet,
        time,
        cover.width / 2,
        room.y + 14,
        mix(cover.palette.ink, cover.palette.ground, 0.35),
        face=MEDIUM,
        size=28,
        align="center",
    )
    return 56.0


def _sticker(cover: Cover, last: str, y: float, height: float) -> None:
    """What people send when they have no more to say."""
    inset = 44 + 92 + 30 + height / 2
    x = cover.width - inset if last == "b" else inset
    stickers.stick(
        cover.sheet, cover.palette, cover.chance("sticker"), x, y + height * 0.48, size=height * 0.74
    )


def _message(line: str, index: int) -> tuple[str, str]:
    side, bar, text = line.partition("|")
    if bar and side.strip().lower() in ("a", "b"):
        return side.strip().lower(), text.strip()
    return "ab"[index % 2], line.strip()


def _set(cover: Cover, texts: list[str], height: float) -> tuple[float, list[Block]]:
    """The largest size at which all bubbles fit below each other."""
    size = 70.0 if not cover.wide else 46.0
    while True:
        width = cover.width - 330 - size
        blocks = [wrap(text, MEDIUM, size, width, leading=1.38, balance=True) for text in texts]
        needed = sum(block.height + size * 0.93 for block in blocks) + size * 0.45 * len(blocks)
        if needed <= height or size <= 22:
            return size, blocks
        size = max(size * 0.95, 22)


def _bubble(cover: Cover, side: str, block: Block, *, y: float, height: float, pad: float) -> None:
    palette, sheet = cover.palette, cover.sheet
    radius = 46.0 if not cover.wide else 36.0
    mine = side == "b"
    fill = palette.accent if mine else palette.paper
    ink = label_ink(fill) if mine else palette.paper_ink
    width = block.width + pad * 2
    face_x = cover.width - 44 - radius if mine else 44 + radius
    _face(cover, side, face_x, y + min(height / 2, radius), radius)
    x = cover.width - 44 - 2 * radius - 30 - width if mine else 44 + 2 * radius + 30
    rounding = min(height / 2, 44)
    with sheet.group(2, 6):
        sheet.rect(x, y, width, height, "#2a1a1c", radius=rounding, opacity=0.07)
    sheet.rect(x, y, width, height, fill, radius=rounding)
    tip = y + min(height / 2, radius)
    if mine:
        sheet.draw(
            paths.polygon([(x + width - 8, tip - 16), (x + width + 18, tip), (x + width - 8, tip + 16)]), fill
        )
    else:
        sheet.draw(paths.polygon([(x + 8, tip - 16), (x - 18, tip), (x + 8, tip + 16)]), fill)
    cover.put(block, Area(x + pad, y, block.width, height), ink, down="middle")


def _face(cover: Cover, side: str, x: float, y: float, radius: float) -> None:
    """A small head and shoulders."""
    palette, sheet = cover.palette, cover.sheet
    ground = palette.accent_2 if side == "a" else shade(palette.ground_2, -0.06 if not palette.dark else 0.2)
    disc = paths.ellipse(x, y, radius)
    sheet.draw(disc, ground)
    hair = "#4a3328" if side == "a" else "#2f2a33"
    with sheet.group(clip=sheet.clip(disc)), sheet.group(x, y, scale=radius / 50):
        if side == "a":
            sheet.draw(paths.rounded_rect(-27, -30, 54, 64, 26, 18), hair)
        sheet.draw(paths.ellipse(0, 50, 38, 28), palette.paper if side == "a" else palette.accent)
        sheet.draw(paths.rounded_rect(-8, 8, 16, 22, 6), "#e9b796")
        sheet.draw(paths.ellipse(0, -4, 19, 22), "#f6cdb0")
        sheet.draw("M-22 -4C-22 -34 22 -34 22 -4C12 -8 2 -14 -2 -20C-6 -12 -14 -8 -22 -4Z", hair)
