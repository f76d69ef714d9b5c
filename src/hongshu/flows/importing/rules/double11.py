"""What the rows of the Chinese beauty shops around 11 November 2016 become: one product for each listing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.flows.importing.rules.prices import read_price
from hongshu.flows.importing.rules.shop_tree import CategoryDefaults, ShopTree, weight_of
from hongshu.flows.importing.rules.sizes import read_size
from hongshu.flows.importing.rules.texts import one_line
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import BrandDraft, ProductDraft, SkuDraft, Text

SOURCE = "double11"
SHOP = "店名"
COLUMNS = ("update_time", "id", "title", "price", "sale_count", "comment_count", SHOP)

KEY_MAX = 60
NAME_MAX = 300
SHOP_MAX = 120
# Below this, a "price" was mostly the deposit of an advance sale.
DOUBTFUL_BELOW = Money(500)

_DATE = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})")
_PROMOTION = re.compile(
    r"【[^】]*(?:11[-.·]?11|双\s*11|双十一|预售|包邮|聚划算|抢先|预热|狂欢)[^】]*】"
    r"|11-11\s*(?:抢先|正式)?(?:预售|狂欢)?"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A listing as it was seen on one day or several: the newest day's words, the range of all prices."""

    key: str
    line: int
    day: date
    title: str
    price: Money
    shop: str
    sale_count: str
    comment_count: str
    lowest: Money
    highest: Money


@dataclass(frozen=True, slots=True)
class ProductFound:
    """A product with all that must stand before it."""

    draft: ProductDraft
    brand: BrandDraft
    category: CategoryDefaults


def sighting_of(values: Mapping[str, str], *, line: int) -> Sighting:
    """What a row tells. Raises UnusableRow."""
    key, title, shop = values["id"].strip(), one_line(values["title"]), one_line(values[SHOP])
    if not 0 < len(key) <= KEY_MAX or not key.isprintable():
        raise UnusableRow(f"id has 1 to {KEY_MAX} characters that can be seen")
    if not 0 < len(title) <= NAME_MAX:
        raise UnusableRow(f"title has 1 to {NAME_MAX} characters")
    if not 0 < len(shop) <= SHOP_MAX:
        raise UnusableRow(f"{SHOP} has 1 to {SHOP_MAX} characters")
    price = read_price(values["price"], "CNY", column="price")
    return Sighting(
        key=key,
        line=line,
        day=_day(values["update_time"]),
        title=title,
        price=price,
        shop=shop,
        sale_count=_count(values["sale_count"], "sale_count"),
        comment_count=_count(values["comment_count"], "comment_count"),
        lowest=price,
        highest=price,
    )


def merged(known: Sighting, other: Sighting) -> Sighting:
    """Both sightings of one listing as one. The newer day speaks, on one day the later row; a count that it
    does not tell comes from the other."""
    newer, older = (other, known) if (other.day, other.line) > (known.day, known.line) else (known, other)
    return replace(
        newer,
        sale_count=newer.sale_count or older.sale_count,
        comment_count=newer.comment_count or older.comment_count,
        lowest=min(known.lowest, other.lowest),
        highest=other.highest if known.highest < other.highest else known.highest,
    )


def product_of(seen: Sighting, *, tree: ShopTree) -> ProductFound:
    """The product of a listing. The title is shown without the words of the sale, and kept with them."""
    name = shown_name(seen.title)
    category = tree.of_title(name)
    brand = tree.brand_of_shop(seen.shop)
    size = read_size(name)
    needs_review = ["category", "weight_g", "hs_code"]
    if size is None or not size.is_certain:
        needs_review.append("content")
    if seen.price < DOUBTFUL_BELOW:
        needs_review.append("price")
    attributes = {
        "title": seen.title,
        "shop": seen.shop,
        "price_on": seen.day.isoformat(),
        "lowest_price": str(seen.lowest.amount),
        "highest_price": str(seen.highest.amount),
        "sale_count": seen.sale_count,
        "comment_count": seen.comment_count,
    }
    sku = SkuDraft(
        code=f"{SOURCE}-{seen.key}",
        price=seen.price,
        content=size.content if size else None,
        content_unit=size.unit if size else "",
        weight_g=weight_of(category, size),
    )
    draft = ProductDraft(
        source=SOURCE,
        source_key=seen.key,
        brand_slug=brand.slug,
        category_slug=category.slug,
        name=Text(zh=name),
        skus=(sku,),
        needs_review=tuple(needs_review),
        attributes={key: value for key, value in attributes.items() if value},
    )
    return ProductFound(draft, brand, category)


def shown_name(title: str) -> str:
    """The title without the sale's words; the whole title where nothing else is in it."""
    return one_line(_PROMOTION.sub(" ", title)) or title


def _day(text: str) -> date:
    found = _DATE.fullmatch(text.strip())
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise UnusableRow(f"update_time is not a date: {text.strip()[:40]!r}")


def _count(text: str, column: str) -> str:
    told = text.strip()
    if told and not told.isdecimal():
        raise UnusableRow(f"{column} is not a count: {told[:40]!r}")
    return told
