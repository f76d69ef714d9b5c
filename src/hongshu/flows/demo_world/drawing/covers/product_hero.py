"""product_hero: one product large on a coloured ground, a headline and a short line."""

from hongshu.flows.demo_world.drawing import paths, scenery
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.covers.frame import BLACK, MARGIN, Area, Cover, arch
from hongshu.flows.demo_world.drawing.lettering import draw_block, fit
from hongshu.flows.demo_world.drawing.line_breaking import is_wide
from hongshu.flows.demo_world.drawing.products import find_illustration
from hongshu.flows.demo_world.drawing.typesetting import clean


def draw(cover: Cover) -> None:
    """Compose the picture in one of five scenes."""
    scenes = [_in_arch, _before_circle, _in_rays]
    if not find_illustration(cover.first_art().kind).is_flat:
        scenes += [_on_podium, _on_table]
    if _can_stand_upright(cover):
        scenes.append(_upright_words)
    scenes[cover.pick("scene", len(scenes))](cover)


def _words(cover: Cover, *, align: str, top: float = 92, largest: float = 138, share: float = 0.22) -> Area:
    """Headline and sub above the stage, or left of it on a wide picture; returns the stage that is left."""
    palette = cover.palette
    if cover.wide:
        room = Area(MARGIN, 70, cover.width * 0.47, cover.height - 140)
        align = "left"
    else:
        room = Area(MARGIN, top, cover.width - 2 * MARGIN, cover.height * share)
    head = Area(room.x, room.y, room.width, room.height * (0.7 if cover.wide else 1))
    block = cover.fitted(cover.spec.headline, head, largest=largest, max_lines=4 if cover.wide else 2)
    y = room.y
    if cover.wide:
        y = room.cy - (block.height + (96 if cover.spec.sub else 0)) / 2
    at = Area(room.x, y, room.width, block.height)
    if cover.pick("marker", 3) == 0 and not palette.dark:
        cover.underline_marker(block, at, palette.accent_2, align=align)
    cover.put(block, at, palette.ink, align=align)
    bottom = y + block.height
    if cover.spec.sub:
        x = {"left": room.x, "center": room.cx, "right": room.right}[align]
        pill = cover.pill(
            cover.spec.sub,
            x,
            bottom + block.size * 0.2 + 14,
            fill=palette.accent,
            align=align,
            size=44,
            max_width=room.width,
        )
        bottom = pill.bottom
    if cover.wide:
        return Area(cover.width * 0.55, 40, cover.width * 0.41, cover.height - 96)
    return Area(MARGIN, bottom + 36, cover.width - 2 * MARGIN, cover.height - bottom - 36 - 84)


def _stage_product(cover: Cover, stage: Area, *, share: float = 0.86) -> Area:
    art = cover.first_art()
    illustration = find_illustration(art.kind)
    if illustration.is_flat:
        height = min(stage.height, stage.width * 0.9)
        room = Area(stage.x, stage.cy - height * 0.46, stage.width, height)
        cover.lay(art, room, -11)
        return room.inset(30, height * 0.2)
    # Small things stay a little smaller than large ones, yet all of them fill the stage.
    height = stage.height * share * (0.62 + 0.38 * min(illustration.stature, 1.0))
    return cover.stand(art, Area(stage.x, stage.bottom - height, stage.width, height))


