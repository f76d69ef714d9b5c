"""Pictures of products for the shop, 1080 × 1080: the front on a quiet ground, and one with its texture."""

from random import Random

from hongshu.flows.demo_world.drawing import brush, paths, scenery
from hongshu.flows.demo_world.drawing.colors import lightness, mix, muted, shade
from hongshu.flows.demo_world.drawing.contracts import PRODUCT_SIDE_PX, ProductArt
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.products import find_illustration
from hongshu.flows.demo_world.drawing.sheet import Sheet

VIEWS = 2

_CREAMS = frozenset(
    {
        "jar",
        "tube",
        "pump_bottle",
        "lipstick",
        "lip_gloss",
        "compact",
        "eyeshadow_palette",
        "mascara",
        "brush",
        "soap_bar",
    }
)
_LIQUIDS = frozenset({"dropper_bottle", "spray_bottle", "perfume", "sheet_mask", "baby_bottle"})
_CLOTHS = frozenset(
    {
        "tote_bag",
        "shoulder_bag",
        "backpack",
        "wallet",
        "sneaker",
        "heel",
        "loafer",
        "boot",
        "scarf",
        "cap",
        "tshirt",
        "coat",
        "watch",
        "notebook",
    }
)
_LEAVES = frozenset({"tea_tin", "snack_box", "vitamin_bottle", "mug", "candle"})


def compose_product(art: ProductArt, *, view: int = 0) -> Sheet:
    """The product from the front (view 0), or with a sample of its texture (view 1)."""
    if view not in range(VIEWS):
        raise ValueError(f"product {art.slug!r}: view {view} is not one of 0 to {VIEWS - 1}")
    sheet = Sheet(PRODUCT_SIDE_PX, PRODUCT_SIDE_PX)
    ground = _quiet_ground(art)
    if view == 0:
        _front(sheet, art, ground)
    else:
        _with_texture(sheet, art, ground)
    return sheet


def _quiet_ground(art: ProductArt) -> str:
    """Nearly white with a breath of the product's colour; a little deeper for a white product."""
    body = art.colors[0]
    tint = muted(body if lightness(body) < 0.93 else (art.colors[1] if len(art.colors) > 1 else body), 0.35)
    return mix(tint, "#ffffff", 0.93 if lightness(body) < 0.45 else 0.86 if lightness(body) < 0.9 else 0.8)


def _stand(sheet: Sheet, art: ProductArt, cx: float, foot: float, *, room: tuple[float, float]) -> None:
    illustration = find_illustration(art.kind)
    scale = min(room[0] / illustration.width, room[1] / illustration.height)
    brush.place(sheet, art, illustration, cx, foot, scale=scale, tone="#33262a")


def _front(sheet: Sheet, art: ProductArt, ground: str) -> None:
    floor = 800.0
    sheet.rect(0, 0, 1080, floor, sheet.linear((0, shade(ground, 0.02)), (1, ground)))
    sheet.rect(
        0, floor, 1080, 1080 - floor, sheet.linear((0, shade(ground, -0.025)), (1, shade(ground, 0.005)))
    )
    sheet.circle(540, 480, 400, shade(ground, 0.025))
    stature = find_illustration(art.kind).stature
    _stand(sheet, art, 540, 925, room=(800, 770 * (0.7 + 0.3 * min(stature, 1.0))))


def _with_texture(sheet: Sheet, art: ProductArt, ground: str) -> None:
    rng = Random(f"product/{art.slug}")
    deep = mix(ground, art.colors[0], 0.16)
    sheet.fill_all(sheet.linear((0, ground), (1, shade(ground, -0.02))))
    sheet.draw(f"M{points((0, 1080))}V560C{points((300, 470), (640, 700), (1080, 520))}V1080Z", deep)
    if art.kind in _CREAMS:
        _smears(sheet, art, rng)
    elif art.kind in _LIQUIDS:
        _drops(sheet, art, rng)
    elif art.kind in _CLOTHS:
        _swatches_of_cloth(sheet, art)
    elif art.kind in _LEAVES:
        _leaves(sheet, art, rng)
    else:
        _discs(sheet, art)
    _stand(sheet, art, 400, 930, room=(600, 720))


def _colors(art: ProductArt) -> tuple[str, str, str]:
    body = art.colors[0]
    accent = art.colors[1] if len(art.colors) > 1 else shade(body, -0.15)
    third = art.colors[-1] if len(art.colors) > 2 else shade(body, 0.12)
    return body, accent, third


