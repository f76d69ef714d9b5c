"""Products by name, and by id, as cards."""

from __future__ import annotations

from collections.abc import Sequence

from hongshu.flows.pages.cards import product_cards
from hongshu.flows.pages.contracts import ProductCard, Viewer
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import find_products_by_name, list_products_by_id


def find_products(viewer: Viewer, *, text: str) -> tuple[ProductCard, ...]:
    """Products whose name, with their brand's, holds every word of *text*. Two queries."""
    return product_cards(find_products_by_name(text), viewer)


def list_product_cards(viewer: Viewer, *, product_ids: Sequence[Id]) -> tuple[ProductCard, ...]:
    """The listed products among *product_ids*, in that order. One query."""
    found = list_products_by_id(product_ids)
    return product_cards([found[key] for key in product_ids if key in found], viewer, note_counts={})