def _on_podium(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    side = 1 if cover.pick("side", 2) else -1
    x = cover.width * (0.5 + side * 0.52)
    scenery.leaf_shadow(sheet, palette.ink, x, cover.height * 0.62, cover.width * 0.75, -90 - side * 38)
    stage = _words(cover, align="center")
    plinth = 96 if cover.wide else 130
    top = cover.height - plinth - (20 if cover.wide else 40)
    rx = min(stage.width * 0.42, 400)
    radius = min(stage.height * 0.5, stage.width * 0.5)
    disc = cover.backdrop_for(cover.first_art())
    sheet.circle(stage.cx, top - radius * 0.82, radius, sheet.linear((0, shade(disc, 0.04)), (1, disc)))
    scenery.podium(sheet, mix(palette.paper, palette.ground_2, 0.22), stage.cx, top, rx, plinth + 80)
    _stage_product(cover, Area(stage.cx - rx * 0.86, stage.y, rx * 1.72, top - stage.y + 8))
    _glints(cover, stage)


def _in_arch(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    stage = _words(cover, align="left")
    floor = cover.height - (70 if cover.wide else 110)
    sheet.rect(0, floor, cover.width, cover.height - floor, shade(palette.ground_2, -0.03))
    width = min(stage.width * 0.84, (floor - stage.y) * 0.92)
    height = floor - stage.y
    back = cover.backdrop_for(cover.first_art())
    if height > width:
        frame = arch(stage.cx - width / 2, stage.y, width, height)
    else:
        frame = paths.rounded_rect(stage.cx - width / 2, stage.y, width, height, 60, 0)
    with sheet.group(18, 0):
        sheet.draw(frame, shade(palette.ground_2, -0.06), opacity=0.55)
    sheet.draw(frame, sheet.linear((0, shade(back, -0.04)), (1, shade(back, 0.03))))
    with sheet.group(clip=sheet.clip(frame)):
        sheet.circle(
            stage.cx + width * 0.26, stage.y + height * 0.3, width * 0.16, palette.accent_2, opacity=0.85
        )
        scenery.leaf_shadow(
            sheet, palette.accent, stage.cx - width * 0.5, floor, height * 0.62, -64, opacity=0.14
        )
    sheet.rect(stage.cx - width / 2 - 34, floor - 8, width + 68, 16, palette.paper, radius=8)
    _stage_product(
        cover, Area(stage.cx - width * 0.42, stage.y, width * 0.84, floor - stage.y - 6), share=0.88
    )


def _before_circle(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    sheet.fill_all(palette.ground)
    scenery.dots(sheet, palette.ground_2, gap=60, radius=4.5, opacity=0.6)
    stage = _words(cover, align="left")
    radius = min(stage.width * 0.52, stage.height * 0.56)
    cx, cy = stage.cx, stage.bottom - radius * 0.86
    back = cover.backdrop_for(cover.first_art())
    sheet.circle(cx, cy, radius, sheet.linear((0, shade(back, 0.04)), (1, shade(back, -0.04)), end=(0.6, 1)))
    ring = paths.ellipse(cx, cy, radius + 30)
    sheet.line(ring, palette.accent, 4, dashes="2 22")
    sheet.circle(cx + radius * 0.78, cy - radius * 0.7, radius * 0.15, palette.accent_2)
    sheet.circle(cx - radius * 0.94, cy + radius * 0.5, radius * 0.08, palette.accent)
    _stage_product(cover, Area(cx - radius * 0.86, stage.y + 10, radius * 1.72, stage.height - 40), share=0.9)


def _on_table(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    scenery.window_light(sheet, strength=0.12 if palette.dark else 0.3)
    stage = _words(cover, align="center" if cover.pick("align", 2) else "left")
    table = cover.height - (150 if cover.wide else 230)
    back = mix(palette.ground_2, palette.accent, 0.18)
    sheet.rect(
        0,
        table,
        cover.width,
        cover.height - table,
        sheet.linear((0, shade(back, 0.05)), (1, shade(back, -0.03))),
    )
    sheet.rect(0, table, cover.width, 6, "#ffffff", opacity=0.25)
    if not cover.wide:
        side = 1 if cover.pick("side", 2) else -1
        scenery.leaf_shadow(
            sheet, palette.ink, stage.cx + side * 560, table + 40, 620, -90 - side * 40, opacity=0.09
        )
    foot = table + (64 if cover.wide else 104)
    _stage_product(cover, Area(stage.x + 30, stage.y, stage.width - 60, foot - stage.y), share=0.94)


def _in_rays(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    sheet.fill_all(palette.ground)
    cx, cy = (
        (cover.width * 0.76, cover.height * 0.52) if cover.wide else (cover.width / 2, cover.height * 0.66)
    )
    scenery.rays(sheet, palette.ground_2, cx, cy, count=20, opacity=0.4)
    for share in (1.0, 0.86, 0.72):
        sheet.circle(
            cx, cy, cover.width * (0.36 if cover.wide else 0.46) * share, palette.paper, opacity=0.34
        )
    stage = _words(cover, align="center")
    placed = _stage_product(cover, Area(stage.x + 40, stage.y, stage.width - 80, stage.height), share=0.9)
    _glints(cover, placed.inset(-60, -10))


def _glints(cover: Cover, around: Area) -> None:
    rng = cover.chance("glints")
    color = cover.palette.accent_2
    scenery.sparkles(
        cover.sheet, color,
        [
            (around.x + rng.uniform(10, 60), around.y + around.height * rng.uniform(0.3, 0.45), 40),
            (around.right - rng.uniform(10, 60), around.y + around.height * rng.uniform(0.15, 0.3), 30),
            (around.right - rng.uniform(0, 40), around.y + around.height * rng.uniform(0.36, 0.5), 16),
        ],
    )  # fmt: skip


def _columns(headline: str) -> list[str]:
    parts = [part for part in clean(headline).replace("！", "").split("，") if part]
    columns: list[str] = []
    for part in parts:
        count = -(-len(part) // 7)
        size = -(-len(part) // count)
        columns += [part[i : i + size] for i in range(0, len(part), size)]
    return columns


def _can_stand_upright(cover: Cover) -> bool:
    """Whether the headline can be set in Chinese columns, read from the right: ideographs only, and few."""
    columns = _columns(cover.spec.headline)
    plain = all(is_wide(char) and char.isalpha() for column in columns for char in column)
    return plain and not cover.wide and 1 <= len(columns) <= 2 and max(map(len, columns)) <= 7


def _upright_words(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    columns = _columns(cover.spec.headline)
    room = cover.height - 190
    size = min(room / max(map(len, columns)) / 1.1, 172 if len(columns) == 1 else 140)
    band = len(columns) * size * 1.16 + 76
    left = cover.width - band
    sheet.rect(
        0,
        0,
        left,
        cover.height,
        sheet.linear((0, shade(palette.ground_2, 0.03)), (1, shade(palette.ground_2, -0.03))),
    )
    for i, column in enumerate(columns):
        cx = cover.width - 50 - size / 2 - i * size * 1.16
        for row, char in enumerate(column):
            block = fit(char, BLACK, width=size * 1.1, height=size * 1.2, largest=size)
            draw_block(
                sheet,
                block,
                cx,
                96
                + row * size * 1.1
                + (size * 0.5 if i else 0) * (len(columns[1]) < len(columns[0]) if i else 0),
                palette.ink,
                align="center",
            )
    stage = Area(50, 80, left - 100, cover.height - 200)
    radius = min(stage.width * 0.52, stage.height * 0.4)
    back = mix(cover.backdrop_for(cover.first_art()), palette.paper, 0.4)
    cy = cover.height * 0.5
    sheet.circle(stage.cx, cy, radius, sheet.linear((0, shade(back, 0.03)), (1, shade(back, -0.05))))
    scenery.leaf_shadow(sheet, palette.ink, -20, cover.height * 0.3, 480, 28, opacity=0.07)
    bottom = cover.height - 110
    if cover.spec.sub:
        pill = cover.pill(
            cover.spec.sub,
            stage.cx,
            cover.height - 170,
            fill=palette.accent,
            align="center",
            size=40,
            max_width=stage.width,
        )
        bottom = pill.y - 50
    foot = min(bottom, cy + radius * 0.84)
    _stage_product(cover, Area(stage.x, stage.y, stage.width, foot - stage.y), share=0.8)
