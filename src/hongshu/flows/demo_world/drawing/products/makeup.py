"""Make-up: lipstick, gloss, compact, eyeshadow palette, mascara, brushes."""

from hongshu.flows.demo_world.drawing import materials, paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import contrast, mix, readable_on, shade
from hongshu.flows.demo_world.drawing.paths import points


def lipstick(b: Brush) -> None:
    """270 × 420: the open lipstick, its cap beside it."""
    case = b.accent
    cx = 92
    bullet = (
        f"M{points((cx - 36, 236))}L{points((cx - 36, 96))}"
        f"C{points((cx - 36, 40), (cx - 6, 12), (cx + 22, 8))}"
        f"C{points((cx + 34, 8), (cx + 36, 22), (cx + 36, 40))}L{points((cx + 36, 236))}Z"
    )
    b.mass(bullet, b.cylinder(b.body))
    facet = (
        f"M{points((cx - 34, 100))}C{points((cx - 32, 46), (cx - 4, 18), (cx + 22, 11))}"
        f"C{points((cx + 31, 11), (cx + 34, 24), (cx + 34, 40))}"
        f"C{points((cx + 30, 70), (cx - 8, 100), (cx - 34, 100))}Z"
    )
    b.shape(facet, b.sheet.linear((0, shade(b.body, 0.14)), (1, shade(b.body, 0.03)), end=(0.6, 1)))
    b.glint(cx - 24, 116, 8, 100, strength=0.5)
    b.mass(paths.rounded_rect(cx - 45, 190, 90, 74, 4), b.metal(b.trim))
    b.shape(paths.rounded_rect(cx - 45, 252, 90, 4, 0), "#000000", opacity=0.12)
    b.mass(paths.rounded_rect(cx - 56, 262, 112, 152, 4, 10), b.cylinder(case))
    b.shape(paths.rounded_rect(cx - 56, 262, 112, 7, 3, 0), b.metal(b.trim))
    b.letter(b.art.brand, cx, 344, _trimmed(b, case), size=22, max_width=90, tracking=60)
    b.glint(cx - 42, 278, 9, 124, strength=0.4)
    cap = 214
    b.mass(paths.rounded_rect(cap - 52, 196, 104, 218, 12, 8), b.cylinder(case))
    b.shape(paths.rounded_rect(cap - 52, 392, 104, 10, 0), b.metal(b.trim))
    b.shape(paths.rounded_rect(cap - 40, 199, 80, 4, 2), "#ffffff", opacity=0.3)
    b.glint(cap - 38, 214, 9, 170, strength=0.45)


def _trimmed(b: Brush, case: str) -> str:
    return b.trim if contrast(b.trim, case) > 2.2 else readable_on(case)


def lip_gloss(b: Brush) -> None:
    """130 × 460: a clear bar of colour under a long cap."""
    cx = 65
    b.mass(paths.rounded_rect(cx - 40, 6, 80, 208, 14, 4), b.cylinder(b.accent))
    b.shape(paths.rounded_rect(cx - 30, 10, 60, 4, 2), "#ffffff", opacity=0.3)
    b.shape(paths.rounded_rect(cx - 40, 196, 80, 12, 0), b.metal(b.trim))
    b.glint(cx - 30, 24, 8, 160, strength=0.4)
    b.mass(paths.rounded_rect(cx - 28, 210, 56, 16, 2), mix(b.body, "#ffffff", 0.5))
    vial = paths.rounded_rect(cx - 46, 222, 92, 232, 14, 16)
    b.mass(vial, mix(b.body, "#ffffff", 0.72))
    b.shape(paths.rounded_rect(cx - 37, 232, 74, 206, 10, 12), materials.liquid(b.sheet, b.body))
    b.shape(paths.rounded_rect(cx - 4, 232, 8, 120, 2), shade(b.body, -0.08), opacity=0.5)
    b.shape(paths.ellipse(cx, 368, 9, 26), shade(b.body, -0.1), opacity=0.55)
    b.shape(vial, b.glass("#ffffff", opacity=0.08))
    b.letter(b.art.brand, cx, 300, readable_on(b.body), size=20, max_width=66, tracking=40)
    b.glint(cx - 38, 236, 9, 196, strength=0.85)
    b.glint(cx + 30, 240, 5, 180, strength=0.4)
    for x, y, r in ((cx + 14, 410, 4), (cx + 20, 392, 2.5), (cx - 16, 420, 3)):
        b.shape(paths.ellipse(x, y, r), "#ffffff", opacity=0.5)


