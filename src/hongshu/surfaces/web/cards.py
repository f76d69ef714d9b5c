"""Cards as HTML, kept by what they show: hot cards stand on many pages and are rendered once a process."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from hongshu.flows.pages.contracts import NoteCard, ProductCard
from hongshu.surfaces.web.viewer import page_language

# About 1.5 kB each.
_KEPT_CARDS = 4096


def card_renderers(
    environment: Environment,
) -> tuple[Callable[[NoteCard, str, bool], Markup], Callable[[ProductCard, str], Markup]]:
    """The functions that templates call for the inside of a note's and a product's card.

    A card is its own key, with the language: another like count is another card. Nothing of the request is
    in it.
    """

    @lru_cache(maxsize=_KEPT_CARDS)
    def note_html(card: NoteCard, heading: str, is_first: bool, _language: str) -> Markup:
        template = environment.get_template("parts/note_card.html")
        return Markup(template.render(card=card, heading=heading, is_first=is_first))  # noqa: S704

    @lru_cache(maxsize=_KEPT_CARDS)
    def product_html(card: ProductCard, heading: str, _language: str) -> Markup:
        template = environment.get_template("parts/product_card.html")
        return Markup(template.render(card=card, heading=heading))  # noqa: S704

    def note_card(card: NoteCard, heading: str, is_first: bool) -> Markup:
        return note_html(card, heading, is_first, page_language())

    def product_card(card: ProductCard, heading: str) -> Markup:
        return product_html(card, heading, page_language())

    return note_card, product_card
