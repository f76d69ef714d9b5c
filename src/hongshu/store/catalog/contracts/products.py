"""Products with their option axes and SKUs, as they are read and as they are to be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts.refusals import InvalidProduct
from hongshu.store.catalog.contracts.shelves import NO_TEXT, Text

AXES_MAX = 3
CONTENT_UNITS = ("ml", "g", "piece")
# What an import states where it brings products without pictures.
BROUGHT_IN = "brought in without pictures"


class ProductState(StrEnum):
    """Where a product stands: staff see all of them, members what is published."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class LinkKind(StrEnum):
    """Why one product leads to another: instead of it, or beside it."""

    SIMILAR = "similar"
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True, slots=True)
class OptionValue:
    """One value of an axis; ``color`` is a swatch ("#b5483a") or empty."""

    slug: str
    name: Text
    color: str = ""


@dataclass(frozen=True, slots=True)
class OptionAxis:
    """What a buyer chooses by: shade, size, volume."""

    slug: str
    name: Text
    values: tuple[OptionValue, ...]


@dataclass(frozen=True, slots=True)
class Sku:
    """What is put into a cart. ``content`` with its unit is what the tax law looks at; None: not known.

    ``choice`` holds a value's slug for each axis of the product, in their order. ``list_price`` and
    ``member_price`` are there where such a price holds at the moment.
    """

    id: Id
    code: str
    option: Text
    price: Money
    content: Decimal | None
    content_unit: str
    weight_g: int | None
    choice: tuple[str, ...] = ()
    list_price: Money | None = None
    member_price: Money | None = None
    barcode: str = ""
    origin_country: str = ""
    hs_code: str = ""


@dataclass(frozen=True, slots=True)
class SkuOfProduct:
    """A SKU with what it is a choice of. ``shelf_life_days`` is None for what does not expire."""

    sku: Sku
    product_id: Id
    product_name: Text
    brand_id: Id
    brand_slug: str
    brand_name: Text
    category_path: tuple[str, ...]
    picture_id: Id | None
    shelf_life_days: int | None = None


@dataclass(frozen=True, slots=True)
class ProductSummary:
    """What a card of a product needs. ``color`` is the brand's, for a card without a picture.

    ``is_in_stock`` is None while nobody has told.
    """

    id: Id
    name: Text
    brand_id: Id
    brand_slug: str
    brand_name: Text
    category_slug: str
    color: str
    price: Money
    highest_price: Money
    picture_id: Id | None
    is_in_stock: bool | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A product with all that its page tells."""

    summary: ProductSummary
    description: Text
    highlights_zh: tuple[str, ...]
    highlights_en: tuple[str, ...]
    ingredients: str
    origin: str
    skus: tuple[Sku, ...]
    picture_ids: tuple[Id, ...]
    category_path: tuple[str, ...]
    source_price: Money | None
    rate: str
    rate_on: str
    needs_review: tuple[str, ...]
    axes: tuple[OptionAxis, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    state: ProductState = ProductState.PUBLISHED


@dataclass(frozen=True, slots=True)
class StaffProduct:
    """A product in staff's list, whatever its state."""

    id: Id
    source: str
    source_key: str
    name: Text
    brand_name: Text
    category_slug: str
    state: ProductState
    price: Money | None
    highest_price: Money | None
    sku_count: int
    picture_count: int
    picture_waiver: str
    needs_review: tuple[str, ...]
    is_in_stock: bool | None


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A SKU to be made. Prices are in the selling currency; a list or member price that is None is left as
    it is. What is None or empty of weight, HS code, origin and shelf life comes from the category.
    """

    code: str
    price: Money
    option: Text = NO_TEXT
    content: Decimal | None = None
    content_unit: str = ""
    weight_g: int | None = None
    choice: tuple[str, ...] = ()
    list_price: Money | None = None
    member_price: Money | None = None
    barcode: str = ""
    origin_country: str = ""
    hs_code: str = ""
    shelf_life_days: int | None = None


@dataclass(frozen=True, slots=True)
class SkuFault:
    """Something that keeps a SKU from being made: a stable code, the part of the draft, and why."""

    code: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product to be made. (source, source_key) makes it known again: the same draft twice is one product.

    ``needs_review`` names what was filled by a default and waits for a member of staff ("weight_g",
    "hs_code"). Several SKUs without ``axes`` are told apart by one axis that is made of their options.
    ``state`` holds for a new product only: afterwards staff decide. Without a picture a product is published
    for what ``picture_waiver`` states.
    """

    source: str
    source_key: str
    brand_slug: str
    category_slug: str
    name: Text
    skus: tuple[SkuDraft, ...]
    description: Text = NO_TEXT
    highlights_zh: tuple[str, ...] = ()
    highlights_en: tuple[str, ...] = ()
    ingredients: str = ""
    origin: str = ""
    source_price: Money | None = None
    rate: str = ""
    rate_on: str = ""
    needs_review: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    axes: tuple[OptionAxis, ...] = ()
    state: ProductState = ProductState.PUBLISHED
    picture_waiver: str = BROUGHT_IN


@dataclass(frozen=True, slots=True)
class KeptProduct:
    """A product as the draft that would make it as it is now, and what no draft tells of it."""

    id: Id
    draft: ProductDraft
    has_picture: bool
    brand_name: Text


@dataclass(frozen=True, slots=True)
class SavedProducts:
    """What saving drafts did. ``ids`` and ``refused`` are by source key."""

    ids: dict[str, Id]
    created: int
    changed: int
    unchanged: int
    refused: dict[str, InvalidProduct]


@dataclass(frozen=True, slots=True)
class Published:
    """Which products changed their state, and why the others could not: reasons as in ``MISSING``."""

    changed: tuple[Id, ...]
    refused: dict[Id, tuple[str, ...]]


# What may keep a product from being published.
MISSING = ("no_sku", "no_price", "no_picture", "no_attribute", "cannot_from_here", "held")
