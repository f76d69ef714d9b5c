"""Bottles: dropper, pump, spray, vitamins, baby bottle, thermos."""

from hongshu.flows.demo_world.drawing import materials, paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.paths import points
from hongshu.flows.demo_world.drawing.products.parts import bent_label, printed, ribs


def dropper_bottle(b: Brush) -> None:
    """220 × 470: glass with serum, pipette, rubber bulb."""
    cx = 110
    b.mass(paths.turned(cx, [(20, 4, 20), (27, 40, 30), (25, 84, 8)]), b.cylinder(b.accent, gloss=0.7))
    b.glint(cx - 14, 18, 7, 50, strength=0.4)
    b.mass(paths.rounded_rect(cx - 38, 80, 76, 60, 7), b.metal(b.trim))
    ribs(b, cx - 38, 88, 76, 44, count=14)
    glass = paths.turned(cx, [(34, 138, 3), (34, 158, 12), (94, 190, 38), (94, 466, 26)])
    b.mass(glass, mix(b.body, "#ffffff", 0.6))
    inside = paths.turned(cx, [(84, 222, 4), (84, 454, 20)])
    b.shape(inside, materials.liquid(b.sheet, b.body))
    b.shape(paths.ellipse(cx, 222, 84, 7), shade(b.body, 0.1))
    b.shape(paths.turned(cx, [(8, 140, 2), (8, 350, 4), (3, 384, 3)]), "#ffffff", opacity=0.34)
    b.shape(paths.turned(cx, [(3, 240, 2), (3, 350, 2)]), shade(b.body, -0.06), opacity=0.6)
    b.shape(glass, b.glass(b.body, opacity=0.16))
    bent_label(b, cx - 66, 262, 132, 142, radius=5)
    b.glint(cx - 82, 206, 11, 236, strength=0.75)
    b.glint(cx + 74, 220, 6, 200, strength=0.3)


def pump_bottle(b: Brush) -> None:
    """230 × 520: a lotion bottle whose spout looks to the left."""
    cx = 120
    b.mass(paths.rounded_rect(cx - 8, 40, 16, 60, 3), b.metal(materials.SILVER))
    spout = (
        f"M{points((22, 34))}C{points((24, 22), (34, 16), (52, 14))}L{points((cx + 26, 8))}"
        f"C{points((cx + 34, 8), (cx + 38, 14), (cx + 38, 22))}L{points((cx + 36, 46))}"
        f"C{points((cx + 36, 52), (cx + 32, 54), (cx + 28, 54))}L{points((cx - 24, 54))}"
        f"C{points((cx - 30, 54), (cx - 30, 40), (cx - 40, 38))}L{points((48, 38))}"
        f"C{points((42, 38), (40, 42), (40, 50))}L{points((23, 50))}Z"
    )
    b.mass(spout, b.plane(b.accent))
    b.shape(paths.rounded_rect(50, 17, cx - 10, 6, 3), "#ffffff", opacity=0.35)
    b.mass(paths.rounded_rect(cx - 30, 76, 60, 26, 6), b.cylinder(b.accent))
    b.mass(paths.rounded_rect(cx - 40, 98, 80, 42, 7), b.cylinder(b.accent))
    ribs(b, cx - 40, 104, 80, 30, count=14)
    b.mass(paths.turned(cx, [(44, 138, 4), (96, 158, 40), (96, 516, 24)]), b.cylinder(b.body))
    b.shape(paths.rounded_rect(cx - 96, 232, 192, 176, 0), b.cylinder(b.label, gloss=0.5))
    printed(b, cx, 238, 178, 150, ground=b.label)
    b.glint(cx - 78, 172, 14, 316, strength=0.6)
    b.glint(cx + 78, 190, 6, 270, strength=0.22)


def spray_bottle(b: Brush) -> None:
    """180 × 520: a mist in a tall bottle under a clear cap."""
    cx = 90
    b.mass(paths.rounded_rect(cx - 24, 60, 48, 60, 8), b.cylinder(b.accent))
    b.shape(paths.ellipse(cx - 4, 78, 6, 6), shade(b.accent, -0.25))
    b.shape(paths.ellipse(cx - 4, 78, 2.4, 2.4), "#ffffff", opacity=0.8)
    b.mass(paths.rounded_rect(cx - 44, 112, 88, 26, 4), b.metal(b.trim))
    cap = paths.rounded_rect(cx - 54, 8, 108, 128, 22, 4)
    b.mass(cap, b.glass("#ffffff", opacity=0.32))
    b.shape(cap, b.glass(b.accent, opacity=0.1))
    b.glint(cx - 44, 26, 9, 96, strength=0.85)
    body = paths.turned(cx, [(54, 136, 6), (80, 160, 30), (80, 516, 22)])
    b.mass(body, b.cylinder(b.body))
    b.shape(
        f"M{points((cx - 80, 420))}C{points((cx - 30, 380), (cx + 30, 470), (cx + 80, 410))}"
        f"L{points((cx + 80, 494))}C{points((cx + 80, 510), (cx + 70, 516), (cx + 58, 516))}"
        f"L{points((cx - 58, 516))}C{points((cx - 72, 516), (cx - 80, 508), (cx - 80, 494))}Z",
        b.cylinder(b.extra),
        opacity=0.75,
    )
    bent_label(b, cx - 58, 222, 116, 140, radius=58)
    b.glint(cx - 66, 176, 11, 316, strength=0.6)
    b.glint(cx + 64, 190, 5, 260, strength=0.22)


