"""Silhouettes of Asia's cities, and of what stands in cities everywhere."""

from hongshu.flows.demo_world.drawing.landmarks.parts import box, polygon, spire
from hongshu.flows.demo_world.drawing.paths import ellipse, rounded_rect


def pearl_tower() -> str:
    """Shanghai's Oriental Pearl."""
    legs = polygon([(-16, 0), (-3, -34), (-1, -34), (-11, 0)]) + polygon(
        [(16, 0), (3, -34), (1, -34), (11, 0)]
    )
    return (
        legs
        + ellipse(0, -34, 10)
        + box(-3, 6, 34, 34)
        + ellipse(0, -68, 6.5)
        + box(-1.6, 3.2, 12, 72)
        + ellipse(0, -84, 2.6)
        + spire(0, 1.6, 16, 84)
    )


def bottle_opener() -> str:
    """Shanghai's World Financial Center with its opening near the top."""
    return "M-9 0L-7 -84L-7 -92L7 -92L7 -84L9 0ZM-4 -88L-5 -78L5 -78L4 -88Z"


def twisted_tower() -> str:
    """A tower that turns as it rises."""
    return "M-9 0C-13 -40 -3 -70 -6 -98L3 -104C9 -70 7 -40 11 0Z"


def lattice_tower() -> str:
    """Tokyo's red tower, and its kin."""
    return (
        "M-18 0C-9 -22 -5 -44 -3 -70L3 -70C5 -44 9 -22 18 0L10 0C8 -10 4 -14 0 -14C-4 -14 -8 -10 -10 0Z"
        + box(-7, 14, 6, 44)
        + box(-4, 8, 4, 66)
        + spire(0, 3, 30, 68)
    )


def slim_waist() -> str:
    """Guangzhou's Canton Tower."""
    return "M-11 0C-4 -26 -3 -44 -9 -74L9 -78C3 -44 4 -26 11 0Z" + spire(0, 3, 26, 74)


def chevron_tower() -> str:
    """Hong Kong's Bank of China, cut at slants."""
    return "M-11 0L-11 -52L-4 -62L-4 -82L4 -90L11 -70L11 0Z" + spire(-1, 1.2, 22, 80) + spire(4, 1.2, 14, 86)


def three_towers_deck() -> str:
    """Singapore's three towers under one deck."""
    legs = "".join(polygon([(x - 8, 0), (x - 5, -52), (x + 5, -52), (x + 9, 0)]) for x in (-30, 0, 30))
    return legs + "M-48 -52C-30 -59 40 -60 58 -58C40 -48 -30 -48 -48 -52Z"


def pagoda() -> str:
    """Five curved roofs above each other."""
    parts = [box(-9, 18, 12)]
    for i in range(5):
        y, reach = 12 + i * 13, 20 - i * 2.6
        parts.append(
            f"M{-reach:g} {-y + 1:g}"
            f"C{-reach * 0.7:g} {-y - 1:g} {-reach * 0.5:g} {-y - 4:g} {-reach * 0.34:g} {-y - 6:g}"
            f"L{reach * 0.34:g} {-y - 6:g}"
            f"C{reach * 0.5:g} {-y - 4:g} {reach * 0.7:g} {-y - 1:g} {reach:g} {-y + 1:g}Z"
        )
        parts.append(box(-reach * 0.38, reach * 0.76, 9, y + 4))
    return "".join(parts) + spire(0, 3, 18, 80)


def gate_tower() -> str:
    """A Chinese gate or bell tower: a wall with a gate, two swept roofs."""
    wall = "M-44 0L-40 -26L40 -26L44 0L9 0L9 -9A9 9 0 0 0 -9 -9L-9 0Z"
    lower = "M-44 -38C-34 -40 -28 -44 -24 -49L24 -49C28 -44 34 -40 44 -38L40 -36L-40 -36Z"
    upper = "M-34 -58C-26 -60 -20 -64 -15 -71L15 -71C20 -64 26 -60 34 -58L30 -56L-30 -56Z"
    return wall + box(-32, 64, 11, 26) + lower + box(-22, 44, 8, 49) + upper


def round_temple() -> str:
    """Beijing's Temple of Heaven: three round roofs on terraces."""
    parts = [box(-46, 92, 5), box(-38, 76, 10), box(-30, 60, 14), box(-20, 40, 26)]
    for y, reach in ((26, 28), (42, 22), (57, 17)):
        parts.append(
            f"M{-reach} {-y + 2}"
            f"C{-reach * 0.6:g} {-y - 3} {-reach * 0.44:g} {-y - 8} {-reach * 0.36:g} {-y - 12}"
            f"L{reach * 0.36:g} {-y - 12}"
            f"C{reach * 0.44:g} {-y - 8} {reach * 0.6:g} {-y - 3} {reach} {-y + 2}Z"
        )
        parts.append(box(-reach * 0.6, reach * 1.2, 6, y + 9))
    return "".join(parts) + "M-7 -68C-4 -78 -2 -82 0 -90C2 -82 4 -78 7 -68Z"


