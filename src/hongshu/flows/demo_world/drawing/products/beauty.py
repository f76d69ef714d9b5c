"""Care and scent: jar, tube, sheet mask, perfume, soap."""

from hongshu.flows.demo_world.drawing import materials, paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import lightness, mix, readable_on, shade
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.products.parts import printed, ribs


def jar(b: Brush) -> None:
    """360 × 260: a heavy glass jar of cream under a wide lid."""
    cx = 180
    lid = paths.rounded_rect(cx - 158, 8, 316, 92, 16, 6)
    b.mass(lid, b.cylinder(b.accent))
    b.shape(paths.rounded_rect(cx - 142, 13, 284, 5, 2.5), "#ffffff", opacity=0.4)
    b.shape(paths.rounded_rect(cx - 158, 88, 316, 10, 0), b.metal(b.trim))
    b.glint(cx - 134, 26, 13, 56, strength=0.5)
    b.mass(paths.rounded_rect(cx - 144, 98, 288, 14, 2), shade(b.body, -0.12))
    glass = paths.turned(cx, [(164, 108, 10), (164, 254, 52)])
    b.mass(glass, mix(b.body, "#ffffff", 0.55))
    b.shape(paths.turned(cx, [(146, 116, 6), (146, 220, 44)]), b.cylinder(b.body))
    b.shape(glass, b.glass(b.body, opacity=0.1))
    ground = b.body
    ink = readable_on(ground)
    b.letter(b.art.brand.upper(), cx, 158, ink, size=34, max_width=210)
    b.shape(paths.rounded_rect(cx - 16, 180, 32, 3, 1.5), ink, opacity=0.5)
    b.small_print(cx, 192, 120, ink, rows=2, gap=9)
    b.glint(cx - 152, 122, 13, 104, strength=0.8)
    b.shape(paths.rounded_rect(cx - 100, 236, 200, 6, 3), "#ffffff", opacity=0.5)


def tube(b: Brush) -> None:
    """220 × 480: a squeeze tube standing on its cap."""
    cx = 110
    b.mass(paths.turned(cx, [(64, 404, 4), (68, 474, 16)]), b.cylinder(b.accent))
    ribs(b, cx - 66, 414, 132, 48, count=20)
    body = (
        f"M{points((cx - 94, 8))}L{points((cx + 94, 8))}L{points((cx + 94, 44))}"
        f"C{points((cx + 92, 180), (cx + 74, 320), (cx + 68, 406))}L{points((cx - 68, 406))}"
        f"C{points((cx - 74, 320), (cx - 92, 180), (cx - 94, 44))}Z"
    )
    b.mass(body, b.cylinder(b.body))
    b.shape(
        f"M{points((cx - 80, 46))}C{points((cx - 40, 150), (cx - 34, 300), (cx - 36, 400))}"
        f"L{points((cx - 56, 400))}"
        f"C{points((cx - 62, 300), (cx - 78, 160), (cx - 88, 46))}Z",
        b.falloff("#ffffff", 0.55, 0.12),
    )
    b.shape(
        f"M{points((cx + 88, 46))}C{points((cx + 70, 170), (cx + 60, 300), (cx + 58, 402))}"
        f"L{points((cx + 68, 402))}"
        f"C{points((cx + 74, 300), (cx + 90, 180), (cx + 94, 46))}Z",
        "#000000",
        opacity=0.08,
    )
    b.shape(paths.rounded_rect(cx - 94, 8, 188, 36, 3, 0), b.plane(shade(b.body, -0.05)))
    for i in range(24):
        b.shape(paths.rounded_rect(cx - 90 + i * 7.7, 12, 2, 28, 1), "#000000", opacity=0.1)
    with b.sheet.group(clip=b.sheet.clip(body)):
        b.shape(paths.rounded_rect(cx - 96, 318, 192, 58, 0), b.cylinder(b.extra))
    printed(b, cx, 96, 140, 160, ground=b.body)
    b.shape(paths.drop(cx, 288, 17), b.accent, opacity=0.9)


