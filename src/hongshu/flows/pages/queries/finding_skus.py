"""SKUs by what a buyer has at hand: a barcode, a code, or words of a name."""

from __future__ import annotations

from hongshu.flows.pages.contracts.stockroom import FoundSku
from hongshu.flows.pages.queries.stockroom import units_of
from hongshu.store.catalog.queries import (
    list_products_for_staff,
    list_skus_by_barcode,
    list_skus_by_code,
    list_skus_of_products,
)

_MOST = 12


def skus_found(words: str, *, language: str) -> tuple[FoundSku, ...]:
    """SKUs, also of products that are not shown yet; at most twelve. Six queries at most."""
    words = words.strip()
    if not words:
        return ()
    wanted = [*list_skus_by_barcode([words]).values(), *list_skus_by_code([words]).values()]
    if not wanted:
        products, _ = list_products_for_staff(text=words, limit=_MOST)
        of_products = list_skus_of_products([product.id for product in products])
        wanted = [key for product in products for key in of_products.get(product.id, ())]
    wanted = list(dict.fromkeys(wanted))[:_MOST]
    units = units_of(wanted, language)
    return tuple(FoundSku(id=key, unit=units[key]) for key in wanted)
