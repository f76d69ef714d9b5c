"""Drawing one object in its own coordinates, and putting it onto a sheet with the shadow it needs there."""

from collections.abc import Callable
from dataclasses import dataclass

from hongshu.flows.demo_world.drawing import materials, paths
from hongshu.flows.demo_world.drawing.colors import contrast, readable_on, shade, to_lab
from hongshu.flows.demo_world.drawing.contracts import ProductArt
from hongshu.flows.demo_world.drawing.fonts import BOLD, Face
from hongshu.flows.demo_world.drawing.lettering import write
from hongshu.flows.demo_world.drawing.sheet import Sheet
from hongshu.flows.demo_world.drawing.typesetting import clean


class Brush:
    """Draws one product. What is drawn as a `mass` also makes the outline its shadow follows."""

    def __init__(self, sheet: Sheet, art: ProductArt) -> None:
        self.sheet = sheet
        self.art = art
        self.masses: list[str] = []
        self.cords: list[tuple[str, float]] = []
        colors = art.colors
        self.body = colors[0]
        self.accent = colors[1] if len(colors) > 1 else shade(self.body, -0.18)
        self.label = colors[2] if len(colors) > 2 else shade(self.body, 0.25)
        self.extra = colors[3] if len(colors) > 3 else shade(self.accent, 0.12)
        # Metal parts go with the body: gold to warm colours, silver to cool ones.
        self.trim = materials.GOLD if to_lab(self.body)[2] > 0.004 else materials.SILVER

    def mass(self, d: str, fill: str, *, opacity: float = 1) -> None:
        """A filled shape of the object's outline; not within a group, whose place would be lost."""
        self.masses.append(d)
        self.sheet.draw(d, fill, opacity=opacity)

    def shape(self, d: str, fill: str, *, opacity: float = 1) -> None:
        """A filled shape within the outline."""
        self.sheet.draw(d, fill, opacity=opacity)

    def line(self, d: str, color: str, width: float, *, opacity: float = 1, dashes: str = "") -> None:
        """A stroke within the outline."""
        self.sheet.line(d, color, width, opacity=opacity, dashes=dashes)

    def cord(self, d: str, color: str, width: float) -> None:
        """A strap, handle or chain: a stroke with an edge in shadow and a lit middle."""
        self.cords.append((d, width))
        self.sheet.line(d, shade(color, -0.16), width)
        self.sheet.line(d, color, width * 0.72)
        with self.sheet.group(-width * 0.12, -width * 0.14):
            self.sheet.line(d, shade(color, 0.1), width * 0.2, opacity=0.7)

    def cylinder(self, color: str, *, gloss: float = 1.0) -> str:
        """A round upright surface lit from the left."""
        return materials.cylinder(self.sheet, color, gloss=gloss)

    def plane(self, color: str, *, depth: float = 1.0) -> str:
        """A flat or gently bent surface lit from the upper left."""
        return materials.plane(self.sheet, color, depth=depth)

    def metal(self, color: str) -> str:
        """A polished round metal surface."""
        return materials.metal(self.sheet, color)

    def glass(self, color: str, *, opacity: float = 0.5) -> str:
        """A clear tinted vessel."""
        return materials.glass(self.sheet, color, opacity=opacity)

    def falloff(self, color: str, start: float, end: float, *, sideways: bool = False) -> str:
        """One colour whose opacity goes from start to end, downwards or to the right."""
        return self.sheet.linear((0, color, start), (1, color, end), end=(1, 0) if sideways else (0, 1))

    def glint(self, x: float, y: float, width: float, height: float, *, strength: float = 0.6) -> None:
        """A soft upright reflection of a window."""
        fill = self.sheet.linear(
            (0, "#ffffff", strength), (0.6, "#ffffff", strength * 0.45), (1, "#ffffff", strength * 0.08)
        )
        self.sheet.rect(x, y, width, height, fill, radius=width / 2)

    def letter(
        self,
        text: str,
        x: float,
        y: float,
        color: str,
        *,
        size: float,
        max_width: float,
        face: Face = BOLD,
        tracking: float = 60,
        align: str = "center",
    ) -> None:
        """A line of label text whose middle is at (x, y)."""
        if text:
            write(
                self.sheet, text, x, y, color, face=face, size=size, max_width=max_width,
                tracking=tracking, align=align, smallest=6,
            )  # fmt: skip

    def print_on(self, ground: str) -> str:
        """The ink for something printed straight onto ground: the label's colour if it can be read."""
        for color in (self.label, self.accent):
            if contrast(color, ground) >= 2.6:
                return color
        return readable_on(ground)

    def brand(
        self, x: float, y: float, ground: str, *, size: float, max_width: float, tracking: float = 60
    ) -> None:
        """The brand's name in a colour that reads on ground: the accent when it does."""
        color = self.accent if contrast(self.accent, ground) >= 3.2 else readable_on(ground)
        name = clean(self.art.brand, BOLD)
        self.letter(
            name.upper() if len(name) <= 12 else name,
            x, y, color, size=size, max_width=max_width, tracking=tracking,
        )  # fmt: skip

    def small_print(
        self, x: float, y: float, width: float, color: str, *, rows: int = 2, gap: float = 10
    ) -> None:
        """Lines too small to read, as on every package."""
        for row in range(rows):
            length = width * (1.0, 0.72, 0.86, 0.6)[row % 4]
            self.sheet.rect(x - length / 2, y + row * gap, length, 3, color, radius=1.5, opacity=0.45)


