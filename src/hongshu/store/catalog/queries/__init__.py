"""Reads of the catalogue."""

from hongshu.store.catalog.queries.links import ask_led_to, find_pictured_of_categories, list_links
from hongshu.store.catalog.queries.prices import (
    list_prices_at,
    list_prices_from,
    list_rates,
    price_at,
    rate_on,
)
from hongshu.store.catalog.queries.products import (
    find_products_by_name,
    get_product,
    list_first_of_product_ranges,
    list_product_ids_from,
    list_products_by_id,
    list_products_by_key,
    list_products_for_staff,
    list_skus_by_barcode,
    list_skus_by_code,
    list_skus_by_id,
    list_skus_of_products,
)
from hongshu.store.catalog.queries.shelf import ask_facets, ask_shelf, list_shelf, shelf_facets
from hongshu.store.catalog.queries.shelves import (
    attributes_of,
    categories_held,
    facets_below,
    get_brand,
    list_attributes,
    list_brands,
    list_brands_by_id,
    list_categories,
)

__all__ = [
    "ask_facets", "ask_led_to", "ask_shelf", "attributes_of", "categories_held", "facets_below",
    "find_pictured_of_categories", "find_products_by_name", "get_brand", "get_product", "list_attributes",
    "list_brands", "list_brands_by_id", "list_categories", "list_first_of_product_ranges", "list_links",
    "list_prices_at", "list_prices_from", "list_product_ids_from", "list_products_by_id",
    "list_products_by_key", "list_products_for_staff", "list_rates", "list_shelf", "list_skus_by_barcode",
    "list_skus_by_code", "list_skus_by_id", "list_skus_of_products", "price_at", "rate_on", "shelf_facets",
]  # fmt: skip
