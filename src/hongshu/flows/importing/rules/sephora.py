"""What a row of the public Sephora set becomes: a product with one SKU, or a review as a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.flows.importing.rules.prices import DatedRate, in_selling_currency, read_price
from hongshu.flows.importing.rules.sephora_axes import axes_of, option_of
from hongshu.flows.importing.rules.shop_tree import (
    CATEGORY_SEPARATOR,
    CategoryDefaults,
    ShopTree,
    weight_of,
)
from hongshu.flows.importing.rules.sizes import read_size
from hongshu.flows.importing.rules.texts import derive_title, one_line, read_list
from hongshu.store.catalog.contracts import BrandDraft, ProductDraft, SkuDraft, Text

SOURCE = "sephora"
PRODUCT_COLUMNS = (
    "product_id", "product_name", "brand_name", "size", "variation_type", "variation_value", "ingredients",
    "price_usd", "highlights", "primary_category", "secondary_category", "tertiary_category",
)  # fmt: skip
REVIEW_COLUMNS = (
    "author_id", "rating", "submission_time", "review_text", "review_title", "product_id",
)  # fmt: skip

# Together with the day they fit into the 80 characters of a note's key.
KEY_MAX = {"author_id": 30, "product_id": 40}
NAME_MAX = 120

# Kept as they are told, for staff and for later issues.
_ATTRIBUTES = (
    "size", "variation_type", "variation_value", "variation_desc", "value_price_usd", "sale_price_usd",
    "child_count", "child_min_price", "child_max_price", "loves_count", "rating", "reviews",
)  # fmt: skip
_FLAGS = ("limited_edition", "new", "online_only", "out_of_stock", "sephora_exclusive")


@dataclass(frozen=True, slots=True)
class ProductFound:
    """A product of the list with all that must stand before it. ``doubts`` are told to the operator."""

    draft: ProductDraft
    brand: BrandDraft
    category: CategoryDefaults
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewFound:
    """A review; its author and product are still known by the keys of the source."""

    source_key: str
    author_key: str
    product_key: str
    title: str
    body: str
    rating: int | None
    published_at: datetime


def product_of(values: Mapping[str, str], *, tree: ShopTree, rate: DatedRate) -> ProductFound:
    """The product of a row. Its price is the list price; a sale price is long over and stays an attribute.

    Raises UnusableRow.
    """
    key = _key(values, "product_id")
    name = one_line(values["product_name"])
    brand_name = one_line(values["brand_name"])
    if not name:
        raise UnusableRow("product_name is empty")
    if not 0 < len(brand_name) <= NAME_MAX:
        raise UnusableRow(f"brand_name has 1 to {NAME_MAX} characters")
    price = read_price(values["price_usd"], "USD", column="price_usd")
    levels = [one_line(values[f"{level}_category"]) for level in ("primary", "secondary", "tertiary")]
    path = [level for level in levels if level]
    category, is_known = tree.of_path(path)
    doubts = []
    if not is_known:
        doubts.append(f"unknown category {CATEGORY_SEPARATOR.join(path)!r}: filed under {category.slug}")
    size = read_size(values["size"].strip() or values["variation_value"])
    axes = axes_of(values, size)
    needs_review = ["weight_g", "hs_code"]
    if size is None or not size.is_certain:
        needs_review.append("content")
    attributes = _attributes(values, path)
    ingredients, highlights = _lists(values, attributes, doubts)
    sku = SkuDraft(
        code=f"{SOURCE}-{key}",
        price=in_selling_currency(price, rate),
        option=Text(en=option_of(values)),
        content=size.content if size else None,
        content_unit=size.unit if size else "",
        weight_g=weight_of(category, size),
        choice=tuple(axis.values[0].slug for axis in axes),
    )
    brand = tree.brand(brand_name)
    draft = ProductDraft(
        source=SOURCE,
        source_key=key,
        brand_slug=brand.slug,
        category_slug=category.slug,
        name=Text(en=name),
        skus=(sku,),
        highlights_en=highlights,
        ingredients=ingredients,
        source_price=price,
        rate=rate.rate,
        rate_on=rate.on,
        needs_review=tuple(needs_review),
        attributes=attributes,
        axes=axes,
    )
    return ProductFound(draft, brand, category, tuple(doubts))


def review_of(values: Mapping[str, str], *, today: date, max_title_units: int) -> ReviewFound:
    """The note of a row, whole: whatever its length, nothing is cut. One note an author, product and day.

    Without a title it gets one from its text, and without a text too, from its stars. Raises UnusableRow.
    """
    author, product = _key(values, "author_id"), _key(values, "product_id")
    written_on = _date(values["submission_time"], today)
    rating = _rating(values["rating"])
    body = values["review_text"].strip()
    title = one_line(values["review_title"]) or derive_title(body, max_units=max_title_units)
    if not title:
        if rating is None:
            raise UnusableRow("it has no title, no text and no rating")
        title = f"{rating} of 5 stars"
    return ReviewFound(
        source_key=f"{author}-{product}-{written_on:%Y%m%d}",
        author_key=author,
        product_key=product,
        title=title,
        body=body,
        rating=rating,
        # The hour is not told; noon UTC is the same day in nearly every zone.
        published_at=datetime.combine(written_on, time(12), tzinfo=UTC),
    )


def author_name(author_key: str) -> str:
    """The set tells no names, and inventing one for a real person is not ours to do."""
    return f"Reviewer {author_key[-6:]}"


def _key(values: Mapping[str, str], column: str) -> str:
    key = values[column].strip()
    if not 0 < len(key) <= KEY_MAX[column] or not key.isprintable():
        raise UnusableRow(f"{column} has 1 to {KEY_MAX[column]} characters that can be seen")
    return key.removesuffix(".0") if column == "author_id" else key


def _attributes(values: Mapping[str, str], path: list[str]) -> dict[str, str]:
    kept = {name: one_line(values.get(name, "")) for name in _ATTRIBUTES}
    kept |= {name: "1" for name in _FLAGS if values.get(name, "").strip() in ("1", "1.0", "True")}
    kept["category"] = CATEGORY_SEPARATOR.join(path)
    return {name: value for name, value in kept.items() if value}


def _lists(
    values: Mapping[str, str], attributes: dict[str, str], doubts: list[str]
) -> tuple[str, tuple[str, ...]]:
    """Ingredients as one text, highlights as a list; what is no list is kept as the text that it is."""
    ingredients = read_list(values["ingredients"])
    if ingredients is None:
        doubts.append("ingredients are not a list of texts: kept as they stand")
        ingredients = (values["ingredients"].strip(),)
    highlights = read_list(values["highlights"])
    if highlights is None:
        doubts.append("highlights are not a list of texts: kept as an attribute")
        attributes["highlights"] = values["highlights"].strip()
        highlights = ()
    return "\n".join(ingredients), highlights


def _date(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise UnusableRow(f"submission_time is not a date: {text.strip()[:40]!r}") from None
    if found > today:
        raise UnusableRow(f"submission_time is in the future: {found.isoformat()}")
    if found.year < 1990:
        raise UnusableRow(f"submission_time is before there were online reviews: {found.isoformat()}")
    return found


def _rating(text: str) -> int | None:
    told = text.strip().removesuffix(".0")
    if not told:
        return None
    if told not in ("1", "2", "3", "4", "5"):
        raise UnusableRow(f"rating is not 1 to 5: {told[:40]!r}")
    return int(told)
