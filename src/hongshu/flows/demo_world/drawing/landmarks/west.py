"""Silhouettes of the cities of Europe, the Americas, Australia and the Near East."""

from hongshu.flows.demo_world.drawing.landmarks.parts import box, polygon, spire
from hongshu.flows.demo_world.drawing.paths import ellipse


def eiffel() -> str:
    """Paris's iron tower."""
    return (
        ("M-24 0C-14 -16 -8 -34 -5 -52L-2.4 -86L-1 -86L0 -100L1 -86L2.4 -86L5 -52"
"C8 -34 14 -16 24 0L13 0C10 -12 5 -17 0 -17C-5 -17 -10 -12 -13 0Z")
        + box(-14, 28, 3, 22) + box(-8, 16, 2.6, 44)
    )  # fmt: skip


def needle_tower() -> str:
    """A television tower: Berlin, Seoul, Toronto."""
    return (
        polygon([(-3.4, 0), (-1.8, -66), (1.8, -66), (3.4, 0)])
        + ellipse(0, -62, 7.5)
        + box(-5, 10, 2, 70)
        + spire(0, 2.4, 32, 68)
    )


def clock_tower() -> str:
    """London's clock tower beside its long hall."""
    hall = box(10, 62, 20) + "".join(spire(14 + i * 9, 3, 7, 20) for i in range(7))
    return box(-6, 12, 66) + box(-7.4, 14.8, 13, 60) + polygon([(-7, -73), (0, -100), (7, -73)]) + hall


def great_wheel() -> str:
    """A Ferris wheel."""
    ends = ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
    spokes = "".join(
        polygon([(0, -40), (34 * x, -40 + 34 * y), (34 * x + 0.9, -39.1 + 34 * y)]) for x, y in ends
    )
    rim = ellipse(0, -40, 36) + "M34 -40A34 34 0 1 0 -34 -40A34 34 0 1 0 34 -40Z"
    return rim + spokes + polygon([(-18, 0), (-1.5, -40), (1.5, -40), (18, 0), (14, 0), (0, -34), (-14, 0)])


def stepped_tower() -> str:
    """New York's Empire State."""
    return box(-14, 28, 24) + box(-10, 20, 50) + box(-7, 14, 72) + box(-4, 8, 80) + spire(0, 3, 22, 78)


def opera_house() -> str:
    """Sydney's shells."""
    shells = "".join(
        (
            f"M{x} {-8}C{x + 2} {-8 - h * 0.7} {x + w * 0.4} {-8 - h} {x + w * 0.62} {-8 - h}"
            f"C{x + w * 0.8} {-8 - h * 0.6} {x + w} {-8 - h * 0.3} {x + w} {-8}Z"
        )
        for x, w, h in ((-44, 22, 20), (-30, 28, 34), (-10, 32, 42), (14, 24, 28), (30, 18, 18))
    )
    return box(-52, 106, 9) + shells


def arch_bridge() -> str:
    """A steel arch over the harbour."""
    arch = "M-60 -20C-40 -62 40 -62 60 -20L60 -14C40 -52 -40 -52 -60 -14Z"
    ties = "".join(box(x, 1.2, 26, 14) for x in range(-44, 46, 11))
    return arch + ties + box(-80, 160, 4, 12) + box(-66, 8, 30) + box(58, 8, 30)


def hanging_bridge() -> str:
    """A suspension bridge with two portals."""
    cables = (
        "M-90 -20C-70 -33 -52 -54 -42 -70C-20 -26 20 -26 42 -70C52 -54 70 -33 90 -20L90 -18"
        "C70 -30 50 -50 42 -66C20 -22 -20 -22 -42 -66C-50 -50 -70 -30 -90 -18Z"
    )
    portals = "".join(
        box(x - 3.4, 2.4, 72) + box(x + 1, 2.4, 72) + box(x - 3.4, 6.8, 2.4, 50) + box(x - 3.4, 6.8, 2.4, 66)
        for x in (-42, 42)
    )
    hangers = "".join(
        box(x, 0.7, h, 14)
        for x, h in ((-30, 28), (-18, 17), (-6, 12), (6, 12), (18, 17), (30, 28), (-60, 18), (60, 18))
    )
    return cables + portals + hangers + box(-95, 190, 3.4, 12)