def compact(b: Brush) -> None:
    """380 × 400: an open round compact, mirror up, powder pan before it."""
    cx = 190
    b.mass(paths.ellipse(cx, 158, 152, 152), b.plane(b.accent))
    b.shape(paths.ellipse(cx, 158, 145, 145), b.metal(b.trim))
    mirror = b.sheet.linear((0, "#f6fafd"), (0.5, "#d7e3ec"), (1, "#b9cad6"), end=(0.8, 1))
    b.shape(paths.ellipse(cx, 158, 136, 136), mirror)
    with b.sheet.group(clip=b.sheet.clip(paths.ellipse(cx, 158, 136, 136))):
        b.shape(paths.polygon([(60, 200), (210, -10), (262, -10), (96, 250)]), "#ffffff", opacity=0.5)
        b.shape(paths.polygon([(120, 280), (300, 20), (318, 30), (140, 300)]), "#ffffff", opacity=0.35)
    b.mass(paths.rounded_rect(cx - 34, 286, 68, 24, 8), b.metal(b.trim))
    base = (
        f"M{points((cx - 168, 330))}L{points((cx - 168, 344))}"
        f"A168 52 0 0 0 {points((cx + 168, 344))}L{points((cx + 168, 330))}Z"
    )
    b.mass(base, b.cylinder(shade(b.accent, -0.04)))
    b.mass(paths.ellipse(cx, 330, 168, 56), b.plane(b.accent))
    b.shape(paths.ellipse(cx, 330, 144, 46), b.metal(b.trim))
    b.shape(paths.ellipse(cx, 331, 137, 43), shade(b.body, -0.12))
    b.shape(paths.ellipse(cx, 333, 136, 41), b.plane(b.body))
    petals = "".join(paths.leaf(0, 0, 74, 26, turn) for turn in range(0, 360, 45))
    b.shape(paths.rounded_rect(cx - 13, 384, 26, 8, 4), b.metal(b.trim))
    with b.sheet.group(cx, 332, squash=0.3):
        b.shape(petals, shade(b.body, -0.07), opacity=0.7)
        b.shape(paths.ellipse(0, 0, 20), b.body)
    b.line(f"M{points((cx - 120, 318))}A138 42 0 0 1 {points((cx - 20, 292))}", "#ffffff", 4, opacity=0.6)


def eyeshadow_palette(b: Brush) -> None:
    """460 × 400: a palette lying open: the lid's mirror above, nine pans below."""
    b.mass(paths.rounded_rect(10, 8, 440, 180, 22, 6), b.plane(b.accent))
    b.shape(
        paths.rounded_rect(28, 24, 404, 148, 12),
        b.sheet.linear((0, "#f3f7fa"), (0.5, "#d5e0e8"), (1, "#b4c4d0"), end=(0.7, 1)),
    )
    with b.sheet.group(clip=b.sheet.clip(paths.rounded_rect(28, 24, 404, 148, 12))):
        b.shape(paths.polygon([(90, 190), (200, 0), (268, 0), (158, 190)]), "#ffffff", opacity=0.45)
        b.shape(paths.polygon([(180, 190), (290, 0), (308, 0), (198, 190)]), "#ffffff", opacity=0.35)
    b.mass(paths.rounded_rect(10, 184, 440, 210, 6, 22), b.plane(shade(b.accent, 0.03)))
    b.shape(paths.rounded_rect(40, 184, 380, 7, 3), shade(b.accent, -0.2), opacity=0.6)
    for i, color in enumerate(_pan_colors(b)):
        column, row = i % 5, i // 5
        width = 74 if row == 0 else 96
        x = 30 + column * 82 if row == 0 else 30 + column * 102.6
        y = 204 if row == 0 else 290
        _pan(b, x, y, width, 76, color=color, glitter=i in (2, 6, 8))
    b.letter(b.art.brand, 230, 379, readable_on(b.accent), size=15, max_width=220, tracking=160)


def _pan(b: Brush, x: float, y: float, width: float, height: float, *, color: str, glitter: bool) -> None:
    b.shape(paths.rounded_rect(x, y, width, height, 10), shade(color, -0.22))
    b.shape(paths.rounded_rect(x + 2, y + 3, width - 4, height - 5, 9), b.plane(color, depth=1.3))
    if not glitter:
        b.line((f"M{points((x + 14, y + height * 0.64))}"
f"Q{points((x + width * 0.5, y + height * 0.3), (x + width - 14, y + height * 0.5))}"),
               shade(color, 0.1), 3, opacity=0.5)  # fmt: skip
        return
    for i in range(13):
        px = x + 10 + (i * 37 % 64) / 64 * (width - 20)
        py = y + 12 + (i * 53 % 47) / 47 * (height - 24)
        b.shape(paths.ellipse(px, py, 1.6 + i % 3 * 0.6), "#ffffff", opacity=0.55)


