"""Bags and small leather goods: tote, shoulder bag, backpack, wallet."""

from hongshu.flows.demo_world.drawing import materials, paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import shade
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.products.parts import stitches


def tote_bag(b: Brush) -> None:
    """420 × 520: a structured tote with two handles and a charm."""
    far = f"M{points((140, 196))}C{points((140, 30), (280, 30), (280, 196))}"
    b.cord(far, shade(b.accent, -0.1), 17)
    body = paths.rounded_polygon([(36, 180, 14), (384, 180, 14), (408, 512, 40), (12, 512, 40)])
    b.shape(
        paths.rounded_polygon([(44, 170, 10), (376, 170, 10), (384, 196, 4), (36, 196, 4)]),
        shade(b.body, -0.24),
    )
    b.mass(body, b.plane(b.body, depth=1.2))
    b.shape(
        paths.rounded_polygon([(36, 180, 14), (384, 180, 14), (388, 226, 0), (33, 226, 0)]), b.plane(b.accent)
    )
    b.shape(paths.polygon([(330, 226), (388, 226), (406, 490), (352, 512)]), "#000000", opacity=0.07)
    b.shape(
        paths.rounded_polygon([(18, 440, 0), (402, 440, 0), (408, 512, 40), (12, 512, 40)]), b.plane(b.accent)
    )
    stitches(b, "M37 234L386 234", b.body)
    stitches(b, "M20 432L401 432", b.body)
    near = (
        f"M{points((120, 250))}L{points((120, 190))}C{points((122, 6), (298, 6), (300, 190))}"
        f"L{points((300, 250))}"
    )
    b.cord(near, b.accent, 18)
    for x in (120, 300):
        b.shape(paths.rounded_rect(x - 15, 236, 30, 44, 8), b.plane(b.accent))
        b.shape(paths.ellipse(x, 262, 5), b.metal(b.trim))
    b.shape(paths.rounded_rect(144, 308, 132, 62, 8), b.plane(b.label))
    b.brand(210, 339, b.label, size=24, max_width=112)
    b.line("M300 204C318 250 322 268 320 288", b.trim, 4)
    b.shape(
        paths.heart(320, 312, 21),
        b.sheet.linear((0, shade(b.extra, 0.12)), (1, shade(b.extra, -0.06)), end=(1, 1)),
    )
    b.shape("M60 250L78 250L64 420L50 420Z", b.falloff("#ffffff", 0.25, 0.03))


def shoulder_bag(b: Brush) -> None:
    """460 × 440: a quilted flap bag on a chain."""
    chain = f"M{points((64, 214))}C{points((40, -50), (420, -50), (396, 214))}"
    b.cords.append((chain, 14))
    b.line(chain, shade(b.trim, -0.18), 13)
    b.sheet.line(chain, b.trim, 13, dashes="15 6", cap="butt")
    b.line(chain, shade(b.trim, 0.14), 3.5, dashes="9 12")
    body = paths.rounded_polygon([(38, 196, 46), (422, 196, 46), (440, 430, 52), (20, 430, 52)])
    b.mass(body, b.plane(shade(b.body, -0.05), depth=1.3))
    _quilting(b, body, 20, 196, 430)
    flap = (
        f"M{points((34, 232))}C{points((34, 206), (50, 192), (80, 192))}L{points((380, 192))}"
        f"C{points((410, 192), (426, 206), (426, 232))}L{points((430, 300))}"
        f"C{points((430, 336), (400, 350), (360, 350))}L{points((100, 350))}"
        f"C{points((60, 350), (30, 336), (30, 300))}Z"
    )
    with b.sheet.group(0, 9):
        b.shape(flap, "#000000", opacity=0.14)
    b.mass(flap, b.plane(b.body, depth=1.2))
    _quilting(b, flap, 30, 192, 350)
    b.line(
        f"M{points((31, 300))}C{points((31, 336), (60, 349), (100, 349))}L{points((360, 349))}"
        f"C{points((400, 349), (429, 336), (429, 300))}",
        shade(b.body, 0.1), 2.4, opacity=0.6,
    )  # fmt: skip
    b.shape("M64 204C96 196 200 196 260 198C180 204 104 210 60 232Z", "#ffffff", opacity=0.25)
    b.shape(paths.rounded_rect(196, 318, 68, 54, 12), b.metal(b.trim))
    b.shape(paths.rounded_rect(206, 327, 48, 36, 8), b.plane(shade(b.trim, 0.06)))
    initial = b.art.brand[:1].upper() or "H"
    b.letter(initial, 230, 345, shade(b.trim, -0.34), size=26, max_width=40, tracking=0)
    for x in (64, 396):
        b.shape(paths.ellipse(x, 212, 13), b.metal(b.trim))
        b.shape(paths.ellipse(x, 212, 6), shade(b.trim, -0.3))


def _quilting(b: Brush, d: str, left: float, top: float, bottom: float) -> None:
    height = bottom - top
    with b.sheet.group(clip=b.sheet.clip(d)):
        for i in range(-6, 14):
            x = left + i * 48
            b.line(
                f"M{points((x, top))}L{points((x + height, bottom))}", shade(b.body, -0.12), 2.4, opacity=0.7
            )
            b.line(
                f"M{points((x + height, top))}L{points((x, bottom))}", shade(b.body, -0.12), 2.4, opacity=0.7
            )
            b.line(
                f"M{points((x + 3, top))}L{points((x + height + 3, bottom))}",
                shade(b.body, 0.1),
                1.4,
                opacity=0.6,
            )


