"""receipt: a till receipt or shopping list."""

from hongshu.flows.demo_world.drawing import paths, scenery, stickers
from hongshu.flows.demo_world.drawing.colors import mix
from hongshu.flows.demo_world.drawing.covers.frame import BOLD, MEDIUM, Area, Cover
from hongshu.flows.demo_world.drawing.covers.lists import common_size
from hongshu.flows.demo_world.drawing.fonts import BLACK
from hongshu.flows.demo_world.drawing.lettering import write
from hongshu.flows.demo_world.drawing.paths import points

_TOTALS = ("合计", "总计", "共计", "实付", "小计", "total", "sum", "altogether", "in all", "paid")


def draw(cover: Cover) -> None:
    """A strip of paper with torn ends, a little askew on the table."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    if cover.pick("ground", 2):
        scenery.gingham(sheet, palette.ground_2, gap=110, opacity=0.3)
    else:
        scenery.window_light(sheet, strength=0.1 if palette.dark else 0.3)
    width = 800.0 if not cover.wide else 860.0
    height = cover.height - (130 if not cover.wide else 76)
    with sheet.group(cover.width / 2, cover.height / 2, turn=-1.3 if cover.pick("turn", 2) else 1.1):
        paper = Area(-width / 2, -height / 2, width, height)
        _paper(cover, paper)
        _print(cover, paper.inset(64 if not cover.wide else 56, 60 if not cover.wide else 40))
    if not cover.wide:
        stickers.stick(
            sheet, palette, cover.chance("sticker"), cover.width - 130, cover.height - 190, size=170
        )


def _paper(cover: Cover, paper: Area) -> None:
    sheet = cover.sheet
    top = paths.zigzag(paper.x, paper.y, paper.width, 26, -13)
    foot = [(x, -y) for x, y in reversed(top)]
    outline = paths.polygon([*top, *foot])
    for step in range(6):
        with sheet.group(2 + step * 2, 5 + step * 4):
            sheet.draw(outline, "#2a1a1c", opacity=0.028)
    sheet.draw(outline, mix(cover.palette.paper, "#ffffff", 0.5))


def _dashes(cover: Cover, room: Area, y: float) -> None:
    cover.sheet.line(
        f"M{points((room.x, y))}H{paths.number(room.right)}",
        mix("#ffffff", "#2a2326", 0.4),
        3,
        dashes="14 10",
    )


def _print(cover: Cover, room: Area) -> None:
    ink = "#2a2326"
    small = cover.wide
    head = Area(room.x, room.y, room.width, cover.height * (0.14 if not small else 0.15))
    block = cover.fitted(cover.spec.headline, head, largest=96 if not small else 72, max_lines=2)
    placed = cover.put(block, head, ink, align="center")
    number = cover.chance("number").randint(1000, 9999)
    y = placed.bottom + (40 if not small else 28)
    write(
        cover.sheet,
        cover.words(f"小票 No.{number}", f"Receipt No. {number}"),
        room.cx,
        y,
        mix(ink, "#ffffff", 0.35),
        face=MEDIUM,
        size=27,
        align="center",
    )
    y += 40 if not small else 30
    _dashes(cover, room, y)
    foot = _foot(cover, room, number)
    _rows(cover, Area(room.x, y + 34, room.width, foot - y - 60))


def _foot(cover: Cover, room: Area, number: int) -> float:
    """The barcode and a thank-you, at the bottom; returns where they begin."""
    height = 84 if not cover.wide else 46
    top = room.bottom - height - (44 if not cover.wide else 0)
    count = len(cover.spec.lines)
    thanks = cover.words("谢谢惠顾 欢迎再来", "Thank you, see you soon")
    if cover.wide:
        scenery.barcode(cover.sheet, cover.chance("bars"), room.x, top, room.width * 0.44, height, "#2a2326")
        write(
            cover.sheet,
            thanks,
            room.right,
            top + height / 2,
            "#5b5257",
            face=MEDIUM,
            size=26,
            align="right",
            max_width=room.width * 0.5,
        )
    else:
        scenery.barcode(
            cover.sheet,
            cover.chance("bars"),
            room.x + room.width * 0.14,
            top,
            room.width * 0.72,
            height,
            "#2a2326",
        )
        write(
            cover.sheet, thanks, room.cx, top + height + 36, "#5b5257", face=MEDIUM, size=27, align="center"
        )
    _dashes(cover, room, top - 36)
    note = cover.words(f"共 {count} 项", f"{count} items")
    if not cover.wide:
        write(cover.sheet, note, room.x, top - 72, "#5b5257", face=MEDIUM, size=28)
        write(
            cover.sheet,
            f"#{number % 97 + 3:03d}",
            room.right,
            top - 72,
            "#5b5257",
            face=MEDIUM,
            size=28,
            align="right",
        )
        return top - 100
    return top - 44


def _rows(cover: Cover, room: Area) -> None:
    if not cover.spec.lines:
        return
    pairs = [line.partition("|")[::2] for line in cover.spec.lines]
    prices = [price.strip() for _, price in pairs]
    widest = max((cover.ink_width(price, BOLD, 1.0) for price in prices), default=0.0)
    largest = 60.0 if not cover.wide else 46.0
    # A long "price" is a remark: it may take up to two fifths of the line, then it shrinks.
    price_size = min(largest, room.width * 0.42 / widest) if widest else largest
    name_width = room.width - widest * price_size - 40
    size, blocks = common_size(
        [name.strip() for name, _ in pairs], name_width, room.height, face=MEDIUM, largest=largest, gap=0.62
    )
    used = sum(block.height for block in blocks)
    gap = min((room.height - used) / max(len(blocks), 1), size * 1.6)
    y = room.y + max((room.height - used - gap * len(blocks)) * 0.2, 0) + gap / 2
    for (name, price), block in zip(pairs, blocks, strict=False):
        total = any(word in name.lower() for word in _TOTALS)
        middle = y + block.ascent - block.size * (0.38 if cover.chinese else 0.35)
        if total:
            tint = mix(cover.palette.accent_2, "#ffffff", 0.45)
            cover.sheet.rect(
                room.x - 22, y - gap * 0.36, room.width + 44, block.height + gap * 0.72, tint, radius=14
            )
        cover.put(block, Area(room.x, y, name_width, block.height), "#2a2326")
        write(
            cover.sheet,
            price.strip(),
            room.right,
            middle,
            "#2a2326",
            face=BLACK if total else BOLD,
            size=min(price_size, size),
            align="right",
            max_width=room.width * 0.44,
        )
        y += block.height + gap
