"""From rows to what crosses the door."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    Brand,
    Category,
    OptionAxis,
    OptionValue,
    ProductSummary,
    Sku,
    SkuOfProduct,
    Text,
)
from hongshu.store.catalog.models import BrandRow, CategoryRow, ProductRow, SkuRow

SUMMARY = (
    "id", "name_zh", "name_en", "brand_id", "brand__slug", "brand__name_zh", "brand__name_en",
    "brand__color", "category__slug", "price_minor", "highest_price_minor", "picture_ids", "is_in_stock",
    "shelf_order",
)  # fmt: skip


def summary_of(row: Sequence[Any]) -> ProductSummary:
    """A card's worth of a product from the columns SUMMARY."""
    (key, zh, en, brand_id, brand_slug, brand_zh, brand_en, color, category, low, high, pictures, stock,
     _) = row  # fmt: skip
    return ProductSummary(
        id=Id(key),
        name=Text(zh=zh, en=en),
        brand_id=Id(brand_id),
        brand_slug=brand_slug,
        brand_name=Text(zh=brand_zh, en=brand_en),
        category_slug=category,
        color=color,
        price=Money(low or 0),
        highest_price=Money(high or 0),
        picture_id=Id(pictures[0]) if pictures else None,
        is_in_stock=stock,
    )


def summary_of_row(row: ProductRow) -> ProductSummary:
    """The same of a row with its brand and category."""
    brand = row.brand
    return summary_of(
        (row.id, row.name_zh, row.name_en, row.brand_id, brand.slug, brand.name_zh, brand.name_en,
         brand.color, row.category.slug, row.price_minor, row.highest_price_minor, row.picture_ids,
         row.is_in_stock, 0)
    )  # fmt: skip


def sku_of(
    *, id: int, code: str, zh: str, en: str, price: int, currency: str, content: str | None, unit: str,
    weight_g: int | None, choice: Sequence[str] = (), list_price: int | None = None,
    member_price: int | None = None, barcode: str = "", origin: str = "", hs_code: str = "",
) -> Sku:  # fmt: skip
    """A SKU from its columns; a content travels as text, since JSON has no exact decimals."""
    return Sku(
        id=Id(id),
        code=code,
        option=Text(zh=zh, en=en),
        price=Money(price, currency),
        content=None if content is None else Decimal(content),
        content_unit=unit,
        weight_g=weight_g,
        choice=tuple(choice),
        list_price=None if list_price is None else Money(list_price, currency),
        member_price=None if member_price is None else Money(member_price, currency),
        barcode=barcode,
        origin_country=origin,
        hs_code=hs_code,
    )


def sku_of_product(row: SkuRow) -> SkuOfProduct:
    """A SKU with its product, brand and category."""
    product, brand = row.product, row.product.brand
    return SkuOfProduct(
        sku=sku_of(
            id=row.id, code=row.code, zh=row.option_zh, en=row.option_en, price=row.price_minor,
            currency=row.currency, content=None if row.content is None else str(row.content),
            unit=row.content_unit, weight_g=row.weight_g, choice=row.choice, barcode=row.barcode,
            origin=row.origin_country, hs_code=row.hs_code,
        ),
        product_id=Id(product.id),
        product_name=Text(zh=product.name_zh, en=product.name_en),
        brand_id=Id(brand.id),
        brand_slug=brand.slug,
        brand_name=Text(zh=brand.name_zh, en=brand.name_en),
        category_path=tuple(product.category.path),
        picture_id=Id(product.picture_ids[0]) if product.picture_ids else None,
        shelf_life_days=row.shelf_life_days,
    )  # fmt: skip


def brand_of(row: BrandRow) -> Brand:
    """A brand."""
    return Brand(
        id=Id(row.id),
        slug=row.slug,
        name=Text(zh=row.name_zh, en=row.name_en),
        story=Text(zh=row.story_zh, en=row.story_en),
        country=row.country,
        founded=row.founded,
        color=row.color,
        mark_id=None if row.mark_id is None else Id(row.mark_id),
    )


def category_of(row: CategoryRow) -> Category:
    """A category."""
    return Category(
        id=Id(row.id),
        slug=row.slug,
        name=Text(zh=row.name_zh, en=row.name_en),
        path=tuple(row.path),
        default_weight_g=row.default_weight_g,
        default_hs_code=row.default_hs_code,
        default_shelf_life_days=row.default_shelf_life_days,
    )


def axes_of(stored: Sequence[dict[str, Any]]) -> tuple[OptionAxis, ...]:
    """Option axes from the column that keeps them."""
    return tuple(
        OptionAxis(
            slug=axis["slug"],
            name=Text(zh=axis["zh"], en=axis["en"]),
            values=tuple(
                OptionValue(
                    slug=value["slug"], name=Text(zh=value["zh"], en=value["en"]), color=value["color"]
                )
                for value in axis["values"]
            ),
        )
        for axis in stored
    )


def stored_axes(axes: Sequence[OptionAxis]) -> list[dict[str, Any]]:
    """What the column keeps of option axes."""
    return [
        {
            "slug": axis.slug,
            "zh": axis.name.zh,
            "en": axis.name.en,
            "values": [
                {"slug": value.slug, "zh": value.name.zh, "en": value.name.en, "color": value.color}
                for value in axis.values
            ],
        }
        for axis in axes
    ]
