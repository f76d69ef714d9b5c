"""Lists of lines at one common size, evenly spread: shared by the templates that are mostly text."""

from collections.abc import Sequence

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.colors import mix, readable_on
from hongshu.flows.demo_world.drawing.covers.frame import Area, Cover
from hongshu.flows.demo_world.drawing.fonts import BLACK, BOLD, MEDIUM, Face
from hongshu.flows.demo_world.drawing.lettering import Block, wrap, write


def common_size(
    texts: Sequence[str], width: float, height: float, *, face: Face, largest: float, smallest: float = 17,
    leading: float = 1.36, gap: float = 0.7,
) -> tuple[float, list[Block]]:  # fmt: skip
    """The largest size at which all texts, wrapped, fit below each other with `gap` ems between them.

    Returns the size and the blocks. What does not even fit at the smallest size is left out from the end.
    """
    size = largest
    while True:
        blocks = [wrap(text, face, size, width, leading=leading) for text in texts]
        needed = sum(block.height for block in blocks) + gap * size * (len(blocks) - 1)
        rows = max((len(block.lines) for block in blocks), default=1)
        # A list of wrapped lines at a great size reads worse than one of single lines a little smaller.
        if needed <= height and (rows == 1 or size <= max(largest * 0.74, smallest)):
            return size, blocks
        if size <= smallest:
            return size, _fitting(blocks, height, gap * size)
        size = max(size * 0.95, smallest)


def _fitting(blocks: list[Block], height: float, gap: float) -> list[Block]:
    used = -gap
    for count, block in enumerate(blocks):
        used += block.height + gap
        if used > height:
            return blocks[:count]
    return blocks


def draw_list(
    cover: Cover, lines: Sequence[str], room: Area, *, bullets: str, ink: str, ruled: bool = False
) -> None:
    """Lines with bullets ("numbers", "checks" or "boxes"), spread over the room, dotted rules between."""
    if not lines:
        return
    indent = 92.0
    size, blocks = common_size(
        lines, room.width - indent, room.height, face=MEDIUM if bullets == "boxes" else BOLD, largest=82
    )
    count = len(blocks)
    used = sum(block.height for block in blocks)
    gap = min((room.height - used) / max(count, 1), size * 2.1)
    y = room.y + gap * 0.4
    for i, block in enumerate(blocks):
        middle = y + block.ascent - size * (0.38 if cover.chinese else 0.34)
        _bullet(cover, bullets, i, x=room.x + 32, y=middle, radius=min(size * 0.56, 32))
        cover.put(block, Area(room.x + indent, y, room.width - indent, block.height), ink)
        y += block.height + gap
        if ruled and i + 1 < count:
            rule = f"M{paths.number(room.x)} {paths.number(y - gap / 2)}H{paths.number(room.right)}"
            cover.sheet.line(rule, mix(cover.palette.ground_2, cover.palette.paper, 0.25), 3, dashes="2 12")


def _bullet(cover: Cover, kind: str, index: int, *, x: float, y: float, radius: float) -> None:
    palette, sheet = cover.palette, cover.sheet
    strong = palette.accent if not palette.dark else mix(palette.ground, palette.paper_ink, 0.2)
    if kind == "numbers":
        sheet.circle(x, y, radius, strong)
        write(sheet, str(index + 1), x, y, readable_on(strong), face=BLACK, size=radius * 1.2, align="center")
    elif kind == "checks":
        corners = [
            (x - radius * 0.62, y),
            (x - radius * 0.16, y + radius * 0.5),
            (x + radius * 0.74, y - radius * 0.56),
        ]
        sheet.line(paths.polyline(corners), strong, radius * 0.3)
    else:
        sheet.line(
            paths.rounded_rect(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6, radius * 0.5),
            strong,
            4,
        )
        if index % 2 == 0:
            sheet.rect(
                x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6, strong, radius=radius * 0.5
            )
            tick = paths.polyline(
                [
                    (x - radius * 0.42, y),
                    (x - radius * 0.1, y + radius * 0.34),
                    (x + radius * 0.44, y - radius * 0.34),
                ]
            )
            sheet.line(tick, readable_on(strong), radius * 0.2)
