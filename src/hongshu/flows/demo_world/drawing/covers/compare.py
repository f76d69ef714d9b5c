"""compare: two products side by side, and what speaks for which."""

from hongshu.flows.demo_world.drawing import paths, scenery
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade
from hongshu.flows.demo_world.drawing.contracts import ProductArt
from hongshu.flows.demo_world.drawing.covers.frame import BLACK, BOLD, MARGIN, Area, Cover
from hongshu.flows.demo_world.drawing.covers.lists import common_size
from hongshu.flows.demo_world.drawing.fonts import MEDIUM
from hongshu.flows.demo_world.drawing.lettering import write
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.products import find_illustration


def draw(cover: Cover) -> None:
    """Headline, two halves with a product each, verdict lines on a card."""
    palette, sheet = cover.palette, cover.sheet
    left, right = _sides(cover)
    if cover.wide:
        ring = Area(0, 0, cover.width * 0.56, cover.height)
        text = Area(ring.right + 36, 60, cover.width - ring.right - 36 - 56, cover.height - 120)
    else:
        ring = Area(0, 0, cover.width, cover.height * (0.64 if cover.height > 1200 else 0.6))
        text = Area(
            MARGIN - 20, ring.bottom + 8, cover.width - 2 * MARGIN + 40, cover.height - ring.bottom - 62
        )
    sheet.fill_all(palette.ground)
    if not cover.wide:
        top = _headline(cover, Area(MARGIN, 76, cover.width - 2 * MARGIN, cover.height * 0.13)) + 44
        ring = Area(0, top, cover.width, ring.bottom - top)
    _halves(cover, ring, left, right)
    stage = ring.inset(0, 30)
    _pair(cover, stage)
    _versus(cover, ring.cx, ring.cy)
    if cover.wide:
        block = cover.fitted(
            cover.spec.headline, Area(0, 0, text.width, text.height * 0.32), largest=84, max_lines=3
        )
        cover.put(block, text, palette.ink)
        text = Area(text.x, text.y + block.height + 40, text.width, text.height - block.height - 40)
    _verdict(cover, text)


def _sides(cover: Cover) -> tuple[str, str]:
    palette = cover.palette
    if palette.dark:
        return shade(palette.ground, 0.05), shade(palette.ground_2, -0.02)
    return mix(palette.ground, palette.paper, 0.35), mix(palette.ground_2, palette.ground, 0.2)


def _halves(cover: Cover, ring: Area, left: str, right: str) -> None:
    sheet = cover.sheet
    lean = ring.width * 0.07
    sheet.draw(
        paths.polygon(
            [(ring.x, ring.y), (ring.cx + lean, ring.y), (ring.cx - lean, ring.bottom), (ring.x, ring.bottom)]
        ),
        left,
    )
    sheet.draw(
        paths.polygon(
            [
                (ring.cx + lean, ring.y),
                (ring.right, ring.y),
                (ring.right, ring.bottom),
                (ring.cx - lean, ring.bottom),
            ]
        ),
        right,
    )
    sheet.line(
        f"M{points((ring.cx + lean, ring.y), (ring.cx - lean, ring.bottom))}",
        cover.palette.paper,
        8,
        opacity=0.9,
        cap="butt",
    )


def _headline(cover: Cover, room: Area) -> float:
    block = cover.fitted(cover.spec.headline, room, largest=112, max_lines=2)
    return cover.put(block, room, cover.palette.ink, align="center").bottom