def sheet_mask(b: Brush) -> None:
    """330 × 430: a foil sachet with the mask printed on it."""
    edge = paths.zigzag(10, 14, 310, 31, -6)
    foot = [(x, 430 - y) for x, y in reversed(edge)]
    b.mass(paths.polygon([*edge, *foot]), b.plane(b.body, depth=1.2))
    b.shape(paths.rounded_rect(10, 14, 310, 30, 0), "#ffffff", opacity=0.22)
    b.shape(paths.rounded_rect(10, 386, 310, 30, 0), "#000000", opacity=0.06)
    for y in (44, 385):
        b.line(f"M10 {y}L320 {y}", shade(b.body, -0.14), 1.6, opacity=0.6)
    b.shape(paths.ellipse(165, 222, 118, 132), b.plane(mix(b.label, "#ffffff", 0.2)), opacity=0.95)
    face = (
        f"M{points((165, 118))}C{points((228, 118), (250, 164), (248, 212))}"
        f"C{points((246, 280), (208, 328), (165, 328))}C{points((122, 328), (84, 280), (82, 212))}"
        f"C{points((80, 164), (102, 118), (165, 118))}Z"
    )
    b.shape(face, b.sheet.linear((0, "#ffffff"), (1, mix(b.body, "#ffffff", 0.72)), end=(0.7, 1)))
    for side in (-1, 1):
        x = 165 + side * 40
        b.shape(paths.ellipse(x, 200, 24, 12), mix(b.label, b.body, 0.55))
        b.shape(
            paths.leaf(165 + side * 12, 168, 52, 9, 0 if side > 0 else 180),
            shade(b.body, -0.05),
            opacity=0.35,
        )
    b.shape(paths.ellipse(165, 282, 26, 9), mix(b.label, b.body, 0.55))
    b.line(
        f"M{points((165, 206))}C{points((160, 228), (152, 244), (165, 250))}",
        shade(b.body, -0.1),
        3,
        opacity=0.5,
    )
    b.shape(paths.leaf(108, 150, 90, 14, 100), "#ffffff", opacity=0.6)
    for x, y, size in ((262, 120, 13), (72, 318, 11), (276, 316, 9)):
        b.shape(paths.drop(x, y, size), b.accent, opacity=0.85)
    b.letter(b.art.brand, 165, 74, readable_on(b.body), size=30, max_width=230, tracking=80)
    b.small_print(165, 366, 130, readable_on(b.body), rows=2, gap=8)
    b.shape(
        paths.polygon([(10, 14), (96, 14), (34, 416), (10, 416)]),
        b.falloff("#ffffff", 0.3, 0.02, sideways=True),
    )
    b.shape(paths.polygon([(296, 40), (304, 40), (280, 390), (272, 390)]), "#ffffff", opacity=0.25)


