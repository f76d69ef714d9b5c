"""The shop's categories and brands as imports know them, read from the package's two tables."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib.resources import files

from hongshu.flows.importing.rules.sizes import Size
from hongshu.flows.importing.rules.texts import slug_of
from hongshu.store.catalog.contracts import BrandDraft, CategoryDraft, Text

ROOT_FOR_THE_REST = "beauty"
CATEGORY_SEPARATOR = " > "

# Quiet colours for brands that bring none: white letters can be read on each (4.5 : 1).
_COLORS = (
    "#8a5a72", "#6d5a8a", "#4f6590", "#3d6f80", "#3f7360", "#5d7048", "#7d6a3a", "#8a5d3f",
    "#94544c", "#855069", "#5c6270", "#6b6157",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CategoryDefaults:
    """A category with what a product of it weighs, is in the customs tariff, and belongs to as a note."""

    slug: str
    parent: str
    name: Text
    weight_g: int
    hs_code: str
    channel: str


@dataclass(frozen=True, slots=True)
class ShopTree:
    """Everything of the two tables."""

    categories: dict[str, CategoryDefaults]
    sephora: dict[str, str]
    double11: tuple[tuple[str, tuple[str, ...]], ...]
    brands_by_slug: dict[str, Text]
    slugs_by_shop: dict[str, str]

    def of_path(self, levels: Sequence[str]) -> tuple[CategoryDefaults, bool]:
        """The category for a path of Sephora's, and whether its first level is known to us."""
        for length in range(len(levels), 0, -1):
            slug = self.sephora.get(CATEGORY_SEPARATOR.join(levels[:length]))
            if slug:
                return self.categories[slug], True
        return self.categories[ROOT_FOR_THE_REST], False

    def of_title(self, title: str) -> CategoryDefaults:
        """The category that the words of a Chinese title point to; the root of beauty where none does."""
        for slug, words in self.double11:
            if any(word in title for word in words):
                return self.categories[slug]
        return self.categories[ROOT_FOR_THE_REST]

    def drafts(self, slug: str) -> tuple[CategoryDraft, ...]:
        """The category with all above it, the root first."""
        defaults = self.categories[slug]
        above = self.drafts(defaults.parent) if defaults.parent else ()
        return (
            *above,
            CategoryDraft(
                slug=slug,
                parent=defaults.parent,
                name=defaults.name,
                default_weight_g=defaults.weight_g,
                default_hs_code=defaults.hs_code,
            ),
        )

    def brand(self, name: str) -> BrandDraft:
        """The brand that is called *name*, with both names where they are known."""
        slug = slug_of(name)
        return self._brand(slug, self.brands_by_slug.get(slug) or Text(en=name))

    def brand_of_shop(self, shop: str) -> BrandDraft:
        """The brand of a Chinese shop."""
        slug = self.slugs_by_shop.get(shop) or slug_of(shop)
        return self._brand(slug, self.brands_by_slug.get(slug) or Text(zh=shop))

    @staticmethod
    def _brand(slug: str, name: Text) -> BrandDraft:
        chosen = hashlib.blake2b(slug.encode(), digest_size=1).digest()[0] % len(_COLORS)
        return BrandDraft(slug=slug, name=name, color=_COLORS[chosen])


@cache
def shop_tree() -> ShopTree:
    """Both tables, read once."""
    folder = files("hongshu.flows.importing")
    return load_shop_tree(
        defaults=folder.joinpath("defaults.toml").read_text(encoding="utf-8"),
        brands=folder.joinpath("brands.toml").read_text(encoding="utf-8"),
    )


def load_shop_tree(*, defaults: str, brands: str) -> ShopTree:
    """The tables from their texts. A parent stands before its children and lends what they leave out."""
    table = tomllib.loads(defaults)
    categories: dict[str, CategoryDefaults] = {}
    for entry in table["category"]:
        parent = categories[entry["parent"]] if entry.get("parent") else None
        categories[entry["slug"]] = CategoryDefaults(
            slug=entry["slug"],
            parent=parent.slug if parent else "",
            name=Text(zh=entry["zh"], en=entry["en"]),
            weight_g=entry.get("weight_g") or (parent.weight_g if parent else 0),
            hs_code=entry.get("hs") or (parent.hs_code if parent else ""),
            channel=entry.get("channel") or (parent.channel if parent else ""),
        )
    named = tomllib.loads(brands)["brand"]
    return ShopTree(
        categories=categories,
        sephora=dict(table["sephora"]),
        double11=tuple((rule["category"], tuple(rule["words"])) for rule in table["double11"]),
        brands_by_slug={entry["slug"]: Text(zh=entry["zh"], en=entry["en"]) for entry in named},
        slugs_by_shop={entry.get("shop", entry["zh"]): entry["slug"] for entry in named},
    )


def weight_of(category: CategoryDefaults, size: Size | None) -> int:
    """Grams of one piece with its packing: the category's guess, or more where the content asks for it."""
    if size is None or size.unit == "piece":
        return category.weight_g
    with_packing = (size.content * Decimal("1.25")).to_integral_value(rounding=ROUND_CEILING)
    return max(category.weight_g, int(with_packing))
