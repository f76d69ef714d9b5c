"""From what the catalogue tells of a SKU to what the engine prices."""

from __future__ import annotations

from hongshu.store.catalog.contracts import Prices, SkuOfProduct
from hongshu.store.promotions.contracts import BundlePrice, LineToPrice, Promotion
from hongshu.store.promotions.rules.effects import is_in_scope


def line_to_price(*, key: int, sku: SkuOfProduct, quantity: int, prices: Prices | None = None) -> LineToPrice:
    """A line of units of a SKU; without *prices* of the moment the copy in the SKU is the price. No query."""
    held = prices or Prices()
    selling = held.selling or sku.sku.price
    return LineToPrice(
        key=key,
        sku_id=sku.sku.id,
        product_id=sku.product_id,
        quantity=quantity,
        selling_minor=selling.amount_minor,
        brand_slug=sku.brand_slug,
        category_path=sku.category_path,
        list_minor=None if held.list is None else held.list.amount_minor,
        member_minor=None if held.member is None else held.member.amount_minor,
    )


def concerns(promotion: Promotion, line: LineToPrice) -> bool:
    """Whether a promotion is for goods such as a line's, whatever they must come to. No query."""
    effect = promotion.effect
    if isinstance(effect, BundlePrice):
        return any(sku_id == line.sku_id for sku_id, _ in effect.parts)
    return is_in_scope(line, promotion.condition.scope)
