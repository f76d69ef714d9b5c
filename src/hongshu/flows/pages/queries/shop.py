"""The shop's front and its categories."""

from __future__ import annotations

from hongshu.flows.pages.cards import brand_chip, crumbs_of, product_cards
from hongshu.flows.pages.contracts import CategoryPage, Crumb, PageNotFound, Viewer
from hongshu.flows.pages.views import view_of_products
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.queries import list_brands, list_categories, list_shelf

_PAGE_SIZE = 30


def category_page(viewer: Viewer, *, slug: str, cursor: str) -> CategoryPage:
    """A category with its children and products; without *slug* the shop's front with its brands.

    Three queries. Raises PageNotFound, InvalidCursor.
    """
    categories = {category.slug: category for category in list_categories()}
    category = categories.get(slug)
    if slug and category is None:
        raise PageNotFound
    path = category.path if category else ()
    summaries, onward = list_shelf(category_slug=slug, cursor=cursor, limit=_PAGE_SIZE)
    cards = product_cards(summaries, viewer)
    brands = list_brands(category_slug=slug) if not cursor else ()
    marks = list_pictures_by_id([brand.mark_id for brand in brands if brand.mark_id is not None])
    subject = ShownItem("category", category.id) if category else None
    return CategoryPage(
        category=Crumb(slug=slug, name=category.name.in_language(viewer.language)) if category else None,
        crumbs=crumbs_of(path, viewer),
        children=tuple(
            Crumb(slug=child.slug, name=child.name.in_language(viewer.language))
            for child in categories.values()
            if child.path[:-1] == path
        ),
        brands=tuple(brand_chip(brand, viewer, marks) for brand in brands),
        products=cards,
        next_cursor=onward,
        view=view_of_products(viewer, Surface.SHOP, cards, source="shelf", subject=subject),
    )
