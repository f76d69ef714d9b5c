"""One SVG document under construction: shapes, gradients, places, and a record of what stands where."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from hongshu.flows.demo_world.drawing.paths import number, rounded_rect

# offset 0–1, colour, opacity
Stop = tuple[float, str, float]
Affine = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Upright bounds on the sheet, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", *, by: float = 0.0) -> bool:
        """Whether the two share more than `by` pixels both ways."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > by and down > by


@dataclass(frozen=True, slots=True)
class Lettered:
    """A line of text that was set, and where its ink is.

    `slant` is how much of the box's height comes from the line lying askew.
    """

    text: str
    box: Box
    slant: float = 0.0


def _combine(outer: Affine, inner: Affine) -> Affine:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


class Sheet:
    """Collects elements in drawing order. Equal gradients and clips are defined once."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.letters: list[Lettered] = []
        self.figures: list[Box] = []
        self._definitions: dict[str, str] = {}
        self._body: list[str] = []
        self._place: Affine = (1, 0, 0, 1, 0, 0)
        self._on_figure = 0

    def _define(self, tag: str, inner: str) -> str:
        key = tag + inner
        if key not in self._definitions:
            self._definitions[key] = f"d{len(self._definitions)}"
        return f"url(#{self._definitions[key]})"

    def linear(
        self,
        *stops: Stop | tuple[float, str],
        start: tuple[float, float] = (0, 0),
        end: tuple[float, float] = (0, 1),
        absolute: bool = False,
    ) -> str:
        """A linear gradient as a fill; start and end in shares of the shape, or in pixels when absolute."""
        units = ' gradientUnits="userSpaceOnUse"' if absolute else ""
        (x1, y1), (x2, y2) = start, end
        where = f' x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        return self._define("linearGradient", f"{where}{units}>{_stops(stops)}</linearGradient>")

    def radial(
        self,
        *stops: Stop | tuple[float, str],
        center: tuple[float, float] = (0.5, 0.5),
        radius: float = 0.5,
        absolute: bool = False,
    ) -> str:
        """A radial gradient as a fill; in shares of the shape, or in pixels when absolute."""
        units = ' gradientUnits="userSpaceOnUse"' if absolute else ""
        where = f' cx="{number(center[0])}" cy="{number(center[1])}" r="{number(radius)}"'
        return self._define("radialGradient", f"{where}{units}>{_stops(stops)}</radialGradient>")

    def clip(self, d: str) -> str:
        """A clip in the current place's coordinates, for `group(clip=…)`."""
        return self._define("clipPath", f'><path d="{d}"/></clipPath>')

    def reusable(self, d: str) -> str:
        """A path to be drawn several times by `again`; returns its id."""
        return self._define("path", f' d="{d}"/>')[5:-1]

    def again(self, path_id: str, fill: str, *, opacity: float = 1) -> None:
        """Draw a reusable path."""
        self._body.append(f'<use href="#{path_id}" fill="{fill}" fill-opacity="{opacity:.3g}"/>')

    def draw(self, d: str, fill: str, *, opacity: float = 1) -> None:
        """A filled path. Opacity is the paint's own: that of an element costs librsvg a surface each."""
        shown = f' fill-opacity="{opacity:.3g}"' if opacity < 1 else ""
        self._body.append(f'<path d="{d}" fill="{fill}"{shown}/>')

    def line(
        self,
        d: str,
        color: str,
        width: float,
        *,
        opacity: float = 1,
        cap: str = "round",
        dashes: str = "",
    ) -> None:
        """A stroked path."""
        extra = f' stroke-opacity="{opacity:.3g}"' if opacity < 1 else ""
        extra += f' stroke-dasharray="{dashes}"' if dashes else ""
        self._body.append(
            f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{number(width)}"'
            f' stroke-linecap="{cap}" stroke-linejoin="round"{extra}/>'
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        radius: float = 0,
        opacity: float = 1,
    ) -> None:
        """A filled rectangle."""
        if radius:
            self.draw(rounded_rect(x, y, width, height, radius), fill, opacity=opacity)
            return
        shown = f' fill-opacity="{opacity:.3g}"' if opacity < 1 else ""
        self._body.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
            f' fill="{fill}"{shown}/>'
        )

    def circle(self, cx: float, cy: float, radius: float, fill: str, *, opacity: float = 1) -> None:
        """A filled circle."""
        shown = f' fill-opacity="{opacity:.3g}"' if opacity < 1 else ""
        self._body.append(
            f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{number(radius)}" fill="{fill}"{shown}/>'
        )

    def fill_all(self, fill: str, *, opacity: float = 1) -> None:
        """The whole sheet in one fill."""
        self.rect(0, 0, self.width, self.height, fill, opacity=opacity)

    @contextmanager
    def group(
        self,
        x: float = 0,
        y: float = 0,
        *,
        turn: float = 0,
        scale: float = 1,
        squash: float = 1,
        mirror: bool = False,
        opacity: float = 1,
        clip: str = "",
    ) -> Iterator[None]:
        """Draw in moved, turned (degrees, clockwise) and scaled coordinates; squash flattens heights."""
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        flip = -1 if mirror else 1
        inner: Affine = (cos * flip, sin * flip, -sin * squash, cos * squash, x, y)
        attributes = ' transform="matrix(' + " ".join(f"{value:.5g}" for value in inner) + ')"'
        attributes += f' opacity="{opacity:.3g}"' if opacity < 1 else ""
        attributes += f' clip-path="{clip}"' if clip else ""
        self._body.append(f"<g{attributes}>")
        kept, self._place = self._place, _combine(self._place, inner)
        try:
            yield
        finally:
            self._place = kept
            self._body.append("</g>")

    @contextmanager
    def figure(self, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """What is drawn inside is one object; its own lettering is not the picture's text."""
        self.figures.append(self.bounds(x, y, x + width, y + height))
        self._on_figure += 1
        try:
            yield
        finally:
            self._on_figure -= 1

    def bounds(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Where a box of the current place lies on the sheet."""
        a, b, c, d, e, f = self._place
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def note_lettering(self, text: str, left: float, top: float, right: float, bottom: float) -> None:
        """Remember that a line of text has its ink here (current place's coordinates)."""
        if not self._on_figure:
            slant = abs(self._place[1]) * (right - left)
            self.letters.append(Lettered(text, self.bounds(left, top, right, bottom), slant))

    def svg(self) -> str:
        """The document."""
        definitions = "".join(
            f'<{_tag(key)} id="{name}"{key[len(_tag(key)) :]}' for key, name in self._definitions.items()
        )
        size = f'width="{number(self.width)}" height="{number(self.height)}"'
        box = f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        body = "".join(self._body)
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}><defs>{definitions}</defs>{body}</svg>'


def _tag(key: str) -> str:
    for tag in ("linearGradient", "radialGradient", "clipPath", "path"):
        if key.startswith(tag):
            return tag
    raise AssertionError(key)


def _stops(stops: Sequence[Stop | tuple[float, str]]) -> str:
    parts = []
    for stop in stops:
        opacity = f' stop-opacity="{stop[2]:.3g}"' if len(stop) == 3 and stop[2] < 1 else ""
        parts.append(f'<stop offset="{number(stop[0])}" stop-color="{stop[1]}"{opacity}/>')
    return "".join(parts)
