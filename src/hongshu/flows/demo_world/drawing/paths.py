"""Pure builders of SVG path data: what shapes are made of."""

import math
from collections.abc import Sequence

Point = tuple[float, float]
# A corner of a polygon: x, y, and how much it is rounded.
Corner = tuple[float, float, float]

# A cubic curve nearest to a quarter circle leaves this share of the corner's arms uncovered.
_QUARTER = 1 - 0.5523


def number(value: float) -> str:
    """A coordinate with no more digits than can be seen."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def points(*values: Point) -> str:
    """Coordinates as path data holds them."""
    return " ".join(f"{number(x)} {number(y)}" for x, y in values)


def polygon(corners: Sequence[Point]) -> str:
    """A closed shape with sharp corners."""
    return "M" + points(corners[0]) + "L" + points(*corners[1:]) + "Z"


def polyline(corners: Sequence[Point]) -> str:
    """An open line of straight parts."""
    return "M" + points(corners[0]) + "L" + points(*corners[1:])


def _towards(start: Point, end: Point, length: float) -> Point:
    reach = math.dist(start, end)
    share = length / reach if reach else 0.0
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def rounded_polygon(corners: Sequence[Corner]) -> str:
    """A closed shape whose corners are rounded by their own radius; a radius too big for its side is cut."""
    parts = []
    count = len(corners)
    for i, (x, y, radius) in enumerate(corners):
        here = (x, y)
        before, after = corners[i - 1][:2], corners[(i + 1) % count][:2]
        reach = min(radius, math.dist(here, before) / 2, math.dist(here, after) / 2)
        entry, leave = _towards(here, before, reach), _towards(here, after, reach)
        parts.append(("M" if i == 0 else "L") + points(entry))
        if reach > 0:
            first = _towards(here, before, reach * _QUARTER)
            second = _towards(here, after, reach * _QUARTER)
            parts.append("C" + points(first, second, leave))
    return "".join(parts) + "Z"


def rounded_rect(x: float, y: float, width: float, height: float, *radii: float) -> str:
    """A rectangle with one radius, two (top, bottom) or four (from the upper left, clockwise)."""
    if len(radii) == 1:
        radii = radii * 4
    elif len(radii) == 2:
        radii = (radii[0], radii[0], radii[1], radii[1])
    a, b, c, d = radii or (0.0, 0.0, 0.0, 0.0)
    return rounded_polygon([(x, y, a), (x + width, y, b), (x + width, y + height, c), (x, y + height, d)])


def turned(center: float, profile: Sequence[Corner]) -> str:
    """The front view of something turned on a lathe: (radius, y, rounding) from top to bottom, mirrored."""
    right = [(center + radius, y, rounding) for radius, y, rounding in profile]
    left = [(center - radius, y, rounding) for radius, y, rounding in reversed(profile)]
    return rounded_polygon(right + left)


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> str:
    """An ellipse, or a circle when ry is left out."""
    ry = rx if ry is None else ry
    arc = f"A{number(rx)} {number(ry)} 0 0 1 "
    return f"M{points((cx - rx, cy))}{arc}{points((cx + rx, cy))}{arc}{points((cx - rx, cy))}Z"


def smooth(through: Sequence[Point], *, closed: bool = True, tension: float = 0.5) -> str:
    """A curve through all the points (Catmull–Rom, as cubic curves)."""
    count = len(through)
    parts = ["M" + points(through[0])]
    for i in range(count if closed else count - 1):
        before = through[i - 1] if closed or i > 0 else through[i]
        start, end = through[i], through[(i + 1) % count]
        after = through[(i + 2) % count] if closed or i + 2 < count else end
        pull = tension / 3 * 2
        first = (start[0] + (end[0] - before[0]) * pull / 2, start[1] + (end[1] - before[1]) * pull / 2)
        second = (end[0] - (after[0] - start[0]) * pull / 2, end[1] - (after[1] - start[1]) * pull / 2)
        parts.append("C" + points(first, second, end))
    return "".join(parts) + ("Z" if closed else "")


def star(cx: float, cy: float, outer: float, inner: float, rays: int, *, turn: float = -90.0) -> str:
    """A star of so many rays; `turn` in degrees."""
    corners = []
    for i in range(rays * 2):
        radius = outer if i % 2 == 0 else inner
        angle = math.radians(turn + 180 * i / rays)
        corners.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
    return polygon(corners)


def sparkle(cx: float, cy: float, size: float) -> str:
    """A four-pointed glint with hollow sides."""
    waist = size * 0.12
    tips = [(cx, cy - size), (cx + size * 0.72, cy), (cx, cy + size), (cx - size * 0.72, cy)]
    waists = [
        (cx + waist, cy - waist),
        (cx + waist, cy + waist),
        (cx - waist, cy + waist),
        (cx - waist, cy - waist),
    ]
    parts = ["M" + points(tips[0])]
    for i in range(4):
        parts.append("Q" + points(waists[i], tips[(i + 1) % 4]))
    return "".join(parts) + "Z"


def heart(cx: float, cy: float, size: float) -> str:
    """A heart about twice `size` wide, its middle at (cx, cy)."""
    s = size
    return (
        f"M{points((cx, cy + s * 0.95))}"
        f"C{points((cx - s * 0.5, cy + s * 0.5), (cx - s, cy + s * 0.15), (cx - s, cy - s * 0.3))}"
        f"C{points((cx - s, cy - s * 0.8), (cx - s * 0.3, cy - s * 1.0), (cx, cy - s * 0.45))}"
        f"C{points((cx + s * 0.3, cy - s * 1.0), (cx + s, cy - s * 0.8), (cx + s, cy - s * 0.3))}"
        f"C{points((cx + s, cy + s * 0.15), (cx + s * 0.5, cy + s * 0.5), (cx, cy + s * 0.95))}Z"
    )


def drop(cx: float, cy: float, size: float) -> str:
    """A drop, point upwards, about 1.3 × 2 sizes."""
    s = size
    return (
        f"M{points((cx, cy - s))}"
        f"C{points((cx + s * 0.35, cy - s * 0.45))} "
        f"{points((cx + s * 0.68, cy - s * 0.05), (cx + s * 0.68, cy + s * 0.36))}"
        f"C{points((cx + s * 0.68, cy + s * 0.74), (cx + s * 0.37, cy + s), (cx, cy + s))}"
        f"C{points((cx - s * 0.37, cy + s), (cx - s * 0.68, cy + s * 0.74), (cx - s * 0.68, cy + s * 0.36))}"
        f"C{points((cx - s * 0.68, cy - s * 0.05), (cx - s * 0.35, cy - s * 0.45), (cx, cy - s))}Z"
    )


def leaf(x: float, y: float, length: float, width: float, turn: float) -> str:
    """A leaf that grows from (x, y) in the direction `turn` (degrees, 0 to the right)."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def at(along: float, across: float) -> Point:
        return (x + along * cos - across * sin, y + along * sin + across * cos)

    return (
        f"M{points(at(0, 0))}"
        f"C{points(at(length * 0.25, -width * 0.75), at(length * 0.7, -width * 0.55), at(length, 0))}"
        f"C{points(at(length * 0.7, width * 0.55), at(length * 0.25, width * 0.75), at(0, 0))}Z"
    )


def blob(cx: float, cy: float, radius: float, wobbles: Sequence[float]) -> str:
    """A soft round shape; each wobble (about −0.2 to 0.2) pushes its edge out or in."""
    count = len(wobbles)
    edge = []
    for i, wobble in enumerate(wobbles):
        angle = 2 * math.pi * i / count
        reach = radius * (1 + wobble)
        edge.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
    return smooth(edge, tension=0.5)


def zigzag(x: float, y: float, width: float, teeth: int, depth: float) -> list[Point]:
    """The points of a torn edge from left to right."""
    step = width / teeth
    edge = [(x, y)]
    for i in range(teeth):
        edge.append((x + step * (i + 0.5), y + depth))
        edge.append((x + step * (i + 1), y))
    return edge
