"""What a person sees, composed once for every surface: pages, slices of lists, cards."""

from hongshu.flows.pages.queries.explore import explore_page
from hongshu.flows.pages.queries.members import profile_notes, profile_page, viewer_chip
from hongshu.flows.pages.queries.notes import note_page
from hongshu.flows.pages.queries.picker import find_products, list_product_cards
from hongshu.flows.pages.queries.products import (
    brand_notes,
    brand_page,
    brand_products,
    product_notes,
    product_page,
)
from hongshu.flows.pages.queries.shop import category_page

__all__ = [
    "brand_notes",
    "brand_page",
    "brand_products",
    "category_page",
    "explore_page",
    "find_products",
    "list_product_cards",
    "note_page",
    "product_notes",
    "product_page",
    "profile_notes",
    "profile_page",
    "viewer_chip",
]