def hill_palace() -> str:
    """Lhasa's palace on its hill."""
    hill = "M-100 0C-70 -8 -60 -22 -40 -26L44 -26C62 -22 72 -8 100 0Z"
    walls = (
        polygon([(-62, -14), (-56, -46), (-30, -48), (-30, -14)])
        + polygon([(-32, -20), (-27, -66), (26, -66), (32, -20)])
        + polygon([(28, -14), (30, -50), (54, -46), (62, -14)])
    )
    roofs = "".join(
        f"M{x - 8} -66L{x - 5} -72L{x + 5} -72L{x + 8} -66Z" + spire(x, 1.4, 7, 71) for x in (-15, 2, 17)
    )
    wings = box(-74, 14, 18, 14) + box(60, 16, 20, 14) + box(-40, 12, 6, 47) + box(34, 14, 6, 46)
    windows = "".join(f"M{x + 2.4:g} {y}v-4.4h-2.4v4.4Z" for x in range(-22, 24, 6) for y in (-34, -43, -52))
    windows += "".join(
        f"M{x + 2.2:g} {y}v-4h-2.2v4Z" for x in (-52, -46, -40, 38, 44, 49) for y in (-25, -34)
    )
    return hill + walls + wings + roofs + windows


def spired_temple() -> str:
    """A Thai temple: bell-shaped chedis."""
    chedis = "".join(
        (
            f"M{x - 13 * s:g} 0L{x - 13 * s:g} {-8 * s:g}"
            f"C{x - 12 * s:g} {-28 * s:g} {x - 4 * s:g} {-36 * s:g} {x - 2 * s:g} {-58 * s:g}"
            f"L{x:g} {-98 * s:g}L{x + 2 * s:g} {-58 * s:g}"
            f"C{x + 4 * s:g} {-36 * s:g} {x + 12 * s:g} {-28 * s:g} {x + 13 * s:g} {-8 * s:g}"
            f"L{x + 13 * s:g} 0Z"
        )
        for x, s in ((0, 1.0), (-32, 0.66), (32, 0.66))
    )
    return chedis + box(-54, 108, 6)


def onion_church() -> str:
    """Harbin's brick church."""
    dome = "M-14 -52C-20 -64 -8 -72 0 -86C8 -72 20 -64 14 -52Z"
    sides = "".join(
        f"M{x - 7} -34C{x - 10} -41 {x - 4} -46 {x} -56C{x + 4} -46 {x + 10} -41 {x + 7} -34Z"
        + box(x - 7, 14, 34)
        for x in (-26, 26)
    )
    return dome + box(-15, 30, 54) + sides + box(-36, 72, 18) + box(-0.7, 1.4, 8, 85) + box(-3, 6, 1.2, 89)


def castle() -> str:
    """A castle on a rock: Edinburgh, Osaka."""
    rock = "M-70 0C-60 -20 -50 -28 -36 -30L40 -30C54 -26 62 -14 70 0Z"
    return (
        rock
        + box(-34, 68, 24, 28)
        + box(-30, 14, 34, 28)
        + box(12, 18, 40, 28)
        + "".join(box(-34 + i * 8, 4, 4, 52) for i in range(9))
        + spire(21, 20, 10, 68)
    )


def palms() -> str:
    """Three palm trees."""
    parts = []
    for x, height in ((-22, 46), (0, 62), (24, 40)):
        parts.append(
            f"M{x - 2} 0C{x + 1} {-height * 0.4:g} {x + 2} {-height * 0.7:g} {x + 5} {-height}"
            f"L{x + 7} {-height}C{x + 6} {-height * 0.7:g} {x + 5} {-height * 0.4:g} {x + 2.4:g} 0"
            "Z"
        )
        top = (x + 6, -height)
        for dx, dy in ((-22, 4), (-17, -10), (-5, -16), (9, -15), (19, -6), (21, 8)):
            out, back = (7, 1) if dx > 0 else (1, 7)
            middle, tip = top[0] + dx * 0.5, f"{top[0] + dx:g} {top[1] + dy:g}"
            parts.append(
                f"M{top[0]} {top[1]}Q{middle:g} {top[1] + dy - out:g} {tip}"
                f"Q{middle:g} {top[1] + dy - back:g} {top[0]} {top[1]}Z"
            )
    return "".join(parts)


def hall() -> str:
    """A broad modern building with a soft roof."""
    return "M-40 0L-40 -16C-20 -30 20 -34 40 -20L40 0Z" + rounded_rect(-6, -8, 12, 8, 6, 0)
