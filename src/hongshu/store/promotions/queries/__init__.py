"""Reads of promotions, and the engine, which reads nothing."""

from hongshu.store.promotions.queries.coupons import (
    ask_claimable,
    ask_coupons_of,
    list_batches,
    list_claimable,
    list_coupons_of,
    list_usable,
)
from hongshu.store.promotions.queries.flash import (
    ask_offers,
    get_flash_sale,
    list_flash_sales,
    list_offers,
)
from hongshu.store.promotions.queries.lines import concerns, line_to_price
from hongshu.store.promotions.queries.promotions import (
    ask_active,
    drafted,
    get_promotion,
    list_active,
    list_promotions,
)
from hongshu.store.promotions.rules.pricing import best_coupons, price_cart

__all__ = [
    "ask_active",
    "ask_claimable",
    "ask_coupons_of",
    "ask_offers",
    "best_coupons",
    "concerns",
    "drafted",
    "get_flash_sale",
    "get_promotion",
    "line_to_price",
    "list_active",
    "list_batches",
    "list_claimable",
    "list_coupons_of",
    "list_flash_sales",
    "list_offers",
    "list_promotions",
    "list_usable",
    "price_cart",
]
