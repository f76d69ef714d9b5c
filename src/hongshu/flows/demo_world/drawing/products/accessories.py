"""Accessories: sunglasses, watch, earrings."""

import math

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade
from hongshu.flows.demo_world.drawing.paths import points


def sunglasses(b: Brush) -> None:
    """520 × 220: rounded frames, temples folded behind."""
    for side in (-1, 1):
        b.mass(paths.rounded_rect(260 + side * 240 - 9, 44, 18, 34, 7), b.plane(shade(b.body, -0.08)))
    for side in (-1, 1):
        cx = 260 + side * 126
        frame = _lens(cx, side, 116, 96)
        b.mass(frame, b.plane(b.body, depth=1.4))
        b.shape(frame, b.falloff("#ffffff", 0.25, 0.0))
        lens = _lens(cx, side, 97, 78)
        b.shape(
            lens, b.sheet.linear((0, shade(b.accent, -0.14)), (0.55, b.accent), (1, shade(b.accent, 0.18)))
        )
        with b.sheet.group(clip=b.sheet.clip(lens)):
            b.shape(
                paths.polygon([(cx - 70, 200), (cx - 10, 10), (cx + 24, 10), (cx - 36, 200)]),
                "#ffffff",
                opacity=0.22,
            )
            b.shape(
                paths.polygon([(cx - 22, 200), (cx + 38, 10), (cx + 48, 10), (cx - 12, 200)]),
                "#ffffff",
                opacity=0.16,
            )
        b.shape(paths.ellipse(260 + side * 226, 62, 6, 6), b.metal(b.trim))
    bridge = (
        f"M{points((232, 84))}C{points((240, 54), (280, 54), (288, 84))}L{points((282, 100))}"
        f"C{points((276, 76), (244, 76), (238, 100))}Z"
    )
    b.mass(bridge, b.plane(b.body))
    b.line("M40 48C90 24 170 22 214 48", "#ffffff", 5, opacity=0.35)
    b.line("M306 48C350 24 430 22 480 48", "#ffffff", 5, opacity=0.3)


def _lens(cx: float, side: int, rx: float, ry: float) -> str:
    # Slightly lifted at the outer corner, as a cat-eye is.
    cy = 108
    outer, inner = cx + side * rx, cx - side * rx
    return (
        f"M{points((inner, cy - ry * 0.25))}"
        f"C{points((inner + side * rx * 0.05, cy - ry * 0.85))} "
        f"{points((cx + side * rx * 0.55, cy - ry * 1.05), (outer - side * rx * 0.04, cy - ry * 0.72))}"
        f"C{points((outer + side * rx * 0.06, cy - ry * 0.3))} "
        f"{points((outer, cy + ry * 0.95), (cx + side * rx * 0.05, cy + ry))}"
        f"C{points((cx - side * rx * 0.75, cy + ry * 1.02))} "
        f"{points((inner - side * rx * 0.02, cy + ry * 0.4), (inner, cy - ry * 0.25))}"
        "Z"
    )


