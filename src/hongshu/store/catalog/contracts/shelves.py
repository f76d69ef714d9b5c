"""Brands, categories, and what is told of the products of a category."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese, English, or both."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in "zh" or "en"; where that is missing, the other one."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


NO_TEXT = Text()


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
    default_weight_g: int | None = None
    default_hs_code: str = ""
    default_shelf_life_days: int | None = None


class AttributeKind(StrEnum):
    """What the value of an attribute is."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class AttributeChoice:
    """One value that an attribute may have."""

    slug: str
    name: Text


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is told of each product of ``category_slug`` and of all categories below it.

    Only a choice can be a facet of the shelf.
    """

    category_slug: str
    slug: str
    name: Text
    kind: AttributeKind
    choices: tuple[AttributeChoice, ...] = ()
    is_facet: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class BrandDraft:
    """A brand to be made; known by its slug."""

    slug: str
    name: Text
    story: Text = NO_TEXT
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
    default_shelf_life_days: int | None = None
