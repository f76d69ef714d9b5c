"""Colour arithmetic: mixing and shading in OKLab (Björn Ottosson, 2020), contrast after WCAG 2.2."""

from collections.abc import Iterable
from functools import lru_cache

Lab = tuple[float, float, float]


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _from_linear(channel: float) -> int:
    channel = min(max(channel, 0.0), 1.0)
    encoded = channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(encoded * 255)


def _linear_rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = (_to_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=4096)
def to_lab(color: str) -> Lab:
    """OKLab of "#rrggbb": lightness 0–1, then the two colour axes."""
    r, g, b = _linear_rgb(color)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_lab(lab: Lab) -> str:
    """The nearest "#rrggbb"; what lies outside the screen's gamut is clipped."""
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = _from_linear(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short)
    green = _from_linear(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short)
    blue = _from_linear(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short)
    return f"#{red:02x}{green:02x}{blue:02x}"


@lru_cache(maxsize=4096)
def mix(color: str, other: str, share: float) -> str:
    """The colour that lies `share` (0–1) of the way from color to other."""
    first, second = to_lab(color), to_lab(other)
    return from_lab(
        (
            first[0] + (second[0] - first[0]) * share,
            first[1] + (second[1] - first[1]) * share,
            first[2] + (second[2] - first[2]) * share,
        )
    )


@lru_cache(maxsize=4096)
def shade(color: str, amount: float) -> str:
    """The same hue, lighter (amount > 0) or darker (amount < 0) by that much OKLab lightness.

    Chroma is kept for shadows and let go towards white, as on a real surface in soft light.
    """
    lightness, a, b = to_lab(color)
    target = min(max(lightness + amount, 0.06), 1.0)
    if amount > 0:
        keep = (1.0 - target) / max(1.0 - lightness, 1e-6)
        keep = min(1.0, keep**0.6)
    else:
        keep = min(1.0, 0.35 + 0.65 * target / max(lightness, 1e-6))
    return from_lab((target, a * keep, b * keep))


@lru_cache(maxsize=4096)
def lightness(color: str) -> float:
    """OKLab lightness, 0–1."""
    return to_lab(color)[0]


@lru_cache(maxsize=4096)
def muted(color: str, share: float) -> str:
    """The same lightness with `share` of its colourfulness taken away."""
    level, a, b = to_lab(color)
    return from_lab((level, a * (1 - share), b * (1 - share)))


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    r, g, b = _linear_rgb(color)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@lru_cache(maxsize=4096)
def contrast(color: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2: 1 to 21; body text wants 4.5, large text 3."""
    lighter, darker = sorted((luminance(color), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(ground: str, choices: Iterable[str] = ("#ffffff", "#231a1c"), *, ratio: float = 4.5) -> str:
    """The first choice with enough contrast to ground; if none has, the one with most of it."""
    wanted = tuple(choices)
    for color in wanted:
        if contrast(color, ground) >= ratio:
            return color
    return max((*wanted, "#ffffff", "#1b1416"), key=lambda color: contrast(color, ground))