def _pan_colors(b: Brush) -> list[str]:
    warm = mix(b.body, "#f4dcc6", 0.55)
    return [
        mix(warm, "#fff6ee", 0.5), shade(b.body, 0.1), b.label, mix(b.body, "#c98a6a", 0.5), b.extra,
        shade(b.body, -0.06), shade(b.label, -0.12), shade(mix(b.body, "#6b3b2c", 0.6), -0.02),
        mix(b.extra, "#fff0dc", 0.4),
    ]  # fmt: skip


def mascara(b: Brush) -> None:
    """250 × 500: the closed tube, the wand leaning beside it."""
    cx = 80
    b.mass(paths.turned(cx, [(34, 8, 16), (40, 226, 4)]), b.cylinder(b.accent))
    b.shape(paths.rounded_rect(cx - 40, 210, 80, 16, 0), b.metal(b.trim))
    b.mass(paths.turned(cx, [(42, 226, 3), (42, 492, 16)]), b.cylinder(b.body))
    with b.sheet.group(cx + 4, 360, turn=-90):
        b.letter(b.art.brand, 0, 0, b.print_on(b.body), size=28, max_width=210, tracking=80)
    b.glint(cx - 29, 30, 8, 172, strength=0.5)
    b.glint(cx - 30, 240, 9, 236, strength=0.5)
    wand = 190
    b.mass(paths.rounded_rect(wand - 5, 180, 10, 130, 2), b.metal(materials.SILVER))
    b.mass(paths.turned(wand, [(34, 304, 4), (32, 480, 14), (28, 492, 12)]), b.cylinder(b.accent))
    b.shape(paths.rounded_rect(wand - 34, 304, 68, 14, 2), b.metal(b.trim))
    b.glint(wand - 23, 326, 7, 140, strength=0.5)
    b.mass(
        paths.turned(wand, [(6, 14, 6), (17, 40, 14), (20, 120, 24), (13, 196, 10), (5, 204, 4)]), "#2a2427"
    )
    for i in range(23):
        y = 18 + i * 8
        reach = 20 - abs(i - 12) * 0.62 + (3 if i % 2 else 0)
        b.line(f"M{points((wand - reach, y - 4))}L{points((wand + reach, y + 4))}", "#1b1719", 3)
    b.line(f"M{points((wand - 8, 30))}L{points((wand - 9, 180))}", "#5b5257", 3, opacity=0.6)


def brush(b: Brush) -> None:
    """260 × 520: a powder brush and a slimmer one."""
    _one_brush(b, 96, 8, hair=74, ferrule=38, length=504)
    _one_brush(b, 206, 120, hair=34, ferrule=22, length=392)


def _one_brush(b: Brush, cx: float, top: float, *, hair: float, ferrule: float, length: float) -> None:
    tip = top + length * 0.34
    head = (
        f"M{points((cx - ferrule * 0.8, tip))}"
        f"C{points((cx - hair * 1.1, tip - length * 0.12), (cx - hair * 1.02, top), (cx, top))}"
        f"C{points((cx + hair * 1.02, top))} "
        f"{points((cx + hair * 1.1, tip - length * 0.12), (cx + ferrule * 0.8, tip))}"
        "Z"
    )
    b.mass(
        head, b.sheet.linear((0, mix(b.label, "#ffffff", 0.35)), (0.45, b.label), (1, shade(b.label, -0.34)))
    )
    for i in range(-5, 6):
        sway = i / 5
        b.line(
            f"M{points((cx + sway * ferrule * 0.7, tip))}"
            f"Q{points((cx + sway * hair * 0.95, top + length * 0.16))} "
            f"{points((cx + sway * hair * 0.62, top + 12 + abs(sway) ** 2 * 26))}",
            shade(b.label, -0.2 if i % 2 else 0.08),
            1.6,
            opacity=0.35,
        )
    b.shape(head, b.sheet.linear((0, "#ffffff", 0.28), (0.4, "#ffffff", 0), (1, "#000000", 0.16), end=(1, 0)))
    foot = top + length
    b.mass(
        paths.turned(cx, [(ferrule * 0.78, tip - 4, 3), (ferrule * 0.6, tip + length * 0.2, 2)]),
        b.metal(b.trim),
    )
    for step in (0.05, 0.075):
        b.shape(
            paths.rounded_rect(cx - ferrule * 0.75, tip + length * step, ferrule * 1.5, 3, 1),
            "#000000",
            opacity=0.15,
        )
    handle = paths.turned(
        cx,
        [
            (ferrule * 0.6, tip + length * 0.19, 2),
            (ferrule * 0.66, tip + length * 0.3, 60),
            (ferrule * 0.3, foot - 14, 20),
            (ferrule * 0.16, foot, 5),
        ],
    )
    b.mass(handle, b.cylinder(b.body))
    with b.sheet.group(cx, tip + length * 0.38, turn=-90):
        b.letter(
            b.art.brand, 0, 0, b.print_on(b.body), size=ferrule * 0.5, max_width=length * 0.22, tracking=40
        )
