"""The shop: shelves with what can be chosen on them, and a product's option axes."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.flows.pages.contracts.cards import BrandChip, Crumb, PictureView, ProductCard
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value that can be chosen: ``name`` and ``value`` are its part of the address.

    ``count`` is how many products it would leave under the other facets' choices.
    """

    name: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChosenValue:
    """A choice as an address has it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A group of values, of which any may hold. A price band without ``label`` is told by its ends."""

    slug: str
    title: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True)
class BandView:
    """A price band: from, and to before; None: without an end."""

    value: str
    begin: Money
    end: Money | None
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetsView:
    """Everything beside a shelf. ``chosen_count`` is how many values hold at the moment."""

    total: int
    brands: FacetView
    bands: tuple[BandView, ...]
    attributes: tuple[FacetView, ...]
    in_stock: FacetOption
    is_new_chosen: bool
    sort: str
    chosen_count: int


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """A category of the shop: its children, its products and what can be chosen among them.

    ``category`` is None at the shop's front. ``query`` holds the choices for the addresses of further parts.
    """

    category: Crumb | None
    crumbs: tuple[Crumb, ...]
    children: tuple[Crumb, ...]
    brands: tuple[BrandChip, ...]
    products: tuple[ProductCard, ...]
    next_cursor: str
    view: str
    facets: FacetsView | None = None
    query: tuple[ChosenValue, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryTile:
    """A category with a picture of something that lies there; None: nothing there has one."""

    slug: str
    name: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class ShopHome:
    """The shop's front: ways into it. The two lists are reported as views of their own."""

    categories: tuple[CategoryTile, ...]
    brands: tuple[BrandChip, ...]
    bands: tuple[BandView, ...]
    fresh: tuple[ProductCard, ...]
    fresh_view: str
    loved: tuple[ProductCard, ...]
    loved_view: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """A value of an axis; following it chooses ``sku_id``. ``color`` is a swatch or empty.

    ``can_be_had`` is False where that SKU is not on the shelf.
    """

    slug: str
    name: str
    color: str
    sku_id: Id
    is_chosen: bool
    is_whole: bool
    can_be_had: bool = True


@dataclass(frozen=True, slots=True)
class AxisView:
    """What a buyer chooses by, in the order of the product's axes."""

    slug: str
    name: str
    options: tuple[OptionView, ...]
