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


def list_product_cards(
    viewer: Viewer, *, product_ids: Sequence[Id], beside: Sequence[Id] = ()
) -> tuple[ProductCard, ...]:
    """The listed products among *product_ids*, in that order. One query.

    The pictures of *beside*, which the page shows too, are read together with the cards'.
    """
    found = list_products_by_id(product_ids)
    shown = [found[key] for key in product_ids if key in found]
    return product_cards(shown, viewer, note_counts={}, beside=beside)