def _smears(sheet: Sheet, art: ProductArt, rng: Random) -> None:
    body = _colors(art)[0]
    for i, color in enumerate((body, mix(body, "#ffffff", 0.35), shade(body, -0.08))):
        x, y, w, h = 700 + i * 26, 250 + i * 200, 290.0, 118.0
        edge = [
            (x, y + h * 0.5), (x + w * 0.1, y + h * 0.1), (x + w * 0.4, y + rng.uniform(0, 10)),
            (x + w * 0.75, y + h * 0.08), (x + w, y + h * 0.3), (x + w * 0.94, y + h * 0.5),
            (x + w * 1.02, y + h * 0.72), (x + w * 0.7, y + h * 0.96), (x + w * 0.34, y + h),
            (x + w * 0.06, y + h * 0.86),
        ]  # fmt: skip
        d = paths.smooth(edge, tension=0.5)
        with sheet.group(4, 10):
            sheet.draw(d, "#33262a", opacity=0.09)
        sheet.draw(d, sheet.linear((0, shade(color, 0.06)), (1, shade(color, -0.06))))
        with sheet.group(clip=sheet.clip(d)):
            for row in range(5):
                level = y + h * (0.2 + row * 0.16)
                sheet.line(
                    (
                        f"M{points((x, level))}"
                        f"C{points((x + w * 0.3, level - 12))} "
                        f"{points((x + w * 0.6, level + 12), (x + w * 1.05, level - 4))}"
                    ),
                    shade(color, 0.07 if row % 2 else -0.06),
                    7,
                    opacity=0.6,
                )
        sheet.line(
            (
                f"M{points((x + w * 0.12, y + h * 0.26))}"
                f"Q{points((x + w * 0.3, y + h * 0.12), (x + w * 0.5, y + h * 0.16))}"
            ),
            "#ffffff",
            7,
            opacity=0.7,
        )


def _drops(sheet: Sheet, art: ProductArt, rng: Random) -> None:
    body = mix(_colors(art)[0], "#ffffff", 0.25)
    for x, y, r in (
        (820, 300, 92),
        (930, 480, 50),
        (760, 500, 34),
        (880, 640, 72),
        (740, 690, 24),
        (970, 760, 36),
        (700, 360, 18),
        (960, 220, 22),
    ):
        wobble = paths.blob(x, y, r, [rng.uniform(-0.06, 0.06) for _ in range(8)])
        with sheet.group(r * 0.06, r * 0.14):
            sheet.draw(wobble, "#33262a", opacity=0.12)
        sheet.draw(wobble, sheet.linear((0, shade(body, -0.07)), (0.6, body), (1, shade(body, 0.1))))
        sheet.draw(paths.ellipse(x - r * 0.3, y - r * 0.42, r * 0.3, r * 0.16), "#ffffff", opacity=0.85)
        sheet.line(
            (
                f"M{points((x - r * 0.5, y + r * 0.62))}"
                f"Q{points((x, y + r * 0.86), (x + r * 0.52, y + r * 0.58))}"
            ),
            "#ffffff",
            r * 0.08,
            opacity=0.6,
        )


def _swatches_of_cloth(sheet: Sheet, art: ProductArt) -> None:
    for i, color in enumerate(_colors(art)):
        with sheet.group(850, 310 + i * 205, turn=(-7, 5, -4)[i]):
            edge = [
                *paths.zigzag(-140, -88, 280, 22, -8),
                *[(-x, 88 - (y + 88)) for x, y in paths.zigzag(-140, -88, 280, 22, -8)],
            ]
            d = paths.polygon(edge)
            for step in range(4):
                with sheet.group(2 + step * 2, 4 + step * 4):
                    sheet.draw(d, "#33262a", opacity=0.04)
            sheet.draw(d, color)
            threads = "".join(f"M-138 {y}H138" for y in range(-82, 86, 7))
            sheet.line(
                threads, shade(color, 0.07 if lightness(color) < 0.7 else -0.05), 2, opacity=0.5, cap="butt"
            )
            sheet.line(
                paths.rounded_rect(-122, -70, 244, 140, 6),
                shade(color, 0.22 if lightness(color) < 0.7 else -0.2),
                3,
                dashes="10 8",
            )


def _leaves(sheet: Sheet, art: ProductArt, rng: Random) -> None:
    accent = _colors(art)[1]
    green = mix("#7f9b6a", accent, 0.35)
    scenery.sprig(sheet, green, 1010, 300, 420, 128)
    for _ in range(16):
        x, y = rng.uniform(650, 1010), rng.uniform(600, 900)
        turn, size = rng.uniform(0, 360), rng.uniform(40, 66)
        sheet.draw(paths.leaf(x + 4, y + 8, size, size * 0.42, turn), "#33262a", opacity=0.1)
        sheet.draw(paths.leaf(x, y, size, size * 0.42, turn), shade(green, rng.uniform(-0.12, 0.06)))


def _discs(sheet: Sheet, art: ProductArt) -> None:
    for i, color in enumerate(_colors(art)):
        x, y = 850 + (i % 2) * 60, 300 + i * 190
        sheet.circle(x + 5, y + 12, 92, "#33262a", opacity=0.08)
        sheet.circle(x, y, 92, sheet.linear((0, shade(color, 0.06)), (1, shade(color, -0.06))))
        sheet.draw(paths.ellipse(x - 30, y - 42, 28, 14), "#ffffff", opacity=0.5)
