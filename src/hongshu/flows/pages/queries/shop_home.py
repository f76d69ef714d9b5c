"""The shop's front: pictured categories, what is new, what is talked about, and other ways in."""

from __future__ import annotations

from hongshu.community.notes.queries import ask_product_counts, list_most_noted_products
from hongshu.flows.pages.cards import brand_chip, picture_view, pictures_for, product_cards
from hongshu.flows.pages.contracts import BandView, CategoryTile, ProductCard, ShopHome, Viewer
from hongshu.flows.pages.viewers import meet
from hongshu.flows.pages.views import view_of_products
from hongshu.kernel.asking import send
from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Kept
from hongshu.kernel.money import Money
from hongshu.platform.behaviour.contracts import Surface
from hongshu.store.catalog.contracts import PRICE_BANDS, Brand, Category, ProductSummary, ShelfSort
from hongshu.store.catalog.queries import (
    ask_pictured_of_categories,
    ask_products_by_id,
    ask_shelf,
    list_brands,
    list_categories,
)

_SHOWN = 12
# Some of the most loved may be out of the shop by now.
_LOOKED_AT = 30
_BRANDS = 16


def _most_loved() -> tuple[Id, ...]:
    return list_most_noted_products(limit=_LOOKED_AT)


def _brands() -> tuple[Brand, ...]:
    return list_brands(limit=_BRANDS)


# The same for everybody, and slow to change: asked for once a minute in each process.
_loved = Kept(_most_loved, window_s=60)
_fullest = Kept(_brands, window_s=60)


def shop_home(viewer: Viewer) -> ShopHome:
    """The shop's front. Five queries at most, three while the process remembers."""
    categories = list_categories()
    roots = [category for category in categories if len(category.path) == 1]
    loved_ids, brands = _loved(), _fullest()
    shelf = ask_shelf(sort=ShelfSort.NEWEST, limit=_SHOWN)
    listed = ask_products_by_id(loved_ids)
    pictured = ask_pictured_of_categories(_below(roots, categories))
    send(shelf, listed, pictured)
    fresh, _onward = shelf.answer
    loved = [listed.answer[key] for key in loved_ids if key in listed.answer][:_SHOWN]
    counts = ask_product_counts([one.id for one in (*fresh, *loved)])
    meet(viewer, counts)
    tiles = pictured.answer
    beside = [*tiles.values(), *(brand.mark_id for brand in brands if brand.mark_id is not None)]
    cards = {
        card.id: card
        for card in product_cards(_once(fresh, loved), viewer, note_counts=counts.answer, beside=beside)
    }
    # They came with the cards'.
    pictures = pictures_for(viewer, beside)
    fresh_cards = tuple(cards[one.id] for one in fresh)
    loved_cards = tuple(cards[one.id] for one in loved)
    return ShopHome(
        categories=tuple(
            CategoryTile(
                slug=root.slug,
                name=root.name.in_language(viewer.language),
                picture=picture_view(tiles.get(root.slug), pictures),
            )
            for root in roots
        ),
        brands=tuple(brand_chip(brand, viewer, pictures) for brand in brands),
        bands=tuple(
            BandView(str(place), Money(begin), None if end is None else Money(end), 0, False)
            for place, (begin, end) in enumerate(PRICE_BANDS)
        ),
        fresh=fresh_cards,
        fresh_view=_view(viewer, fresh_cards, "newest"),
        loved=loved_cards,
        loved_view=_view(viewer, loved_cards, "most_noted"),
    )


def _below(roots: list[Category], categories: tuple[Category, ...]) -> dict[str, tuple[Id, ...]]:
    return {root.slug: tuple(one.id for one in categories if one.path[0] == root.slug) for root in roots}


def _once(fresh: tuple[ProductSummary, ...], loved: list[ProductSummary]) -> list[ProductSummary]:
    return list({one.id: one for one in (*fresh, *loved)}.values())


def _view(viewer: Viewer, cards: tuple[ProductCard, ...], source: str) -> str:
    return view_of_products(viewer, Surface.SHOP, cards, source=source)