def _pair(cover: Cover, stage: Area) -> None:
    arts = cover.arts[:2]
    if not arts:
        arts = (cover.first_art(),)
    pair: tuple[ProductArt, ...] = arts if len(arts) == 2 else (arts[0], arts[0])
    half = stage.width / 2
    name_height = 64.0
    tallest = max(find_illustration(art.kind).stature for art in pair)
    for i, art in enumerate(pair):
        x = stage.x + i * half
        # What is smaller in nature stays smaller here, but not so small that one cannot see it.
        share = 0.72 + 0.28 * find_illustration(art.kind).stature / tallest
        height = (stage.height - name_height) * share
        foot = stage.bottom - name_height - (stage.height - name_height) * 0.04
        middle = foot - (stage.height - name_height) * 0.47
        halo = cover.palette.paper if not cover.palette.dark else shade(cover.palette.ground_2, 0.1)
        cover.sheet.circle(
            x + half / 2, middle, min(half * 0.45, (stage.height - name_height) * 0.5), halo, opacity=0.55
        )
        if find_illustration(art.kind).is_flat:
            cover.lay(art, Area(x + half * 0.06, middle - half * 0.44, half * 0.88, half * 0.88), -10)
        else:
            cover.stand(art, Area(x + half * 0.08, foot - height, half * 0.84, height))
        label = art.name or art.brand or cover.words("甲乙"[i], "AB"[i])
        fill = cover.palette.paper
        cover.pill(
            label,
            x + half / 2,
            stage.bottom - name_height + 22,
            fill=fill,
            ink=cover.palette.paper_ink,
            size=30,
            align="center",
            max_width=half * 0.92,
            max_lines=1,
        )


def _versus(cover: Cover, x: float, y: float) -> None:
    palette, sheet = cover.palette, cover.sheet
    radius = 66.0 if not cover.wide else 52.0
    scenery.burst(sheet, palette.accent, x, y, radius, rays_count=14)
    write(
        sheet,
        "VS",
        x,
        y,
        readable_on(palette.accent),
        face=BLACK,
        size=radius * 0.78,
        align="center",
        tracking=-10,
    )


def _verdict(cover: Cover, room: Area) -> None:
    """One card with a row a line; "label：verdict" is set in two weights."""
    palette, sheet = cover.palette, cover.sheet
    if not cover.spec.lines:
        return
    scenery.card(sheet, room.x, room.y, room.width, room.height, palette.paper, radius=36)
    inner = room.inset(48 if not cover.wide else 30, 34 if not cover.wide else 26)
    rows = [_parts(line) for line in cover.spec.lines]
    texts = [line.replace("|", cover.words("：", ": ")) for line in cover.spec.lines]
    indent = 62.0
    size, blocks = common_size(
        texts, inner.width - indent, inner.height, face=BOLD, largest=64 if not cover.wide else 42, gap=0.6
    )
    used = sum(block.height for block in blocks)
    gap = (inner.height - used) / max(len(blocks), 1)
    y = inner.y + gap / 2
    strong = palette.accent if not palette.dark else palette.paper_ink
    for (label, verdict), block in zip(rows, blocks, strict=False):
        middle = y + block.ascent - size * (0.38 if cover.chinese else 0.35)
        sheet.circle(inner.x + 22, middle, 22, mix(palette.accent_2, palette.paper, 0.35))
        sheet.line(
            paths.polyline(
                [(inner.x + 12, middle + 1), (inner.x + 19, middle + 9), (inner.x + 32, middle - 8)]
            ),
            palette.paper_ink,
            5,
        )
        if verdict and len(block.lines) == 1:
            first = write(sheet, label, inner.x + indent, middle, palette.paper_ink, face=MEDIUM, size=size)
            write(
                sheet,
                verdict,
                inner.x + indent + first.width + size * 0.5,
                middle,
                strong,
                face=BLACK,
                size=size,
                max_width=inner.width - indent - first.width - size * 0.5,
            )
        else:
            cover.put(block, Area(inner.x + indent, y, inner.width - indent, block.height), palette.paper_ink)
        y += block.height + gap


def _parts(line: str) -> tuple[str, str]:
    for mark in ("|", "：", ": "):
        label, found, verdict = line.partition(mark)
        if found:
            return label.strip(), verdict.strip()
    return line, ""
