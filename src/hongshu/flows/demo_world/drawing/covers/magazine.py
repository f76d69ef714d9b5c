"""magazine: a cover in serif letters, a product as its star."""

from hongshu.flows.demo_world.drawing import scenery
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.covers.frame import Area, Cover
from hongshu.flows.demo_world.drawing.fonts import SERIF
from hongshu.flows.demo_world.drawing.lettering import Block, draw_block, fit, write

_TITLE = "HONGSHU"


def draw(cover: Cover) -> None:
    """Title across the top, product in the middle, cover lines beside and below it."""
    palette, sheet = cover.palette, cover.sheet
    back = palette.ground
    sheet.fill_all(
        sheet.linear(
            (0, mix(back, palette.ground_2, 0.35)),
            (0.4, shade(back, 0.04)),
            (1, mix(back, palette.ground_2, 0.6)),
        )
    )
    frame = 34.0
    for x, y, width, height in (
        (frame, frame, cover.width - 2 * frame, 3),
        (frame, cover.height - frame - 3, cover.width - 2 * frame, 3),
        (frame, frame, 3, cover.height - 2 * frame),
        (cover.width - frame - 3, frame, 3, cover.height - 2 * frame),
    ):
        sheet.rect(x, y, width, height, palette.ink, opacity=0.5)
    top = _title(cover)
    if cover.wide:
        _spread(cover, top)
    else:
        _page(cover, top)


def _bold(cover: Cover, block: Block, x: float, y: float, color: str, *, align: str = "left") -> None:
    """The serif has one weight; a thin outline of the same colour makes it a little stronger."""
    draw_block(cover.sheet, block, x, y, color, align=align, outline=color, outline_width=block.size * 0.022)


def _title(cover: Cover) -> float:
    """The magazine's name and the line below it; returns where it ends."""
    palette = cover.palette
    width = cover.width - 160
    size = 176.0 if not cover.wide else 96.0
    block = fit(_TITLE, SERIF, width=width, height=size, largest=size, max_lines=1, tracking=40)
    y = 74.0 if not cover.wide else 60.0
    _bold(cover, block, cover.width / 2, y, palette.accent, align="center")
    y += block.height - (6 if not cover.wide else 0)
    issue = cover.chance("issue").randint(1, 48)
    line = cover.words(f"生活 · 审美 · 第{issue}期", f"Life · Taste · No. {issue}")
    write(
        cover.sheet,
        line,
        cover.width / 2,
        y + 20,
        palette.ink,
        face=SERIF,
        size=30,
        align="center",
        tracking=120,
    )
    return y + 54


def _headline(cover: Cover, area: Area, *, align: str, largest: float) -> Area:
    """Main line and the line below it."""
    palette = cover.palette
    block = fit(
        cover.spec.headline,
        SERIF,
        width=area.width,
        height=area.height * 0.72,
        largest=largest,
        smallest=30,
        leading=1.2,
        max_lines=2,
    )
    x = {"left": area.x, "center": area.cx, "right": area.right}[align]
    _bold(cover, block, x, area.y, palette.ink, align=align)
    bottom = area.y + block.height
    if cover.spec.sub:
        sub = fit(
            cover.spec.sub,
            SERIF,
            width=area.width,
            height=90,
            largest=48,
            smallest=22,
            leading=1.3,
            max_lines=2,
        )
        draw_block(cover.sheet, sub, x, bottom + 26, palette.ink, align=align)
        bottom += 26 + sub.height
    return Area(area.x, area.y, area.width, bottom - area.y)


def _page(cover: Cover, top: float) -> None:
    palette, sheet = cover.palette, cover.sheet
    tall = cover.height > 1200
    head = Area(90, cover.height - (372 if tall else 300), cover.width - 180, 240 if tall else 190)
    used = _measure(cover, head, largest=122 if tall else 96)
    head = Area(head.x, cover.height - 96 - used, head.width, head.height)
    lines = cover.spec.lines[:4]
    column = 320.0 if lines else 0.0
    stage = Area(80, top + 24, cover.width - 160 - (column + 30 if lines else 0), head.y - top - 24 - 60)
    radius = min(stage.width, stage.height) * 0.5
    sheet.circle(
        stage.cx,
        stage.bottom - radius * 0.92,
        radius,
        mix(cover.backdrop_for(cover.first_art()), palette.ground, 0.25),
    )
    scenery.leaf_shadow(sheet, palette.ink, 10, top + 10, 560, 40, opacity=0.06)
    cover.stand(cover.first_art(), Area(stage.x + 20, stage.y + 10, stage.width - 40, stage.height - 20))
    _cover_lines(
        cover, lines, Area(cover.width - 80 - column, top + 50, column, stage.height - 60), align="right"
    )
    sheet.rect(head.x, head.y - 34, head.width, 2, palette.ink, opacity=0.5)
    _headline(cover, head, align="left", largest=122 if tall else 96)


def _measure(cover: Cover, area: Area, *, largest: float) -> float:
    block = fit(
        cover.spec.headline,
        SERIF,
        width=area.width,
        height=area.height * 0.72,
        largest=largest,
        smallest=30,
        leading=1.2,
        max_lines=2,
    )
    height = block.height
    if cover.spec.sub:
        sub = fit(
            cover.spec.sub,
            SERIF,
            width=area.width,
            height=90,
            largest=48,
            smallest=22,
            leading=1.3,
            max_lines=2,
        )
        height += 26 + sub.height
    return height


def _spread(cover: Cover, top: float) -> None:
    stage = Area(cover.width * 0.52, top + 10, cover.width * 0.42, cover.height - top - 80)
    radius = min(stage.width, stage.height) * 0.48
    cover.sheet.circle(
        stage.cx, stage.cy, radius, mix(cover.backdrop_for(cover.first_art()), cover.palette.ground, 0.25)
    )
    cover.stand(cover.first_art(), stage)
    text = Area(80, top + 30, cover.width * 0.42, cover.height - top - 100)
    used = _headline(cover, Area(text.x, text.y, text.width, text.height * 0.55), align="left", largest=84)
    _cover_lines(
        cover,
        cover.spec.lines[:4],
        Area(text.x, used.bottom + 40, text.width, text.bottom - used.bottom - 40),
        align="left",
    )


def _cover_lines(cover: Cover, lines: tuple[str, ...], area: Area, *, align: str) -> None:
    if not lines:
        return
    palette = cover.palette
    share = area.height / len(lines)
    x = area.x if align == "left" else area.right
    y = area.y
    for line in lines:
        block = fit(
            line,
            SERIF,
            width=area.width,
            height=min(share - 44, 200),
            largest=54,
            smallest=22,
            leading=1.3,
            max_lines=4,
        )
        cover.sheet.rect(x if align == "left" else x - 56, y, 56, 5, palette.accent)
        _bold(cover, block, x, y + 24, palette.ink, align=align)
        y += min(share, block.height + 84)
