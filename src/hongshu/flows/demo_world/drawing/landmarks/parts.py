"""The bricks of silhouettes: boxes, spires and polygons that all run clockwise."""

from collections.abc import Sequence

from hongshu.flows.demo_world.drawing.paths import Point
from hongshu.flows.demo_world.drawing.paths import polygon as plain_polygon

# Parts overlap within one path, so all run clockwise, or the overlap would be a hole. Real holes run the
# other way.


def polygon(corners: Sequence[Point]) -> str:
    """A closed shape, turned clockwise if need be."""
    doubled_area = sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
    )
    return plain_polygon(corners if doubled_area > 0 else list(reversed(corners)))


def box(x: float, width: float, height: float, base: float = 0) -> str:
    """A rectangle that stands `base` above the ground, x its left edge."""
    return f"M{x:g} {-base:g}v{-height:g}h{width:g}v{height:g}Z"


def spire(x: float, width: float, height: float, base: float) -> str:
    """A slender triangle on top of something `base` high, x its middle."""
    return polygon([(x - width / 2, -base), (x, -base - height), (x + width / 2, -base)])
