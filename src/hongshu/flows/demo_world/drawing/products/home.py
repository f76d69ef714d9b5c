"""Home: candle, mug, hair dryer, rice cooker, notebook."""

from hongshu.flows.demo_world.drawing import materials, paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import lightness, mix, readable_on, shade
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.products.parts import bent_label


def candle(b: Brush) -> None:
    """280 × 380: a burning candle in a glass."""
    cx = 140
    glow = b.sheet.radial((0, "#ffe2a0", 0.75), (0.5, "#ffd27a", 0.25), (1, "#ffd27a", 0))
    b.shape(paths.ellipse(cx, 66, 120, 110), glow)
    glass = paths.rounded_rect(cx - 122, 100, 244, 274, 8, 34)
    b.mass(glass, mix(b.body, "#ffffff", 0.72))
    b.shape(paths.rounded_rect(cx - 108, 150, 216, 208, 2, 24), b.cylinder(b.body))
    b.shape(paths.ellipse(cx, 150, 108, 15), shade(b.body, 0.08))
    b.shape(paths.ellipse(cx, 151, 58, 8), "#ffffff", opacity=0.45)
    b.line(f"M{cx} 150C{cx - 3} 138 {cx + 3} 128 {cx} 114", "#3a2c28", 5)
    b.shape(paths.drop(cx, 74, 44), b.sheet.linear((0, "#ffb03a"), (0.6, "#ffd675"), (1, "#fff3cf")))
    b.shape(paths.drop(cx, 90, 22), "#fffaf0", opacity=0.95)
    b.shape(glass, b.glass(b.body, opacity=0.12))
    b.shape(paths.ellipse(cx, 104, 120, 12), "#ffffff", opacity=0.3)
    bent_label(b, cx - 72, 194, 144, 124, radius=8)
    b.glint(cx - 108, 120, 13, 226, strength=0.8)
    b.glint(cx + 94, 130, 7, 200, strength=0.35)


def mug(b: Brush) -> None:
    """400 × 330: a stoneware mug, steam rising."""
    cx = 160
    for x, sway in ((120, 1), (170, -1), (214, 1)):
        b.line(f"M{x} 56C{x + 16 * sway} 40 {x - 16 * sway} 26 {x} 6", "#ffffff", 9, opacity=0.5)
    handle = f"M{points((268, 140))}C{points((384, 118), (384, 268), (262, 258))}"
    b.cords.append((handle, 34))
    b.sheet.line(handle, shade(b.body, -0.14), 34)
    b.sheet.line(handle, shade(b.body, -0.03), 25)
    b.line(
        f"M{points((276, 136))}C{points((348, 126), (360, 180), (346, 214))}",
        shade(b.body, 0.1),
        6,
        opacity=0.8,
    )
    body = paths.rounded_rect(cx - 128, 74, 256, 250, 10, 56)
    b.mass(body, b.cylinder(b.body))
    with b.sheet.group(clip=b.sheet.clip(body)):
        b.shape(
            "M20 262C80 236 120 290 180 262C220 244 260 268 300 250L300 330L20 330Z", b.cylinder(b.accent)
        )
    b.mass(paths.ellipse(cx, 78, 128, 24), shade(b.body, -0.05))
    b.shape(paths.ellipse(cx, 79, 118, 19), shade(b.body, -0.22))
    b.shape(paths.ellipse(cx, 83, 112, 15), b.sheet.linear((0, "#6b4027"), (1, "#a8713f")))
    b.shape(paths.ellipse(cx - 20, 82, 46, 5), "#d9a873", opacity=0.7)
    b.letter(b.art.brand, cx, 176, b.print_on(b.body), size=34, max_width=190, tracking=40)
    b.shape(paths.heart(cx, 222, 13), b.print_on(b.body), opacity=0.9)
    b.glint(cx - 106, 112, 14, 150, strength=0.6)


def hair_dryer(b: Brush) -> None:
    """460 × 460: a compact dryer blowing to the left."""
    b.cord(f"M{points((290, 420))}C{points((300, 470), (380, 440), (430, 452))}", shade(b.body, -0.2), 11)
    handle = paths.rounded_polygon([(234, 180, 10), (326, 180, 10), (322, 430, 34), (254, 430, 34)])
    b.mass(handle, b.cylinder(b.body))
    b.shape(paths.rounded_rect(256, 246, 42, 74, 18), shade(b.body, -0.1))
    b.shape(paths.rounded_rect(261, 252, 32, 28, 13), b.plane(b.accent))
    b.shape(paths.ellipse(277, 348, 9), b.metal(b.trim))
    nozzle = paths.rounded_polygon([(18, 70, 8), (108, 84, 4), (108, 196, 4), (18, 210, 8)])
    b.mass(nozzle, b.sheet.linear((0, shade(b.accent, 0.1)), (0.4, b.accent), (1, shade(b.accent, -0.18))))
    barrel = paths.rounded_rect(100, 54, 322, 172, 30, 84, 84, 30)
    b.mass(
        barrel,
        b.sheet.linear(
            (0, shade(b.body, -0.06)), (0.2, shade(b.body, 0.09)), (0.5, b.body), (1, shade(b.body, -0.16))
        ),
    )
    b.shape(
        paths.rounded_rect(104, 54, 16, 172, 4),
        b.sheet.linear((0, shade(b.trim, 0.1)), (0.3, shade(b.trim, 0.2)), (1, shade(b.trim, -0.2))),
    )
    b.shape(
        paths.ellipse(366, 140, 52, 66),
        b.sheet.linear((0, shade(b.accent, 0.06)), (1, shade(b.accent, -0.1))),
    )
    for i in range(5):
        for j in range(6):
            x, y = 336 + i * 15, 96 + j * 17.5
            if ((x - 366) / 46) ** 2 + ((y - 140) / 58) ** 2 < 1:
                b.shape(paths.ellipse(x, y, 3.4), shade(b.accent, -0.26))
    b.line("M134 82C190 70 270 68 340 72", "#ffffff", 10, opacity=0.55)
    b.letter(b.art.brand, 214, 140, b.print_on(b.body), size=26, max_width=160, tracking=60)


