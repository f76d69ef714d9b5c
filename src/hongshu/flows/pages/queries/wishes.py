"""A member's wish list."""

from __future__ import annotations

from hongshu.community.notes.queries import ask_product_counts
from hongshu.flows.pages.cards import product_cards
from hongshu.flows.pages.contracts import Viewer, WishesPage, WishView
from hongshu.flows.pages.viewers import meet
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.carts.queries import ask_wishes
from hongshu.store.catalog.queries import list_products_by_id

_SHOWN = 24


def wishes_page(viewer: Viewer, *, cursor: str = "") -> WishesPage:
    """The products that the signed-in viewer wishes for, the newest first; those that are shown no more are
    left out. Raises InvalidCursor.
    """
    assert viewer.user_id is not None, "a visitor has no wish list"
    asked = ask_wishes(viewer.user_id, cursor=cursor, limit=_SHOWN)
    meet(viewer, asked)
    wishes, onward = asked.answer
    products = list_products_by_id([wish.product_id for wish in wishes])
    shown = [wish for wish in wishes if wish.product_id in products]
    counts = ask_product_counts([wish.product_id for wish in shown])
    cards = product_cards([products[wish.product_id] for wish in shown], viewer, note_counts=counts.answer)
    return WishesPage(
        wishes=tuple(
            WishView(
                product=card,
                wished_at=wish.wished_at,
                cheaper_by=_cheaper(wish.wished_price_minor, products[Id(wish.product_id)].price),
            )
            for wish, card in zip(shown, cards, strict=True)
        ),
        next_cursor=onward,
    )


def _cheaper(wished_minor: int, now: Money) -> Money | None:
    off = wished_minor - now.amount_minor
    return Money(off) if off > 0 else None
