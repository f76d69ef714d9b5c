"""A brand with its products and what members say about them."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.community.notes.queries import ask_product_counts, list_notes_of_products
from hongshu.flows.pages.cards import (
    brand_chip,
    note_cards,
    pictures_for,
    product_cards,
)
from hongshu.flows.pages.contracts import (
    BrandPage,
    CardSlice,
    ProductCard,
    ProductSlice,
    Viewer,
)
from hongshu.flows.pages.viewers import hidden_of, meet
from hongshu.flows.pages.views import view_of_notes, view_of_products
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.store.catalog.queries import get_brand, list_shelf

_NOTES = 20
_SIMILAR = 10
_PRODUCTS = 12
_UNITS_ZH = {"ml": "毫升", "g": "克", "piece": "件", "sheet": "片", "pair": "双", "capsule": "粒"}
_UNITS_EN = {"piece": "pc", "sheet": "sheets", "pair": "pair", "capsule": "capsules"}


def brand_page(viewer: Viewer, *, slug: str) -> BrandPage:
    """A brand, its products and the notes about them. Six queries. Raises BrandNotFound."""
    brand, product_ids = get_brand(slug)
    summaries, onward = list_shelf(brand_slug=slug, limit=_PRODUCTS)
    counts = ask_product_counts([summary.id for summary in summaries])
    meet(viewer, counts)
    shown = [brand.mark_id, *(summary.picture_id for summary in summaries)]
    beside = [key for key in shown if key is not None]
    notes = _notes_of_brand(viewer, brand.id, product_ids, cursor="", beside=beside)
    # They came with the cards'.
    pictures = pictures_for(viewer, beside)
    products = _shelf_of(viewer, product_cards(summaries, viewer, note_counts=counts.answer), onward)
    return BrandPage(
        brand=brand_chip(brand, viewer, pictures),
        story=brand.story.in_language(viewer.language),
        founded=brand.founded,
        products=products.products,
        product_count=len(product_ids),
        next_product_cursor=products.next_cursor,
        products_view=products.view,
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        view=notes.view,
    )


def brand_notes(viewer: Viewer, *, slug: str, cursor: str) -> CardSlice:
    """A page of the notes about a brand's products. Raises BrandNotFound, InvalidCursor."""
    brand, product_ids = get_brand(slug)
    return _notes_of_brand(viewer, brand.id, product_ids, cursor=cursor)


def brand_products(viewer: Viewer, *, slug: str, cursor: str) -> ProductSlice:
    """A page of a brand's products. Two queries. Raises InvalidCursor."""
    summaries, onward = list_shelf(brand_slug=slug, cursor=cursor, limit=_PRODUCTS)
    return _shelf_of(viewer, product_cards(summaries, viewer), onward)


def _shelf_of(viewer: Viewer, cards: tuple[ProductCard, ...], onward: str) -> ProductSlice:
    view = view_of_products(viewer, Surface.BRAND, cards, source="shelf")
    return ProductSlice(products=cards, next_cursor=onward, view=view)


def _notes_of_brand(
    viewer: Viewer, brand_id: Id, product_ids: tuple[Id, ...], *, cursor: str, beside: Collection[Id] = ()
) -> CardSlice:
    summaries, onward = list_notes_of_products(
        product_ids,
        listing=f"brand:{wire_form(brand_id)}",
        without_authors=hidden_of(viewer),
        cursor=cursor,
        limit=_NOTES,
    )
    cards = note_cards(summaries, viewer, beside=beside)
    subject = ShownItem("brand", brand_id)
    view = view_of_notes(viewer, Surface.BRAND, cards, source="of_brand", subject=subject)
    return CardSlice(cards=cards, next_cursor=onward, view=view)
