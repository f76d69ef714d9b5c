"""Parts that many products share: printed labels, caps, stitches, ribs."""

import math

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.brush import Brush
from hongshu.flows.demo_world.drawing.colors import lightness, readable_on, shade


def bent_label(b: Brush, x: float, y: float, width: float, height: float, *, radius: float = 6) -> None:
    """A paper label round a cylinder, with the brand's name and small print."""
    b.shape(paths.rounded_rect(x, y, width, height, radius), b.cylinder(b.label, gloss=0.4))
    printed(b, x + width / 2, y, width, height, ground=b.label)


def printed(b: Brush, x: float, y: float, width: float, height: float, *, ground: str) -> None:
    """What is printed on a label whose top middle is (x, y)."""
    b.brand(x, y + height * 0.34, ground, size=min(height * 0.22, 30), max_width=width * 0.82)
    ink = readable_on(ground)
    b.shape(paths.rounded_rect(x - width * 0.09, y + height * 0.5, width * 0.18, 3, 1.5), b.accent)
    if height > 70:
        b.small_print(x, y + height * 0.62, width * 0.56, ink, rows=3 if height > 110 else 2)


def ribs(b: Brush, x: float, y: float, width: float, height: float, *, count: int = 12) -> None:
    """The grip of a screw cap: ribs that crowd together towards the edges."""
    for i in range(1, count):
        # A rib's place on a cylinder seen from the front.
        share = 0.5 - 0.5 * math.cos(math.pi * i / count)
        b.shape(paths.rounded_rect(x + width * share - 1, y, 2, height, 1), "#000000", opacity=0.13)


def stitches(b: Brush, d: str, color: str, *, width: float = 2.2) -> None:
    """A seam: short stitches in a lighter or darker thread than the cloth."""
    thread = shade(color, 0.2 if lightness(color) < 0.72 else -0.18)
    b.line(d, thread, width, dashes="9 7", opacity=0.9)


def rim(b: Brush, x: float, y: float, width: float, height: float) -> None:
    """The light on the upper edge of a lid."""
    b.shape(paths.rounded_rect(x, y, width, height, height / 2), "#ffffff", opacity=0.35)
