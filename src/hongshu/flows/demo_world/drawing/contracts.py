"""What can be drawn: frozen specs that refuse nonsense when they are made, with a sentence that says why."""

import re
from dataclasses import dataclass

RATIO_HEIGHTS_PX = {"3:4": 1440, "4:5": 1350, "1:1": 1080, "4:3": 810}
COVER_WIDTH_PX = 1080
PRODUCT_SIDE_PX = 1080
AVATAR_SIDE_PX = 512
MARK_SIDE_PX = 512

ART_KINDS = frozenset((
    "dropper_bottle", "pump_bottle", "jar", "tube", "lipstick", "lip_gloss", "compact", "eyeshadow_palette",
    "mascara", "brush", "sheet_mask", "perfume", "spray_bottle", "soap_bar", "candle", "tote_bag",
    "shoulder_bag", "backpack", "wallet", "sneaker", "heel", "loafer", "boot", "scarf", "sunglasses",
    "watch", "earrings", "hair_dryer", "thermos", "mug", "tea_tin", "snack_box", "vitamin_bottle",
    "baby_bottle", "rice_cooker", "notebook", "cap", "tshirt", "coat", "parcel",
))  # fmt: skip
TEMPLATES = frozenset((
    "product_hero", "flatlay", "swatches", "text_big", "text_paper", "receipt", "boarding_pass", "skyline",
    "compare", "ranking", "chat", "calendar", "magazine", "polaroid",
))  # fmt: skip
PALETTE_NAMES = frozenset((
    "rose", "apricot", "mint", "sky", "lilac", "sand", "charcoal", "cherry", "matcha", "cobalt", "butter",
    "clay",
))  # fmt: skip
MARK_SHAPES = frozenset((
    "circle", "arch", "wave", "leaf", "star", "drop", "moon", "monogram",
))  # fmt: skip

_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def check_color(color: str, *, of: str) -> None:
    """Raise ValueError unless color is written "#rrggbb"."""
    if not isinstance(color, str) or not _COLOR.match(color):
        raise ValueError(f"{of}: {color!r} is not a colour written as #rrggbb")


def _check_member(value: str, allowed: frozenset[str], *, of: str) -> None:
    if value not in allowed:
        raise ValueError(f"{of}: {value!r} is none of {', '.join(sorted(allowed))}")


@dataclass(frozen=True, slots=True)
class ProductArt:
    """How one product looks. `colors` are body, accent, label, extra: one to four of them."""

    slug: str
    kind: str
    colors: tuple[str, ...]
    brand: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        where = f"product {self.slug!r}"
        if not self.slug:
            raise ValueError("product: the slug is empty")
        _check_member(self.kind, ART_KINDS, of=f"{where}, art kind")
        if not 1 <= len(self.colors) <= 4:
            raise ValueError(f"{where}: {len(self.colors)} colours, but one to four are wanted")
        for color in self.colors:
            check_color(color, of=where)


@dataclass(frozen=True, slots=True)
class ImageSpec:
    """One picture of a note. `seed` (the note's slug and the picture's position) decides all variation."""

    seed: str
    template: str
    ratio: str
    palette: str
    headline: str = ""
    sub: str = ""
    lines: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    city: str = ""
    # Which of the template's manners; below zero the seed chooses.
    manner: int = -1

    def __post_init__(self) -> None:
        where = f"image {self.seed!r}"
        if not self.seed:
            raise ValueError("image: the seed is empty")
        _check_member(self.template, TEMPLATES, of=f"{where}, template")
        _check_member(self.ratio, frozenset(RATIO_HEIGHTS_PX), of=f"{where}, ratio")
        _check_member(self.palette, PALETTE_NAMES, of=f"{where}, palette")
        for name in ("lines", "products"):
            if not isinstance(getattr(self, name), tuple):
                raise ValueError(f"{where}: {name} must be a tuple of texts")
        if self.template == "swatches":
            self._check_swatches(where)
        if self.template == "compare" and len(self.products) > 2:
            raise ValueError(f"{where}: compare sets two products side by side, not {len(self.products)}")

    def _check_swatches(self, where: str) -> None:
        if not 1 <= len(self.lines) <= 9:
            raise ValueError(f"{where}: {len(self.lines)} swatches, but one to nine are wanted")
        for line in self.lines:
            name, bar, color = line.rpartition("|")
            if not bar or not name.strip():
                raise ValueError(f"{where}: swatch line {line!r} is not written as name|#rrggbb")
            check_color(color.strip(), of=f"{where}, swatch {name!r}")

    @property
    def height_px(self) -> int:
        """The picture's height; its width is always COVER_WIDTH_PX."""
        return RATIO_HEIGHTS_PX[self.ratio]


@dataclass(frozen=True, slots=True)
class AvatarSpec:
    """A member's portrait. `seed` is the handle.

    gender ("", f, m, x) and birth_year (0: not told) decide on the hair.
    """

    seed: str
    name: str
    color: str
    gender: str = ""
    birth_year: int = 0

    def __post_init__(self) -> None:
        if not self.seed:
            raise ValueError("avatar: the seed is empty")
        check_color(self.color, of=f"avatar {self.seed!r}")
        _check_member(self.gender, frozenset({"", "f", "m", "x"}), of=f"avatar {self.seed!r}, gender")


@dataclass(frozen=True, slots=True)
class MarkSpec:
    """A brand's mark: shape, colour and name."""

    slug: str
    name: str
    mark: str
    color: str

    def __post_init__(self) -> None:
        if not self.slug:
            raise ValueError("mark: the slug is empty")
        _check_member(self.mark, MARK_SHAPES, of=f"mark of {self.slug!r}")
        check_color(self.color, of=f"mark of {self.slug!r}")
