"""What things are made of, as gradients: one light, from the upper left, for the whole demo world."""

from hongshu.flows.demo_world.drawing.colors import lightness, mix, shade
from hongshu.flows.demo_world.drawing.sheet import Sheet

GOLD = "#d9b26a"
ROSE_GOLD = "#dca48c"
SILVER = "#c9cdd3"
BLACK = "#2b2a2e"
WOOD = "#b98a5c"


def _depth(color: str) -> float:
    # Dark things show their form by highlights, light ones by shadows.
    return 0.75 if lightness(color) < 0.4 else 1.0


def cylinder(sheet: Sheet, color: str, *, gloss: float = 1.0) -> str:
    """A round upright surface: light on the left, shade on the right, a little light back at the edge."""
    d = _depth(color)
    lift = 0.07 * gloss + (0.06 if lightness(color) < 0.4 else 0.0)
    return sheet.linear(
        (0, shade(color, -0.12 * d)),
        (0.08, shade(color, -0.03 * d)),
        (0.24, shade(color, lift)),
        (0.42, shade(color, lift * 0.3)),
        (0.7, shade(color, -0.05 * d)),
        (0.9, shade(color, -0.15 * d)),
        (1, shade(color, -0.1 * d)),
        end=(1, 0),
    )


def plane(sheet: Sheet, color: str, *, depth: float = 1.0) -> str:
    """A flat or gently bent surface, lighter towards the upper left."""
    d = _depth(color) * depth
    return sheet.linear(
        (0, shade(color, 0.05 * d)), (0.45, color), (1, shade(color, -0.09 * d)), start=(0.1, 0), end=(0.8, 1)
    )


def metal(sheet: Sheet, color: str) -> str:
    """Polished metal, round: hard changes of light and dark."""
    return sheet.linear(
        (0, shade(color, -0.2)),
        (0.12, shade(color, 0.02)),
        (0.24, shade(color, 0.2)),
        (0.34, shade(color, 0.02)),
        (0.6, shade(color, -0.16)),
        (0.78, shade(color, 0.0)),
        (0.88, shade(color, 0.12)),
        (1, shade(color, -0.22)),
        end=(1, 0),
    )


def glass(sheet: Sheet, color: str, *, opacity: float = 0.5) -> str:
    """Clear tinted glass: dense at the edges, where one looks through more of it."""
    edge = min(opacity + 0.35, 1.0)
    return sheet.linear(
        (0, shade(color, -0.12), edge),
        (0.1, color, opacity),
        (0.25, shade(color, 0.1), opacity * 0.7),
        (0.55, color, opacity),
        (0.88, shade(color, -0.04), opacity),
        (1, shade(color, -0.16), edge),
        end=(1, 0),
    )


def liquid(sheet: Sheet, color: str) -> str:
    """What is inside: deeper towards the bottom and the right."""
    return sheet.linear(
        (0, shade(color, 0.06)), (0.5, color), (1, shade(color, -0.1)), start=(0.1, 0), end=(0.7, 1)
    )


def cream(color: str) -> str:
    """The tint of a tinted ground, towards white."""
    return mix(color, "#ffffff", 0.75)