def rice_cooker(b: Brush) -> None:
    """420 × 400: a rounded rice cooker with a display."""
    cx = 210
    for x in (120, 300):
        b.mass(paths.rounded_rect(x - 36, 378, 72, 18, 6), shade(b.body, -0.3))
    body = (
        f"M{points((24, 170))}C{points((14, 260), (20, 330), (52, 366))}"
        f"C{points((66, 384), (90, 388), (120, 388))}L{points((300, 388))}"
        f"C{points((330, 388), (354, 384), (368, 366))}"
        f"C{points((400, 330), (406, 260), (396, 170))}Z"
    )
    b.mass(body, b.cylinder(b.body))
    b.mass(paths.rounded_rect(10, 158, 400, 26, 13), b.cylinder(b.accent))
    lid = (
        f"M{points((22, 160))}C{points((22, 84), (90, 40), (210, 40))}"
        f"C{points((330, 40), (398, 84), (398, 160))}Z"
    )
    b.mass(lid, b.cylinder(shade(b.body, 0.02)))
    b.shape(
        (
            f"M{points((60, 130))}C{points((80, 84), (130, 60), (200, 56))}"
            f"C{points((140, 74), (104, 100), (92, 136))}Z"
        ),
        "#ffffff",
        opacity=0.5,
    )
    b.shape(paths.ellipse(cx + 104, 78, 28, 8), shade(b.body, -0.16))
    b.shape(paths.ellipse(cx + 104, 76, 20, 5), shade(b.body, -0.34))
    b.mass(paths.rounded_rect(cx - 60, 24, 120, 26, 13), b.cylinder(b.accent))
    panel = paths.rounded_rect(cx - 92, 216, 184, 140, 26)
    b.shape(panel, b.plane(b.label if lightness(b.label) < 0.6 else "#2f3136"))
    b.shape(paths.rounded_rect(cx - 66, 236, 132, 50, 10), "#14181c")
    b.letter("12:30", cx, 262, "#9ff0dc", size=34, max_width=110, tracking=60)
    for i, x in enumerate((cx - 48, cx, cx + 48)):
        b.shape(paths.ellipse(x, 322, 17), b.metal(materials.SILVER) if i != 1 else b.plane(b.accent))
    b.letter(b.art.brand, cx, 202, b.print_on(b.body), size=17, max_width=140, tracking=100)
    b.glint(52, 200, 13, 130, strength=0.5)
    for x, sway in ((302, 1), (328, -1)):
        b.line(f"M{x} 62C{x + 12 * sway} 46 {x - 12 * sway} 28 {x} 10", "#ffffff", 8, opacity=0.45)


def notebook(b: Brush) -> None:
    """360 × 470: a cloth-bound notebook with elastic and ribbon, a pen beside it."""
    b.mass(paths.rounded_rect(26, 20, 300, 440, 10, 16, 16, 10), shade(b.body, -0.16))
    b.mass(paths.rounded_rect(30, 18, 292, 434, 6, 12, 12, 6), "#fbf6ea")
    for i in range(3):
        b.line(f"M{320 - i * 3} 26L{320 - i * 3} 446", "#d9cfba", 1)
    b.line("M236 448L236 478L228 466", b.extra, 9)
    cover = paths.rounded_rect(20, 10, 292, 440, 6, 22, 22, 6)
    b.mass(cover, b.plane(b.body, depth=1.1))
    b.shape(paths.rounded_rect(20, 10, 34, 440, 6, 0, 0, 6), b.falloff("#000000", 0.2, 0.04, sideways=True))
    b.line("M56 12L56 448", shade(b.body, -0.16), 2)
    b.shape(paths.rounded_rect(96, 92, 140, 108, 8), b.plane(b.label))
    b.line(paths.rounded_rect(104, 100, 124, 92, 4), b.accent, 2, opacity=0.7)
    b.brand(166, 134, b.label, size=26, max_width=108)
    b.small_print(166, 162, 70, readable_on(b.label), rows=2)
    b.shape(paths.leaf(166, 330, 66, 30, -90), shade(b.body, -0.08))
    b.shape(paths.leaf(166, 330, 52, 24, -150), shade(b.body, -0.06))
    b.shape(paths.leaf(166, 330, 52, 24, -30), shade(b.body, -0.06))
    b.shape(paths.rounded_rect(272, 10, 15, 440, 0), b.cylinder(b.accent))
    b.shape("M62 20L120 20L74 440L62 440Z", b.falloff("#ffffff", 0.22, 0.02))
    with b.sheet.group(340, 250, turn=4):
        b.shape(paths.rounded_rect(-9, -170, 18, 290, 8, 2), b.cylinder(b.accent))
        b.shape(paths.turned(0, [(8, 118, 0), (2, 154, 2)]), b.metal(b.trim))
        b.shape(paths.rounded_rect(-9, -60, 18, 8, 0), b.metal(b.trim))
        b.shape(paths.rounded_rect(5, -164, 6, 92, 3), b.metal(b.trim))
