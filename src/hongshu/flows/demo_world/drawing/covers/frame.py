"""What all cover templates share: the sheet, the palette, the products, and ways to set words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from hongshu.flows.demo_world.drawing import brush, paths, scenery
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade, to_lab
from hongshu.flows.demo_world.drawing.contracts import COVER_WIDTH_PX, ImageSpec, ProductArt
from hongshu.flows.demo_world.drawing.fonts import BLACK, BOLD, MEDIUM, Face
from hongshu.flows.demo_world.drawing.lettering import Block, draw_block, fit
from hongshu.flows.demo_world.drawing.line_breaking import is_wide
from hongshu.flows.demo_world.drawing.palettes import PALETTES, Palette
from hongshu.flows.demo_world.drawing.products import find_illustration
from hongshu.flows.demo_world.drawing.sheet import Sheet
from hongshu.flows.demo_world.drawing.typesetting import em_width

MARGIN = 84.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle to compose in."""

    x: float
    y: float
    width: float
    height: float

    @property
    def cx(self) -> float:
        """The middle across."""
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        """The middle down."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    def inset(self, across: float, down: float | None = None) -> "Area":
        """The area without a border of that width."""
        down = across if down is None else down
        return Area(self.x + across, self.y + down, self.width - 2 * across, self.height - 2 * down)


class Cover:
    """One picture being composed."""

    def __init__(self, spec: ImageSpec, products: Mapping[str, ProductArt]) -> None:
        self.spec = spec
        self.palette: Palette = PALETTES[spec.palette]
        self.width = float(COVER_WIDTH_PX)
        self.height = float(spec.height_px)
        self.sheet = Sheet(self.width, self.height)
        self.arts = tuple(products.get(slug) or self._unknown(slug) for slug in spec.products)
        words = " ".join((spec.headline, spec.sub, *spec.lines))
        self.chinese = any(is_wide(char) for char in words)

    def _unknown(self, slug: str) -> ProductArt:
        return ProductArt(slug, "parcel", (self.palette.accent, self.palette.paper, self.palette.accent_2))

    @property
    def wide(self) -> bool:
        """Whether the picture is broader than high, so that words go beside things instead of above."""
        return self.height < self.width

    @property
    def tone(self) -> str:
        """The colour of shadows on this ground."""
        return mix("#1a1014", shade(self.palette.ground, -0.5), 0.35)

    def chance(self, purpose: str) -> Random:
        """Chance that depends on the seed and the purpose only, so one decision does not shift another."""
        return Random(f"{self.spec.seed}/{self.spec.template}/{purpose}")

    def pick(self, purpose: str, count: int) -> int:
        """One of `count` variants: the one that the spec names, or by chance."""
        if purpose == "manner" and self.spec.manner >= 0:
            return self.spec.manner % count
        return self.chance(purpose).randrange(count)

    def words(self, chinese: str, english: str) -> str:
        """A small label in the picture's language."""
        return chinese if self.chinese else english

    def fitted(
        self, text: str, area: Area, *, largest: float, face: Face = BLACK, leading: float = 1.2,
        max_lines: int = 3, smallest: float = 22, balance: bool = True,
    ) -> Block:  # fmt: skip
        """A heading fitted into an area; one so long that it would be set small gets two more lines."""

        def fit_in(lines: int) -> Block:
            return fit(
                text, face, width=area.width, height=area.height, largest=largest, smallest=smallest,
                leading=leading, max_lines=lines, balance=balance, tracking=0 if self.chinese else -8,
            )  # fmt: skip

        block = fit_in(max_lines)
        if max_lines > 1 and block.size < largest * 0.5:
            roomier = fit_in(max_lines + 2)
            block = roomier if roomier.size > block.size or block.cut else block
        return block

    def put(self, block: Block, area: Area, color: str, *, align: str = "left", down: str = "top") -> Area:
        """Draw a block within an area; returns where it went."""
        y = {"top": area.y, "middle": area.cy - block.height / 2, "bottom": area.bottom - block.height}[down]
        x = {"left": area.x, "center": area.cx, "right": area.right}[align]
        draw_block(self.sheet, block, x, y, color, align=align)
        left = {"left": x, "center": x - block.width / 2, "right": x - block.width}[align]
        return Area(left, y, block.width, block.height)

    def underline_marker(
        self, block: Block, area: Area, color: str, *, align: str = "left", line: int = -1
    ) -> None:
        """A highlighter stroke under one line of a block that `put` draws at the area's top."""
        if not block.lines:
            return
        row = line % len(block.lines)
        width = block.lines[row].width * block.size / 1000
        left = {"left": area.x, "center": area.cx - width / 2, "right": area.right - width}[align]
        baseline = area.y + block.ascent + row * block.size * block.leading
        scenery.marker(self.sheet, color, left, baseline - block.size * 0.24, width, block.size * 0.36)

    def pill(
        self, text: str, x: float, y: float, *, fill: str, ink: str = "", size: float = 36,
        align: str = "left",
        max_width: float = 0, face: Face = BOLD, max_lines: int = 2,
    ) -> Area:  # fmt: skip
        """A rounded label whose top is at y; x is its left edge, middle or right edge. Long text wraps."""
        widest = (max_width or self.width - 2 * MARGIN) - size * 1.5
        block = fit(
            text,
            face,
            width=widest,
            height=size * 2.5,
            largest=size,
            smallest=size * 0.6,
            leading=1.3,
            max_lines=max_lines,
        )
        width, height = block.width + size * 1.5, block.height + size * (0.84 if self.chinese else 0.9)
        left = {"left": x, "center": x - width / 2, "right": x - width}[align]
        # A label of two lines near the lower edge moves up rather than over it.
        y = min(y, self.height - 26 - height)
        self.sheet.rect(left, y, width, height, fill, radius=min(height / 2, size * 0.95))
        area = Area(left, y, width, height)
        self.put(block, area, ink or label_ink(fill), align="center", down="middle")
        return area

    def stand(self, art: ProductArt, area: Area, *, largest: float = 3.0, shadow: str = "below") -> Area:
        """A product standing on the lower edge of an area, as large as fits; returns its bounds."""
        illustration = find_illustration(art.kind)
        # Wide things look heavier than tall ones of the same height: let them be a little smaller.
        scale = min(area.height / illustration.height, area.width * 0.94 / illustration.width, largest)
        brush.place(
            self.sheet, art, illustration, area.cx, area.bottom, scale=scale, shadow=shadow, tone=self.tone
        )
        width, height = illustration.width * scale, illustration.height * scale
        return Area(area.cx - width / 2, area.bottom - height, width, height)

    def lay(self, art: ProductArt, area: Area, turn: float) -> None:
        """A product lying in the middle of an area, turned, as large as fits."""
        illustration = find_illustration(art.kind)
        sin, cos = abs(math.sin(math.radians(turn))), abs(math.cos(math.radians(turn)))
        width = illustration.width * cos + illustration.height * sin
        height = illustration.width * sin + illustration.height * cos
        scale = min(area.width / width, area.height / height)
        brush.place(
            self.sheet,
            art,
            illustration,
            area.cx,
            area.cy,
            scale=scale,
            turn=turn,
            shadow="behind",
            tone=self.tone,
        )

    def backdrop_for(self, art: ProductArt) -> str:
        """Of the palette's quiet colours the one against which this product stands out most."""
        body = to_lab(art.colors[0])
        quiet = (
            self.palette.ground_2,
            self.palette.paper,
            mix(self.palette.ground, self.palette.accent, 0.35),
        )

        def distance(color: str) -> float:
            return sum((a - b) ** 2 for a, b in zip(body, to_lab(color), strict=True))

        return max(quiet, key=distance)

    def first_art(self) -> ProductArt:
        """The product shown, or a parcel when the spec names none."""
        return self.arts[0] if self.arts else self._unknown("parcel")

    def ink_width(self, text: str, face: Face, size: float) -> float:
        """The width of a line at a size."""
        return em_width(text, face) * size


def label_ink(fill: str) -> str:
    """The ink for bold words on a strong colour: white a little above WCAG's 3 : 1 for large text."""
    return readable_on(fill, ratio=3.3)


def arch(x: float, y: float, width: float, height: float) -> str:
    """An arched window standing on y + height."""
    return paths.rounded_rect(x, y, width, height, width / 2, 0)


__all__ = ["BLACK", "BOLD", "MARGIN", "MEDIUM", "Area", "Cover", "arch", "label_ink"]
