"""Food: tea tin, snack box; and the parcel that stands in for a product nobody has drawn."""

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.products.parts import printed


def tea_tin(b: Brush) -> None:
    """290 × 400: a round tin with a stepped lid and a landscape on it."""
    cx = 145
    b.mass(paths.rounded_rect(cx - 104, 8, 208, 44, 12, 2), b.cylinder(b.accent))
    b.shape(paths.rounded_rect(cx - 90, 12, 180, 4, 2), "#ffffff", opacity=0.4)
    b.mass(paths.rounded_rect(cx - 126, 50, 252, 50, 12, 3), b.cylinder(b.accent))
    b.shape(paths.rounded_rect(cx - 126, 90, 252, 10, 0), b.metal(b.trim))
    body = paths.rounded_rect(cx - 122, 98, 244, 296, 0, 16)
    b.mass(body, b.cylinder(b.body))
    with b.sheet.group(clip=b.sheet.clip(body)):
        b.shape(paths.ellipse(cx + 58, 306, 26), b.extra, opacity=0.9)
        hills = (
            ("M0 340C60 290 110 300 150 330C190 300 250 286 300 330L300 400L0 400Z", -0.05),
            ("M0 362C50 330 120 336 170 360C220 336 260 340 300 356L300 400L0 400Z", -0.11),
        )
        for d, depth in hills:
            b.shape(d, b.cylinder(shade(b.body, depth)))
    b.shape(paths.rounded_rect(cx - 52, 126, 104, 164, 6), b.cylinder(b.label, gloss=0.4))
    b.line(paths.rounded_rect(cx - 45, 133, 90, 150, 3), b.accent, 1.6, opacity=0.6)
    b.brand(cx, 168, b.label, size=26, max_width=82, tracking=20)
    for turn in (-90, -140, -40):
        b.shape(
            paths.leaf(cx, 250, 48 if turn == -90 else 38, 20, turn),
            b.plane(shade(b.accent, 0.02 * (turn + 90) / 50)),
        )
    b.small_print(cx, 264, 54, readable_on(b.label), rows=1)
    b.glint(cx - 104, 110, 14, 270, strength=0.5)


def snack_box(b: Brush) -> None:
    """330 × 430: a carton seen from its corner, biscuits printed on it."""
    front = paths.polygon([(14, 50), (252, 62), (252, 426), (14, 412)])
    side = paths.polygon([(252, 62), (318, 42), (318, 398), (252, 426)])
    top = paths.polygon([(14, 50), (84, 32), (318, 42), (252, 62)])
    b.mass(top, shade(b.body, 0.07))
    b.mass(side, b.sheet.linear((0, shade(b.body, -0.13)), (1, shade(b.body, -0.19)), end=(1, 0)))
    b.mass(front, b.plane(b.body))
    b.line("M252 63L252 424", shade(b.body, 0.14), 2, opacity=0.7)
    with b.sheet.group(clip=b.sheet.clip(front)):
        b.shape("M0 250C70 200 180 226 270 176L270 430L0 430Z", b.plane(b.label))
        b.shape("M0 264C70 214 180 240 270 190L270 200C180 250 70 224 0 274Z", b.accent)
        for x, y, r in ((84, 324, 52), (182, 300, 46), (158, 386, 44)):
            _biscuit(b, x, y, r)
    b.brand(132, 104, b.body, size=40, max_width=200, tracking=20)
    b.small_print(132, 134, 110, readable_on(b.body), rows=2)
    b.shape(paths.star(222, 182, 27, 21, 12), b.plane(b.extra))
    b.shape(paths.heart(222, 183, 10), readable_on(b.extra))
    for y in range(4):
        b.line(f"M266 {120 + y * 16}L304 {122 + y * 16}", readable_on(shade(b.body, -0.15)), 3, opacity=0.4)
    for i in range(9):
        b.line(f"M{268 + i * 4} 330L{268 + i * 4} 366", "#ffffff", 1.6 + i % 3, opacity=0.75)
    b.shape(
        paths.polygon([(14, 50), (70, 53), (34, 413), (14, 412)]),
        b.falloff("#ffffff", 0.3, 0.0, sideways=True),
    )


def _biscuit(b: Brush, x: float, y: float, r: float) -> None:
    dough = mix(b.accent, "#d99a55", 0.75)
    b.shape(paths.ellipse(x + 3, y + 5, r, r * 0.96), "#000000", opacity=0.14)
    b.shape(paths.star(x, y, r, r * 0.93, 22), b.plane(dough))
    b.sheet.line(paths.ellipse(x, y, r * 0.8), shade(dough, 0.08), 3)
    for i in range(7):
        px = x + ((i * 41) % 13 - 6) / 6 * r * 0.55
        py = y + ((i * 29) % 11 - 5) / 5 * r * 0.55
        b.shape(paths.ellipse(px, py, r * 0.1), shade(dough, -0.26))
        b.shape(paths.ellipse(px - r * 0.03, py - r * 0.03, r * 0.03), "#ffffff", opacity=0.5)


def parcel(b: Brush) -> None:
    """340 × 330: a wrapped gift, shown when a product has no picture of its own."""
    b.mass(paths.rounded_rect(30, 120, 280, 204, 8, 14), b.plane(b.body, depth=1.2))
    b.shape(paths.rounded_rect(30, 136, 280, 16, 0), "#000000", opacity=0.08)
    b.mass(paths.rounded_rect(16, 84, 308, 60, 10), b.plane(shade(b.body, 0.03)))
    b.shape(paths.rounded_rect(144, 84, 52, 240, 0), b.plane(b.accent))
    for mirror in (False, True):
        with b.sheet.group(170, 84, mirror=mirror):
            b.sheet.draw(
                f"M0 0C{points((-30, -70), (-120, -96), (-118, -40))}C{points((-116, 0), (-40, 4), (0, 0))}Z",
                b.plane(b.accent),
            )
            b.sheet.draw(
                (
                    f"M-6 -4C{points((-30, -44), (-84, -66), (-88, -38))}"
                    f"C{points((-88, -14), (-40, -4), (-6, -4))}Z"
                ),
                shade(b.accent, -0.14),
            )
    b.shape(paths.rounded_rect(148, 62, 44, 34, 12), b.plane(shade(b.accent, 0.05)))
    b.shape("M40 160L70 160L58 316L40 316Z", b.falloff("#ffffff", 0.3, 0.02))
    if b.art.brand:
        printed(b, 252, 190, 96, 70, ground=b.body)
