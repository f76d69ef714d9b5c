"""Shapes, refusals and events of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese, English, or both."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in "zh" or "en"; where that is missing, the other one."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand. ``country`` is ISO 3166 alpha-2 or empty; ``mark_id`` its picture."""

    id: Id
    slug: str
    name: Text
    story: Text
    country: str
    founded: int
    color: str
    mark_id: Id | None


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the category tree; ``path`` holds the slugs from the root to itself."""

    id: Id
    slug: str
    name: Text
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sku:
    """What is put into a cart. ``content`` with its unit is what the tax law looks at; None: not known."""

    id: Id
    code: str
    option: Text
    price: Money
    content: Decimal | None
    content_unit: str
    weight_g: int | None


@dataclass(frozen=True, slots=True)
class ProductSummary:
    """What a card of a product needs. ``color`` is the brand's, for a card without a picture."""

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


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A SKU to be made. ``price`` is in the selling currency."""

    code: str
    price: Money
    option: Text = Text()
    content: Decimal | None = None
    content_unit: str = ""
    weight_g: int | None = None


@dataclass(frozen=True, slots=True)
class BrandDraft:
    """A brand to be made; known by its slug."""

    slug: str
    name: Text
    story: Text = Text()
    country: str = ""
    founded: int = 0
    color: str = ""


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """A category to be made under *parent* (a slug, empty for a root)."""

    slug: str
    parent: str
    name: Text
    default_weight_g: int | None = None
    default_hs_code: str = ""


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product to be made. (source, source_key) makes it known again: the same draft twice is one product.

    ``needs_review`` names what was filled by a default and waits for a member of staff ("weight_g",
    "hs_code").
    """

    source: str
    source_key: str
    brand_slug: str
    category_slug: str
    name: Text
    skus: tuple[SkuDraft, ...]
    description: Text = Text()
    highlights_zh: tuple[str, ...] = ()
    highlights_en: tuple[str, ...] = ()
    ingredients: str = ""
    origin: str = ""
    source_price: Money | None = None
    rate: str = ""
    rate_on: str = ""
    needs_review: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedProducts:
    """What saving drafts did. ``ids`` and ``refused`` are by source key."""

    ids: dict[str, Id]
    created: int
    changed: int
    unchanged: int
    refused: dict[str, InvalidProduct]


class ProductNotFound(NotFound):
    """No listed product has that id."""

    code = "product_not_found"


class BrandNotFound(NotFound):
    """No brand has that slug."""

    code = "brand_not_found"


class InvalidProduct(DomainError):
    """A product cannot be made like this. Details: ``why``."""

    code = "invalid_product"
