"""polaroid: a product or a city in an instant photograph, the headline on its white edge."""

from hongshu.flows.demo_world.drawing import paths, scenery, skylines, stickers
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.contracts import ProductArt
from hongshu.flows.demo_world.drawing.covers.frame import BOLD, Area, Cover


def draw(cover: Cover) -> None:
    """One photograph in front, one or two behind it, tape and a sticker."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    kind = cover.pick("ground", 3)
    if kind == 0:
        scenery.squared_paper(sheet, palette.ground_2, gap=60, opacity=0.55)
    elif kind == 1:
        scenery.linen(sheet, palette.ink if not palette.dark else "#ffffff")
    else:
        scenery.leaf_shadow(
            sheet, palette.ink, cover.width + 40, cover.height * 0.84, 900, -128, opacity=0.09
        )
    foot = 150.0 if cover.spec.sub and not cover.wide else (110.0 if cover.spec.sub else 40.0)
    height = cover.height - foot - (110 if not cover.wide else 60)
    width = min(cover.width * 0.78, height * (0.84 if not cover.wide else 1.18))
    turn = cover.chance("turn").uniform(1.6, 3.4) * (1 if cover.pick("lean", 2) else -1)
    cx, cy = cover.width / 2, (cover.height - foot) / 2 + 14
    for extra in (-2.6, 1.7) if len(cover.arts) > 1 else (-2.4,):
        with sheet.group(cx + extra * 14, cy + 6, turn=turn * extra):
            _frame(cover, width, height)
            sheet.rect(
                -width / 2 + 40,
                -height / 2 + 40,
                width - 80,
                height * 0.7,
                shade(palette.ground_2, -0.05),
                radius=4,
            )
    with sheet.group(cx, cy, turn=turn):
        _frame(cover, width, height)
        _photograph(cover, width, height)
        scenery.tape(sheet, palette.accent_2, 0, -height / 2 + 4, 210, -turn)
    if cover.spec.sub:
        cover.pill(
            cover.spec.sub,
            cover.width / 2,
            cover.height - foot - 2 + (0 if not cover.wide else 10),
            fill=palette.accent,
            align="center",
            size=44 if not cover.wide else 36,
        )
    if not cover.wide:
        stickers.stick(
            sheet, palette, cover.chance("sticker"), cx + width * 0.5 - 20, cy + height * 0.26, size=150
        )


def _frame(cover: Cover, width: float, height: float) -> None:
    for step in range(6):
        cover.sheet.rect(
            -width / 2 + step * 2,
            -height / 2 + 3 + step * 4,
            width,
            height,
            "#2a1a1c",
            radius=10,
            opacity=0.03,
        )
    cover.sheet.rect(-width / 2, -height / 2, width, height, "#fdfbf7", radius=10)


def _photograph(cover: Cover, width: float, height: float) -> None:
    border = width * 0.055
    caption = height * 0.2
    photo = Area(-width / 2 + border, -height / 2 + border, width - 2 * border, height - border - caption)
    shape = paths.rounded_rect(photo.x, photo.y, photo.width, photo.height, 6)
    with cover.sheet.group(clip=cover.sheet.clip(shape)):
        if cover.arts:
            _still_life(cover, photo, cover.arts[:3])
        else:
            _view(cover, photo)
    glare = [
        (photo.x, photo.y),
        (photo.x + photo.width * 0.42, photo.y),
        (photo.x, photo.y + photo.height * 0.42),
    ]
    cover.sheet.draw(paths.polygon(glare), "#ffffff", opacity=0.1)
    room = Area(-width / 2 + border * 1.4, photo.bottom + 18, width - border * 2.8, caption - 44)
    block = cover.fitted(cover.spec.headline, room, largest=92, face=BOLD, max_lines=2)
    ink = cover.palette.paper_ink
    cover.put(block, room, ink, align="center", down="middle")


def _still_life(cover: Cover, photo: Area, arts: tuple[ProductArt, ...]) -> None:
    palette, sheet = cover.palette, cover.sheet
    wall = (
        mix(palette.ground, palette.paper, 0.3)
        if not palette.dark
        else mix(palette.accent_2, palette.paper, 0.45)
    )
    table = photo.y + photo.height * 0.74
    sheet.rect(
        photo.x,
        photo.y,
        photo.width,
        photo.height,
        sheet.linear((0, shade(wall, 0.02)), (1, shade(wall, -0.04))),
    )
    sheet.circle(
        photo.x + photo.width * 0.68,
        photo.y + photo.height * 0.34,
        photo.width * 0.24,
        mix(palette.accent_2, wall, 0.35),
    )
    with sheet.group(photo.x, photo.y):
        scenery.leaf_shadow(
            sheet,
            palette.paper_ink,
            photo.width * -0.04,
            photo.height * 0.1,
            photo.width * 0.7,
            36,
            opacity=0.08,
        )
    board = mix("#c99f74", palette.ground_2, 0.4)
    sheet.rect(
        photo.x,
        table,
        photo.width,
        photo.bottom - table,
        sheet.linear((0, shade(board, 0.05)), (1, shade(board, -0.04))),
    )
    foot = table + (photo.bottom - table) * 0.55
    count = len(arts)
    for i, art in enumerate(arts):
        width = photo.width * (0.8 if count == 1 else 0.96 / count)
        x = photo.cx - width * count / 2 + i * width
        cover.stand(
            art,
            Area(
                x, photo.y + photo.height * 0.14, width, foot - photo.y - photo.height * 0.14 + (i % 2) * 10
            ),
        )


def _view(cover: Cover, photo: Area) -> None:
    dusk = cover.pick("dusk", 2) == 0
    with cover.sheet.group(photo.x, photo.y):
        skylines.draw_sky(cover.sheet, cover.palette, photo.width, photo.height, dusk=dusk)
    city = skylines.find_city(cover.spec.city or cover.spec.headline)
    skylines.draw_city(
        cover.sheet,
        city,
        cover.palette,
        (photo.x, photo.y, photo.width, photo.height),
        seed=cover.spec.seed,
        dusk=dusk,
    )