def perfume(b: Brush) -> None:
    """290 × 380: thick glass, faceted shoulders, a heavy stopper."""
    cx = 145
    b.mass(paths.rounded_rect(cx - 46, 6, 92, 84, 12, 4), b.cylinder(b.accent))
    b.shape(paths.rounded_rect(cx - 36, 11, 72, 4, 2), "#ffffff", opacity=0.4)
    b.glint(cx - 33, 20, 9, 58, strength=0.5)
    b.mass(paths.rounded_rect(cx - 34, 88, 68, 24, 3), b.metal(b.trim))
    outer = [
        (cx - 72, 110, 8),
        (cx + 72, 110, 8),
        (cx + 130, 152, 26),
        (cx + 130, 374, 24),
        (cx - 130, 374, 24),
        (cx - 130, 152, 26),
    ]
    glass = paths.rounded_polygon(outer)
    b.mass(
        glass,
        b.sheet.linear((0, mix(b.body, "#ffffff", 0.82)), (1, mix(b.body, "#ffffff", 0.5)), end=(0.8, 1)),
    )
    inner = paths.rounded_polygon(
        [
            (cx - 62, 132, 8),
            (cx + 62, 132, 8),
            (cx + 104, 166, 20),
            (cx + 104, 340, 16),
            (cx - 104, 340, 16),
            (cx - 104, 166, 20),
        ]
    )
    b.shape(inner, mix(b.body, "#ffffff", 0.4))
    with b.sheet.group(clip=b.sheet.clip(inner)):
        b.shape(paths.rounded_rect(cx - 110, 176, 220, 170, 0), materials.liquid(b.sheet, b.body))
        b.shape(paths.ellipse(cx, 176, 106, 6), shade(b.body, 0.12))
        b.shape(
            paths.polygon([(cx - 104, 130), (cx - 40, 130), (cx - 74, 350), (cx - 110, 350)]),
            "#ffffff",
            opacity=0.22,
        )
    b.shape(paths.rounded_rect(cx - 3, 112, 6, 200, 2), "#ffffff", opacity=0.45)
    b.shape(
        paths.polygon([(cx - 120, 360), (cx + 120, 360), (cx + 104, 344), (cx - 104, 344)]),
        "#ffffff",
        opacity=0.45,
    )
    b.shape(paths.rounded_rect(cx - 68, 212, 136, 84, 4), b.plane(b.label))
    b.line(paths.rounded_rect(cx - 62, 218, 124, 72, 2), b.accent, 1.6, opacity=0.6)
    b.brand(cx, 248, b.label, size=24, max_width=108)
    b.small_print(cx, 270, 60, readable_on(b.label), rows=1)
    b.glint(cx - 120, 172, 10, 180, strength=0.95)
    b.glint(cx + 112, 180, 6, 160, strength=0.6)


def soap_bar(b: Brush) -> None:
    """400 × 300: a bar with a paper band, foam beside it."""
    b.mass(paths.rounded_rect(30, 66, 340, 222, 66), b.cylinder(shade(b.body, -0.07), gloss=0.6))
    b.mass(paths.rounded_rect(30, 66, 340, 148, 66), b.plane(b.body))
    b.shape(
        paths.rounded_rect(58, 84, 284, 112, 52),
        b.sheet.linear((0, shade(b.body, -0.06)), (1, shade(b.body, 0.05))),
    )
    band = (
        f"M{points((140, 66))}L{points((260, 66))}L{points((272, 214))}L{points((272, 288))}"
        f"L{points((128, 288))}L{points((128, 214))}Z"
    )
    b.shape(
        band,
        b.sheet.linear(
            (0, shade(b.label, 0.03)),
            (0.66, b.label),
            (0.68, shade(b.label, -0.08)),
            (1, shade(b.label, -0.12)),
        ),
    )
    for x1, x2 in ((146, 135), (254, 265)):
        b.line(f"M{x1} 68L{x2} 214L{x2} 286", b.accent, 2.5, opacity=0.8)
    b.brand(200, 132, b.label, size=26, max_width=104)
    b.small_print(200, 156, 66, readable_on(b.label), rows=2)
    b.shape(paths.leaf(200, 268, 44, 22, -90), b.accent, opacity=0.85)
    b.line(f"M{points((94, 74))}C{points((62, 78), (42, 102), (40, 134))}", "#ffffff", 7, opacity=0.55)
    for x, y, r in (
        (352, 254, 30),
        (384, 276, 16),
        (322, 278, 20),
        (362, 210, 13),
        (24, 272, 18),
        (48, 284, 12),
    ):
        _bubble(b, x, y, r)


def _bubble(b: Brush, x: float, y: float, r: float) -> None:
    tint = "#cfe6f4" if lightness(b.body) > 0.8 else "#ffffff"
    fill = b.sheet.radial((0, "#ffffff", 0.15), (0.75, tint, 0.35), (1, tint, 0.85))
    b.shape(paths.ellipse(x, y, r), fill)
    b.shape(paths.ellipse(x - r * 0.36, y - r * 0.4, r * 0.2, r * 0.14), "#ffffff", opacity=0.95)
