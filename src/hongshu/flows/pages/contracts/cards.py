"""What pages are made of: the viewer, pictures, chips, cards, slices of lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hongshu.community.members.contracts import Profile
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the signed-in user or None, and the language of the page ("zh" or "en").

    ``visitor`` is the daily pseudonym of somebody not signed in; ``request_id`` ties the log lines, the view
    and its events together. ``known`` holds the profiles that were read for this request, and ``own`` what
    else was read of the viewer, so that the chrome around a page asks for nothing again. ``has_chrome`` says
    that there will be one.
    """

    user_id: Id | None
    language: str
    request_id: str = ""
    visitor: str = ""
    known: dict[Id, Profile] = field(default_factory=dict, compare=False, repr=False)
    own: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    has_chrome: bool = field(default=False, compare=False)
    # Their cart: a member's, or that of the key a guest holds.
    cart_id: Id | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as a browser wants it. Files are at ``{base}-{width}.avif`` and ``.webp`` for each width."""

    base: str
    widths: tuple[int, ...]
    width: int
    height: int
    thumbhash: str
    color: str
    alt: str = ""

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.height / self.width

    def srcset(self, extension: str) -> str:
        """The candidates of one format."""
        return ", ".join(f"{self.base}-{width}.{extension} {width}w" for width in self.widths)

    def src(self, wanted: int = 720) -> str:
        """The WebP file of the width nearest above *wanted*."""
        width = next((w for w in self.widths if w >= wanted), self.widths[-1])
        return f"{self.base}-{width}.webp"


@dataclass(frozen=True, slots=True)
class MemberChip:
    """A member beside what they wrote. ``initial`` stands in for a missing avatar, on ``color``.

    ``kol_field`` and ``kol_since`` are the badge that staff gave, or empty.
    """

    handle: str
    name: str
    initial: str
    color: str
    avatar: PictureView | None
    kol_field: str
    kol_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note in a waterfall. Without a cover the card shows ``excerpt`` as a text cover on ``color``."""

    id: Id
    title: str
    excerpt: str
    color: str
    cover: PictureView | None
    author: MemberChip
    like_count: int
    is_liked: bool
    published_at: datetime
    language: str
    place: str
    origin: str
    rating: int | None
    source: str
    is_commercial: bool = False
    is_ai_made: bool = False
    is_pinned: bool = False
    entry_count: int = 0


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a rail or a grid. ``is_sold_out`` is told; what nobody knows can be asked for."""

    id: Id
    name: str
    brand_name: str
    brand_slug: str
    price: Money
    has_price_range: bool
    picture: PictureView | None
    color: str
    note_count: int
    is_sold_out: bool = False


@dataclass(frozen=True, slots=True)
class ChannelTab:
    """A tab of the explore page: a channel, or without ``slug`` all of them in an ``order``, if any."""

    slug: str
    name: str
    is_active: bool
    order: str = ""


@dataclass(frozen=True, slots=True)
class SkuView:
    """One choice on a product page. ``content`` is ready to read: "30 ml"."""

    id: Id
    option: str
    price: Money
    content: str
    list_price: Money | None = None
    member_price: Money | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from a root category."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class BrandChip:
    """A brand by its mark and name."""

    slug: str
    name: str
    color: str
    mark: PictureView | None
    country: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a member chose to tell: a stable ``key`` ("skin_type") and its value's key."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of a shopping list. Without ``product`` it is not sold here, and ``name`` says what it is."""

    number: int
    product: ProductCard | None
    name: str
    word: str
    price: Money | None
    shop: str
    place: str
    bought_on: date | None


@dataclass(frozen=True, slots=True)
class SpotView:
    """A price tag on the picture of that ``picture`` number (from 0): x and y are parts of it, 0 to 1."""

    picture: int
    product: ProductCard
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CardSlice:
    """The next cards of an endless list."""

    cards: tuple[NoteCard, ...]
    next_cursor: str
    view: str


@dataclass(frozen=True, slots=True)
class ProductSlice:
    """The next products of an endless grid."""

    products: tuple[ProductCard, ...]
    next_cursor: str
    view: str
