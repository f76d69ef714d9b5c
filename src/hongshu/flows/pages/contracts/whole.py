"""Whole pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import (
    BrandChip,
    ChannelTab,
    Crumb,
    EntryView,
    Fact,
    MemberChip,
    NoteCard,
    PictureView,
    ProductCard,
    SkuView,
    SpotView,
)
from hongshu.flows.pages.contracts.comments import CommentsView
from hongshu.flows.pages.contracts.deciding import OpinionsView
from hongshu.flows.pages.contracts.graph import RelationView
from hongshu.flows.pages.contracts.offers import OfferView, StockView
from hongshu.flows.pages.contracts.provenance import WayView
from hongshu.flows.pages.contracts.questions import QuestionView
from hongshu.flows.pages.contracts.shop import AxisView
from hongshu.flows.pages.contracts.trust import HeldView
from hongshu.flows.pages.contracts.voices import VoicesView
from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """The waterfall. ``next_cursor`` is empty at the end; ``view`` is the behaviour log's view token.

    ``order`` is "trending" or "newest"; ``suggests_members`` is set for who is new here; ``is_closed`` where
    staff have closed the channel.
    """

    channels: tuple[ChannelTab, ...]
    channel: str
    order: str
    cards: tuple[NoteCard, ...]
    next_cursor: str
    suggests_members: bool
    view: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note with the products it shows and other notes about them.

    ``place_path`` is that of the place's destination ("japan/tokyo"), or empty.
    """

    id: Id
    title: str
    full_title: str
    body: str
    pictures: tuple[PictureView, ...]
    author: MemberChip
    relation: RelationView
    topics: tuple[str, ...]
    products: tuple[ProductCard, ...]
    related: tuple[NoteCard, ...]
    like_count: int
    is_liked: bool
    collect_count: int
    share_count: int
    is_collected: bool
    is_own: bool
    visibility: str
    language: str
    channel: str
    channel_name: str
    place: str
    place_path: str
    origin: str
    rating: int | None
    published_at: datetime
    edited_at: datetime | None
    version: int
    is_original: bool
    is_ai_made: bool
    is_commercial: bool
    is_pinned: bool
    entries: tuple[EntryView, ...]
    spots: tuple[SpotView, ...]
    mentions: tuple[str, ...]
    color: str
    comments: CommentsView
    view: str
    held: HeldView | None = None


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product, and what members say about it.

    ``source_price`` with ``rate`` and ``rate_on`` is there when the price was converted from abroad.
    """

    id: Id
    name: str
    brand: BrandChip
    crumbs: tuple[Crumb, ...]
    pictures: tuple[PictureView, ...]
    color: str
    description: str
    highlights: tuple[str, ...]
    ingredients: str
    origin: str
    skus: tuple[SkuView, ...]
    source_price: Money | None
    rate: str
    rate_on: str
    note_count: int
    voices: VoicesView
    questions: tuple[QuestionView, ...]
    has_more_questions: bool
    notes: tuple[NoteCard, ...]
    next_cursor: str
    similar: tuple[ProductCard, ...]
    view: str
    # The choice that the address names, or the first one.
    sku: SkuView | None = None
    axes: tuple[AxisView, ...] = ()
    complementary: tuple[ProductCard, ...] = ()
    # Of every choice whether it can be had; of the chosen one what it costs delivered, and where it is from.
    stock: tuple[StockView, ...] = ()
    offer: OfferView | None = None
    way: WayView | None = None
    decision: OpinionsView | None = None


@dataclass(frozen=True, slots=True)
class BrandPage:
    """A brand, its products and the notes about them."""

    brand: BrandChip
    story: str
    founded: int
    products: tuple[ProductCard, ...]
    product_count: int
    next_product_cursor: str
    products_view: str
    notes: tuple[NoteCard, ...]
    next_cursor: str
    view: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A member and their notes."""

    member: MemberChip
    bio: str
    region: str
    facts: tuple[Fact, ...]
    joined_at: datetime
    origin: str
    note_count: int
    like_count: int
    follower_count: int
    following_count: int
    relation: RelationView
    is_private: bool
    shows_boards: bool
    shows_likes: bool
    banner: PictureView | None
    notes: tuple[NoteCard, ...]
    next_cursor: str
    is_self: bool
    view: str


class PageNotFound(DomainError):
    """There is no such page."""

    code = "page_not_found"
    kind = RefusalKind.NOT_FOUND
