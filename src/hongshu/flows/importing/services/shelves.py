"""Saving found products with the brands and categories they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hongshu.flows.importing.rules.shop_tree import CategoryDefaults, ShopTree
from hongshu.flows.importing.services.counting import Tally
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import BrandDraft, BrandNotFound, CategoryDraft, ProductDraft
from hongshu.store.catalog.queries import get_brand, list_categories
from hongshu.store.catalog.services import save_brands, save_categories, save_products


@dataclass(frozen=True, slots=True)
class Found:
    """A product that a row describes, and where that row stands."""

    file: str
    line: int
    draft: ProductDraft
    brand: BrandDraft
    category: CategoryDefaults


class Shelves:
    """Puts products on the shop's shelves, a batch at a time.

    A brand or category that the shop has already is left as it is: what staff wrote there is worth more than
    what a list says.
    """

    def __init__(self, tree: ShopTree) -> None:
        self._tree = tree
        self._brands: set[str] = set()
        self._categories = {category.slug for category in list_categories()}

    def put(self, found: Sequence[Found], tally: Tally) -> dict[str, Id]:
        """Save the products; returns their ids by source key, without those that were refused."""
        self._make_brands({item.brand.slug: item.brand for item in found})
        self._make_categories({item.category.slug for item in found})
        saved = save_products([item.draft for item in found])
        tally.created += saved.created
        tally.changed += saved.changed
        tally.known += saved.unchanged
        places = {item.draft.source_key: item for item in found}
        for key, error in saved.refused.items():
            tally.refuse(places[key].file, places[key].line, str(error.details.get("why") or error))
        return {key: id_ for key, id_ in saved.ids.items() if key not in saved.refused}

    def _make_brands(self, drafts: dict[str, BrandDraft]) -> None:
        fresh = [draft for slug, draft in drafts.items() if slug not in self._brands and not _is_brand(slug)]
        if fresh:
            save_brands(fresh)
        self._brands |= drafts.keys()

    def _make_categories(self, slugs: set[str]) -> None:
        fresh: dict[str, CategoryDraft] = {}
        # In the order of the table, since the shop shows its categories in the order in which they were made.
        for slug in (slug for slug in self._tree.categories if slug in slugs - self._categories):
            for draft in self._tree.drafts(slug):
                if draft.slug not in self._categories:
                    fresh.setdefault(draft.slug, draft)
        if fresh:
            save_categories(list(fresh.values()))
        self._categories |= fresh.keys()


def _is_brand(slug: str) -> bool:
    try:
        get_brand(slug)
    except BrandNotFound:
        return False
    return True
