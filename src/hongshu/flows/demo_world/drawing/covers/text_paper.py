"""text_paper: a sheet of paper with a heading marked by highlighter and a list below."""

from hongshu.flows.demo_world.drawing import paths, scenery
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.covers.frame import Area, Cover
from hongshu.flows.demo_world.drawing.covers.lists import draw_list
from hongshu.flows.demo_world.drawing.fonts import BOLD, MEDIUM
from hongshu.flows.demo_world.drawing.lettering import write
from hongshu.flows.demo_world.drawing.paths import points


def draw(cover: Cover) -> None:
    """Compose the picture in one of three manners."""
    (_ruled, _squared, _memo)[cover.pick("manner", 3)](cover)


def _heading_and_list(cover: Cover, inner: Area, *, bullets: str, marker: str, ruled: bool = False) -> None:
    """Heading at the top of the paper, the list evenly in what is left."""
    palette = cover.palette
    share = 0.24 if not cover.wide else 0.25
    head = Area(inner.x, inner.y, inner.width, inner.height * share)
    block = cover.fitted(cover.spec.headline, head, largest=116, max_lines=2)
    at = Area(head.x, head.y, head.width, block.height)
    cover.underline_marker(block, at, marker)
    cover.put(block, at, palette.paper_ink)
    bottom = at.bottom
    if cover.spec.sub:
        small = cover.fitted(
            cover.spec.sub, Area(0, 0, inner.width, 80), largest=38, face=MEDIUM, max_lines=2
        )
        cover.put(
            small, Area(inner.x, bottom + 28, inner.width, small.height), shade(palette.paper_ink, 0.14)
        )
        bottom += 28 + small.height
    gap = 58 if not cover.wide else 40
    room = Area(inner.x, bottom + gap, inner.width, inner.bottom - bottom - gap)
    draw_list(cover, cover.spec.lines, room, bullets=bullets, ink=palette.paper_ink, ruled=ruled)


def _ruled(cover: Cover) -> None:
    """A page torn from a ring binder."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    page = Area(64, 56, cover.width - 128, cover.height - 112)
    scenery.card(sheet, page.x, page.y, page.width, page.height, palette.paper, radius=30)
    sheet.line(
        f"M{points((page.x + 132, page.y + 20))}V{paths.number(page.bottom - 20)}",
        palette.accent,
        3,
        opacity=0.45,
    )
    holes = 5 if not cover.wide else 3
    for i in range(holes):
        y = page.y + page.height * (i + 0.5) / holes
        sheet.circle(page.x + 66, y, 21, shade(palette.ground, -0.06))
        ring = (
            f"M{points((page.x + 66, y))}"
            f"C{points((page.x + 30, y - 34), (page.x - 30, y - 30), (page.x - 34, y + 4))}"
        )
        sheet.line(ring, "#8e9096", 13)
        sheet.line(ring, "#d9dbe0", 6)
    inner = Area(page.x + 164, page.y + 84, page.width - 164 - 60, page.height - 150)
    _heading_and_list(
        cover,
        inner,
        bullets="numbers",
        ruled=True,
        marker=palette.accent_2 if not palette.dark else mix(palette.accent_2, palette.paper, 0.3),
    )


def _squared(cover: Cover) -> None:
    """Squared paper taped to the wall, little drawings in its margin."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    scenery.leaf_shadow(sheet, palette.ink, cover.width + 20, cover.height * 0.9, 760, -122, opacity=0.08)
    with sheet.group(cover.width / 2, cover.height / 2 + 14, turn=-0.9):
        page = Area(-cover.width / 2 + 78, -cover.height / 2 + 80, cover.width - 156, cover.height - 160)
        scenery.card(sheet, page.x, page.y, page.width, page.height, palette.paper, radius=8)
        with sheet.group(clip=sheet.clip(paths.rounded_rect(page.x, page.y, page.width, page.height, 8))):
            lines = "".join(
                f"M{points((page.x + x, page.y))}v{page.height:g}" for x in range(46, int(page.width), 46)
            )
            lines += "".join(
                f"M{points((page.x, page.y + y))}h{page.width:g}" for y in range(46, int(page.height), 46)
            )
            sheet.line(lines, mix(palette.ground, palette.paper, 0.25), 2)
        scenery.tape(sheet, palette.accent_2, 0, page.y + 2, 220, -2)
        _heading_and_list(
            cover,
            page.inset(74, 92),
            bullets="checks",
            marker=mix(palette.ground_2, palette.paper, 0.1)
            if not palette.dark
            else mix(palette.accent, palette.paper, 0.45),
        )
        star = paths.star(page.right - 84, page.bottom - 82, 34, 15, 5)
        sheet.draw(star, palette.accent_2)


def _memo(cover: Cover) -> None:
    """A note on a telephone's screen, as people share them."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    scenery.soft_blobs(sheet, palette, cover.chance("blobs"))
    screen = Area(70, 66, cover.width - 140, cover.height - 132)
    scenery.card(sheet, screen.x, screen.y, screen.width, screen.height, palette.paper, radius=56)
    bar = screen.y + 66
    tint = palette.accent if not palette.dark else "#c8871e"
    back = f"M{points((screen.x + 66, bar - 17))}l-17 17l17 17"
    sheet.line(back, tint, 6)
    write(sheet, cover.words("备忘录", "Notes"), screen.x + 84, bar, tint, face=BOLD, size=34)
    for i in range(3):
        sheet.circle(screen.right - 60 - i * 22, bar, 5.5, tint)
    sheet.rect(screen.x + 52, bar + 44, screen.width - 104, 2, mix(palette.paper, palette.paper_ink, 0.14))
    inner = Area(screen.x + 70, bar + 92, screen.width - 140, screen.bottom - bar - 92 - 64)
    _heading_and_list(cover, inner, bullets="boxes", marker=mix(palette.accent_2, palette.paper, 0.35))
