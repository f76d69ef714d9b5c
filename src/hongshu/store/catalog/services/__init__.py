"""Commands on the catalogue."""

from hongshu.store.catalog.rules.products import sku_faults, slug_of
from hongshu.store.catalog.rules.rates import read_rates
from hongshu.store.catalog.services.imports import keep_import, note_import
from hongshu.store.catalog.services.links import set_links
from hongshu.store.catalog.services.prices import apply_due_prices, save_rates, set_price, set_prices
from hongshu.store.catalog.services.products import (
    confirm_products,
    save_products,
    set_product_pictures,
    set_products_in_stock,
)
from hongshu.store.catalog.services.shelves import (
    save_attributes,
    save_brands,
    save_categories,
    set_brand_mark,
)
from hongshu.store.catalog.services.states import (
    hold_products,
    publish_products,
    release_products,
    set_products_listed,
    waive_picture,
    withdraw_products,
)

__all__ = [
    "apply_due_prices", "confirm_products", "hold_products", "keep_import", "note_import",
    "publish_products", "read_rates", "release_products", "save_attributes", "save_brands",
    "save_categories", "save_products", "save_rates", "set_brand_mark", "set_links", "set_price",
    "set_prices", "set_product_pictures", "set_products_in_stock", "set_products_listed", "sku_faults",
    "slug_of", "waive_picture", "withdraw_products",
]  # fmt: skip