def vitamin_bottle(b: Brush) -> None:
    """280 × 420: supplements, two capsules before the bottle."""
    cx = 130
    b.mass(paths.rounded_rect(cx - 88, 6, 176, 84, 14, 6), b.cylinder(b.accent))
    ribs(b, cx - 88, 22, 176, 60, count=22)
    b.shape(paths.rounded_rect(cx - 74, 10, 148, 5, 2.5), "#ffffff", opacity=0.35)
    body = paths.turned(cx, [(82, 88, 4), (114, 122, 40), (114, 410, 34)])
    b.mass(body, b.cylinder(b.body))
    b.shape(paths.rounded_rect(cx - 114, 172, 228, 176, 0), b.cylinder(b.label, gloss=0.4))
    b.shape(paths.rounded_rect(cx - 114, 172, 228, 16, 0), b.cylinder(b.accent))
    printed(b, cx, 190, 190, 140, ground=b.label)
    b.shape(paths.leaf(cx - 4, 336, 34, 18, -140), shade(b.accent, 0.05))
    b.shape(paths.leaf(cx + 4, 336, 34, 18, -40), b.accent)
    b.glint(cx - 94, 140, 14, 250, strength=0.55)
    _capsule(b, 232, 396, 66, 30, turn=-14)
    _capsule(b, 214, 408, 58, 26, turn=10)


def _capsule(b: Brush, x: float, y: float, length: float, width: float, *, turn: float) -> None:
    with b.sheet.group(x, y, turn=turn):
        whole = paths.rounded_rect(-length / 2, -width / 2, length, width, width / 2)
        b.sheet.draw(whole, b.sheet.linear((0, "#ffffff"), (1, "#d8d2cc")))
        half = paths.rounded_rect(-length / 2, -width / 2, length / 2, width, width / 2, 0, 0, width / 2)
        b.sheet.draw(half, b.sheet.linear((0, shade(b.accent, 0.1)), (1, shade(b.accent, -0.1))))
        b.sheet.rect(-length / 2 + 8, -width / 2 + 5, length - 18, 5, "#ffffff", radius=2.5, opacity=0.55)


def baby_bottle(b: Brush) -> None:
    """200 × 490: a wide-neck bottle with milk and a scale."""
    cx = 100
    teat = (
        f"M{points((cx - 52, 120))}C{points((cx - 52, 84), (cx - 22, 84), (cx - 17, 54))}"
        f"C{points((cx - 18, 40), (cx - 16, 8), (cx, 8))}"
        f"C{points((cx + 16, 8), (cx + 18, 40), (cx + 17, 54))}"
        f"C{points((cx + 22, 84), (cx + 52, 84), (cx + 52, 120))}Z"
    )
    b.mass(teat, b.cylinder(mix(b.label, "#f3d9b4", 0.45)))
    b.glint(cx - 8, 20, 6, 44, strength=0.7)
    b.mass(paths.rounded_rect(cx - 70, 112, 140, 56, 12, 8), b.cylinder(b.accent))
    ribs(b, cx - 70, 122, 140, 38, count=18)
    glass = paths.turned(cx, [(64, 166, 6), (84, 206, 30), (78, 320, 60), (86, 484, 38)])
    b.mass(glass, mix(b.body, "#ffffff", 0.7))
    milk = paths.turned(cx, [(75, 272, 2), (71, 322, 50), (77, 474, 32)])
    b.shape(milk, b.sheet.linear((0, "#fffdf8"), (1, "#efe5d6")))
    b.shape(paths.ellipse(cx, 272, 75, 7), "#ffffff")
    b.shape(glass, b.glass(b.body, opacity=0.22))
    for i in range(7):
        y = 290 + i * 24
        b.shape(paths.rounded_rect(cx + 18, y, 34 if i % 2 == 0 else 22, 4, 2), b.accent, opacity=0.85)
    b.letter(b.art.brand, cx - 26, 400, b.accent, size=24, max_width=76, tracking=10)
    b.shape(paths.heart(cx - 26, 362, 15), b.accent, opacity=0.9)
    b.glint(cx - 66, 218, 11, 236, strength=0.8)


def thermos(b: Brush) -> None:
    """170 × 520: a slim vacuum flask."""
    cx = 80
    b.cord(
        f"M{points((cx + 44, 26))}C{points((cx + 104, 10), (cx + 104, 104), (cx + 52, 108))}",
        shade(b.accent, -0.08),
        11,
    )
    b.mass(paths.rounded_rect(cx - 58, 6, 116, 96, 20, 4), b.cylinder(b.accent))
    b.shape(paths.rounded_rect(cx - 46, 12, 92, 5, 2.5), "#ffffff", opacity=0.35)
    b.mass(paths.rounded_rect(cx - 62, 98, 124, 22, 4), b.metal(materials.SILVER))
    body = paths.turned(cx, [(66, 118, 6), (76, 148, 26), (76, 514, 20)])
    b.mass(body, b.cylinder(b.body))
    b.shape(paths.rounded_rect(cx - 76, 486, 152, 28, 2, 18), b.metal(materials.SILVER), opacity=0.9)
    with b.sheet.group(cx + 8, 330, turn=-90):
        b.letter(b.art.brand, 0, 0, b.print_on(b.body), size=34, max_width=220, tracking=120)
    b.glint(cx - 60, 140, 13, 330, strength=0.6)
    b.glint(cx + 58, 150, 6, 300, strength=0.2)