def backpack(b: Brush) -> None:
    """400 × 500: a day pack with a front pocket."""
    b.cord(f"M{points((160, 44))}C{points((164, -6), (236, -6), (240, 44))}", shade(b.accent, -0.06), 16)
    for x, sway in ((48, -34), (352, 34)):
        b.cord(
            f"M{points((x, 150))}C{points((x + sway, 260), (x + sway, 380), (x + sway * 0.1, 440))}",
            b.accent,
            20,
        )
    body = (
        f"M{points((44, 170))}C{points((44, 70), (110, 28), (200, 28))}"
        f"C{points((290, 28), (356, 70), (356, 170))}"
        f"L{points((364, 440))}C{points((364, 476), (344, 494), (308, 494))}L{points((92, 494))}"
        f"C{points((56, 494), (36, 476), (36, 440))}Z"
    )
    b.mass(body, b.plane(b.body, depth=1.3))
    b.shape(
        (
            f"M{points((62, 190))}C{points((62, 96), (110, 52), (186, 44))}"
            f"C{points((120, 74), (92, 130), (88, 210))}Z"
        ),
        "#ffffff",
        opacity=0.2,
    )
    zip_line = (
        f"M{points((70, 236))}C{points((60, 120), (110, 78), (200, 78))}"
        f"C{points((290, 78), (340, 120), (330, 236))}"
    )
    b.line(zip_line, shade(b.body, -0.2), 9)
    b.line(zip_line, b.trim, 4, dashes="5 4")
    b.shape(paths.rounded_rect(322, 228, 16, 40, 7), b.metal(b.trim))
    pocket = paths.rounded_polygon([(74, 276, 30), (326, 276, 30), (334, 476, 40), (66, 476, 40)])
    with b.sheet.group(0, 6):
        b.shape(pocket, "#000000", opacity=0.1)
    b.mass(pocket, b.plane(shade(b.body, 0.035)))
    stitches(b, paths.rounded_polygon([(86, 288, 24), (314, 288, 24), (321, 464, 32), (79, 464, 32)]), b.body)
    b.line("M92 322L308 322", shade(b.body, -0.2), 8)
    b.line("M92 322L308 322", b.trim, 3.4, dashes="5 4")
    b.shape(paths.rounded_rect(104, 318, 14, 36, 6), b.plane(b.accent))
    b.shape(paths.rounded_rect(140, 372, 120, 52, 10), b.plane(b.label))
    b.brand(200, 398, b.label, size=22, max_width=102)
    b.shape(paths.rounded_rect(150, 150, 100, 60, 12), b.plane(b.accent))
    for x in (182, 218):
        b.shape(paths.rounded_rect(x - 5, 168, 10, 24, 5), shade(b.accent, -0.2))
    b.shape("M330 300C352 360 356 430 340 484C352 480 362 468 362 440L357 220Z", "#000000", opacity=0.08)


def wallet(b: Brush) -> None:
    """400 × 280: a flap wallet, two cards looking out."""
    for x, y, color, turn in ((70, 16, b.extra, -3), (92, 4, b.label, 2)):
        with b.sheet.group(x, y + 14, turn=turn):
            b.shape(paths.rounded_rect(0, 0, 230, 120, 14), b.plane(color))
            b.shape(paths.rounded_rect(18, 20, 36, 26, 5), b.metal(materials.GOLD))
            b.shape(paths.rounded_rect(120, 24, 86, 8, 4), "#ffffff", opacity=0.5)
    b.mass(paths.rounded_rect(14, 58, 372, 216, 26), b.plane(shade(b.body, -0.04), depth=1.2))
    stitches(b, paths.rounded_rect(25, 69, 350, 194, 18), b.body)
    flap = (
        f"M{points((14, 150))}L{points((14, 84))}C{points((14, 66), (26, 56), (42, 56))}L{points((358, 56))}"
        f"C{points((374, 56), (386, 66), (386, 84))}L{points((386, 150))}"
        f"C{points((340, 178), (270, 190), (200, 190))}"
        f"C{points((130, 190), (60, 178), (14, 150))}Z"
    )
    with b.sheet.group(0, 7):
        b.shape(flap, "#000000", opacity=0.13)
    b.mass(flap, b.plane(b.body, depth=1.2))
    stitches(
        b,
        (
            f"M{points((26, 142))}C{points((76, 166), (136, 178), (200, 178))}"
            f"C{points((264, 178), (324, 166), (374, 142))}"
        ),
        b.body,
    )
    b.shape("M40 66C100 60 210 60 280 64C190 70 90 76 34 102Z", "#ffffff", opacity=0.24)
    b.letter(b.art.brand, 200, 112, b.print_on(b.body), size=28, max_width=210, tracking=120)
    b.shape(paths.ellipse(200, 184, 21), b.metal(b.trim))
    b.shape(paths.ellipse(200, 184, 13), b.plane(shade(b.trim, 0.06)))