def great_dome() -> str:
    """Florence's dome and bell tower."""
    dome = "M-26 -34C-26 -62 -12 -74 -4 -78L-4 -86L0 -92L4 -86L4 -78C12 -74 26 -62 26 -34Z"
    return (
        dome
        + box(-28, 56, 36)
        + box(-64, 38, 26)
        + "M-64 -26L-45 -34L-26 -26Z"
        + box(-84, 13, 72)
        + box(-86, 17, 4, 68)
    )


def many_spires() -> str:
    """A Gothic cathedral of many spires: Milan, Barcelona."""
    spires = "".join(
        box(x - 3, 6, h * 0.55) + spire(x, 6, h * 0.45, h * 0.55)
        for x, h in ((-38, 44), (-27, 58), (-16, 74), (-6, 94), (6, 94), (16, 74), (27, 58), (38, 44))
    )
    return spires + "M-44 0L-44 -26L0 -46L44 -26L44 0Z"


def column_gate() -> str:
    """Berlin's gate."""
    columns = "".join(box(x, 5, 30) for x in (-34, -22, -10, 5, 17, 29))
    return (
        columns
        + box(-38, 76, 12, 30)
        + box(-24, 48, 5, 42)
        + "M-9 -47C-9 -56 -4 -58 0 -62C4 -58 9 -56 9 -47Z"
    )


def arena() -> str:
    """Rome's arena, one side broken away."""
    wall = "M-52 0L-52 -40C-30 -46 6 -46 18 -42L22 -28L52 -26L52 0Z"
    arches = "".join(f"M{x + 6.8:g} -6v-8a3.4 3.4 0 0 0 -6.8 0v8Z" for x in range(-46, 44, 11)) + "".join(
        f"M{x + 6} -23v-7a3 3 0 0 0 -6 0v7Z" for x in range(-44, 10, 11)
    )
    return wall + arches


def domes_and_minarets() -> str:
    """Istanbul's great mosque."""
    domes = "M-26 -30A26 24 0 0 1 26 -30Z" + "M-46 -18A20 16 0 0 1 -6 -18Z" + "M6 -18A20 16 0 0 1 46 -18Z"
    minarets = "".join(
        box(x - 1.6, 3.2, 68) + spire(x, 3.2, 18, 68) + box(x - 3, 6, 2, 52) for x in (-60, -42, 42, 60)
    )
    return domes + box(-46, 92, 22) + box(-26, 52, 32) + minarets + spire(0, 2, 10, 53)


def canal_houses() -> str:
    """Gabled houses side by side: Amsterdam, Copenhagen."""
    parts = []
    for i, (width, height) in enumerate(((16, 40), (14, 46), (17, 36), (15, 50), (16, 42), (14, 38))):
        x = -47 + i * 16
        top = -height
        gable = (
            f"M{x} {top}L{x + width * 0.2:g} {top - 5}L{x + width * 0.3:g} {top - 11}"
            f"L{x + width / 2:g} {top - 14}L{x + width * 0.7:g} {top - 11}"
            f"L{x + width * 0.8:g} {top - 5}L{x + width} {top}Z"
        )
        parts += [box(x, width, height), gable]
    return "".join(parts)


def windmill() -> str:
    """A mill with four sails."""
    sails = polygon([(-1, -52), (24, -88), (29, -84), (1, -50)]) + polygon(
        [(-1, -50), (-29, -84), (-24, -88), (1, -52)]
    )
    sails += polygon([(-1, -52), (-27, -20), (-22, -16), (1, -50)]) + polygon(
        [(-1, -50), (22, -16), (27, -20), (1, -52)]
    )
    return "M-13 0L-8 -50A8 8 0 0 1 8 -50L13 0Z" + sails


def needle_burj() -> str:
    """Dubai's tallest, in setbacks."""
    return (
        "M-15 0L-15 -20L-11 -20L-11 -42L-7 -42L-7 -62L-4 -62L-4 -80L-1.4 -80L0 -112L1.4 -80"
        "L3 -80L3 -70L6 -70L6 -50L10 -50L10 -30L14 -30L14 0Z"
    )


def pyramids() -> str:
    """Three pyramids."""
    return (
        polygon([(-80, 0), (-34, -52), (12, 0)])
        + polygon([(-6, 0), (34, -44), (74, 0)])
        + polygon([(60, 0), (82, -24), (104, 0)])
    )