def watch(b: Brush) -> None:
    """260 × 540: a slim dress watch on leather."""
    cx, cy = 126, 270
    for top, sign in ((8, 1), (532, -1)):
        strap = paths.rounded_polygon(
            [
                (cx - 42, top, 16),
                (cx + 42, top, 16),
                (cx + 58, cy - sign * 90, 0),
                (cx - 58, cy - sign * 90, 0),
            ]
        )
        b.mass(strap, b.cylinder(b.body))
        b.line((f"M{cx - 32} {top + sign * 16}L{cx - 47} {cy - sign * 110}M{cx + 32} {top + sign * 16}"
f"L{cx + 47} {cy - sign * 110}"),
               shade(b.body, 0.18), 2, dashes="8 6", opacity=0.8)  # fmt: skip
    for i in range(4):
        b.shape(paths.ellipse(cx, 440 + i * 22, 4.5, 5.5), shade(b.body, -0.24))
    for sign in (-1, 1):
        for side in (-1, 1):
            b.mass(paths.rounded_rect(cx + side * 52 - 9, cy + sign * 104 - 22, 18, 44, 6), b.metal(b.trim))
    b.mass(paths.rounded_rect(cx + 106, cy - 15, 24, 30, 6), b.metal(b.trim))
    b.mass(
        paths.ellipse(cx, cy, 112),
        b.sheet.linear((0, shade(b.trim, 0.16)), (0.5, b.trim), (1, shade(b.trim, -0.2)), end=(1, 1)),
    )
    b.shape(
        paths.ellipse(cx, cy, 101),
        b.sheet.linear((0, shade(b.trim, -0.18)), (1, shade(b.trim, 0.14)), end=(1, 1)),
    )
    b.shape(paths.ellipse(cx, cy, 96), b.sheet.radial((0, shade(b.label, 0.05)), (1, shade(b.label, -0.06))))
    ink = readable_on(b.label)
    for i in range(12):
        angle = math.radians(i * 30)
        x, y = math.sin(angle), -math.cos(angle)
        inner = 74 if i % 3 == 0 else 80
        b.line(
            f"M{points((cx + x * inner, cy + y * inner))}L{points((cx + x * 88, cy + y * 88))}",
            shade(b.trim, -0.12) if i % 3 else ink,
            5 if i % 3 == 0 else 3,
        )
    b.letter(b.art.brand, cx, cy - 38, ink, size=15, max_width=90, tracking=60)
    # Ten past ten, as every watch in a shop window shows: the hands frame the name.
    for degrees, length, width in ((-54, 50, 7), (56, 72, 5)):
        angle = math.radians(degrees)
        b.line(
            f"M{cx} {cy}L{points((cx + math.sin(angle) * length, cy - math.cos(angle) * length))}", ink, width
        )
    b.line(f"M{points((cx, cy - 16))}L{points((cx, cy + 74))}", b.accent, 2.4)
    b.shape(paths.ellipse(cx, cy, 7), b.accent)
    with b.sheet.group(clip=b.sheet.clip(paths.ellipse(cx, cy, 96))):
        b.shape(
            paths.polygon(
                [(cx - 100, cy + 60), (cx + 10, cy - 110), (cx + 60, cy - 110), (cx - 60, cy + 110)]
            ),
            "#ffffff",
            opacity=0.22,
        )


def earrings(b: Brush) -> None:
    """340 × 420: a pair on a jeweller's card."""
    b.mass(paths.rounded_rect(20, 8, 300, 404, 22), b.plane(mix(b.label, "#ffffff", 0.35)))
    b.line(paths.rounded_rect(34, 22, 272, 376, 14), b.trim, 1.8, opacity=0.7)
    b.letter(
        b.art.brand, 170, 62, readable_on(mix(b.label, "#ffffff", 0.35)), size=24, max_width=220, tracking=120
    )
    for cx in (108, 232):
        b.sheet.line(paths.ellipse(cx + 6, 246, 50, 62), "#000000", 12, opacity=0.06)
        b.shape(paths.ellipse(cx + 8, 330, 32), "#000000", opacity=0.06)
        b.shape(paths.ellipse(cx, 124, 17), b.metal(b.trim))
        b.shape(paths.star(cx, 124, 10, 4, 8), shade(b.trim, 0.2))
        b.line(f"M{cx} 140L{cx} 176", b.trim, 4)
        b.sheet.line(paths.ellipse(cx, 238, 50, 62), shade(b.trim, -0.16), 14)
        b.sheet.line(paths.ellipse(cx, 238, 50, 62), b.trim, 10)
        b.line(f"M{cx - 47} 220C{cx - 40} 186 {cx - 16} 177 {cx + 4} 177", shade(b.trim, 0.2), 3.4)
        pearl = b.sheet.radial(
            (0, "#ffffff"), (0.35, mix(b.body, "#ffffff", 0.45)), (0.85, b.body), (1, shade(b.body, -0.16)),
            center=(0.36, 0.32), radius=0.75,
        )  # fmt: skip
        b.shape(paths.ellipse(cx, 320, 32), pearl)
        b.shape(paths.ellipse(cx - 10, 308, 7, 5), "#ffffff", opacity=0.9)
        b.shape(paths.ellipse(cx, 288, 9, 6), b.metal(b.trim))
        b.line(f"M{cx} 180L{cx} 218", b.trim, 3)
        b.shape(
            paths.drop(cx, 236, 22),
            b.sheet.linear((0, shade(b.accent, 0.14)), (1, shade(b.accent, -0.08)), end=(1, 1)),
        )
        b.shape(paths.ellipse(cx - 5, 240, 4, 7), "#ffffff", opacity=0.7)
    b.shape(
        paths.polygon([(20, 30), (120, 8), (60, 412), (20, 412)]),
        b.falloff("#ffffff", 0.35, 0, sideways=True),
    )