@dataclass(frozen=True, slots=True)
class Illustration:
    """How a product art kind is drawn, in a box of width × height whose lower edge is the ground.

    `stature` is its height among other products (a lipstick is not as tall as a tote); `foot` is the share
    of the width that touches the ground.
    """

    draw: Callable[[Brush], None]
    width: float
    height: float
    stature: float = 1.0
    foot: float = 0.8

    @property
    def is_flat(self) -> bool:
        """Much broader than high: it looks better floating at a slant than standing small on the ground."""
        return self.height < self.width * 0.62


def _shadow_below(sheet: Sheet, width: float, height: float, foot: float, tone: str) -> None:
    # Light comes from the upper left, so the shadow reaches a little further to the right.
    reach = width * foot / 2
    for stretch, thickness, strength in ((1.32, 0.13, 0.2), (1.04, 0.06, 0.38)):
        rx, ry = reach * stretch, max(width * foot * thickness / 2, 5)
        fill = sheet.radial((0, tone, strength), (0.55, tone, strength * 0.55), (1, tone, 0))
        sheet.draw(paths.ellipse(width / 2 + reach * (stretch - 1) * 0.55, height - ry * 0.12, rx, ry), fill)


def place(
    sheet: Sheet,
    art: ProductArt,
    illustration: Illustration,
    x: float,
    y: float,
    *,
    scale: float,
    turn: float = 0,
    shadow: str = "below",
    tone: str = "#2a1a1c",
) -> None:
    """Draw a product with the middle of its foot at (x, y), or its middle when the shadow is "behind".

    Shadows: "below" for what stands, "behind" for what lies, "none".
    """
    width, height = illustration.width, illustration.height
    with sheet.group(x, y):
        middle = (-width / 2, -height / 2) if shadow == "behind" else (-width / 2, -height)
        if shadow == "behind":
            _shadow_behind(sheet, _draft(art, illustration), middle, tone=tone, scale=scale, turn=turn)
        with sheet.group(turn=turn, scale=scale), sheet.group(*middle):
            if shadow == "below":
                _shadow_below(sheet, width, height, illustration.foot, tone)
            with sheet.figure(0, 0, width, height):
                illustration.draw(Brush(sheet, art))


def _draft(art: ProductArt, illustration: Illustration) -> Brush:
    draft = Brush(Sheet(illustration.width, illustration.height), art)
    illustration.draw(draft)
    return draft


def _shadow_behind(
    sheet: Sheet, draft: Brush, middle: tuple[float, float], *, tone: str, scale: float, turn: float
) -> None:
    outline = sheet.reusable("".join(draft.masses))
    # Many faint copies, each a step further from the light, stand in for a blur, which is slow to draw.
    for step in range(9):
        with (
            sheet.group(1 + step * 2, 2 + step * 3),
            sheet.group(turn=turn, scale=scale),
            sheet.group(*middle),
        ):
            sheet.again(outline, tone, opacity=0.038)
            for cord, width in draft.cords:
                sheet.line(cord, tone, width, opacity=0.03)
