"""HTML kept by what it shows: what stands on many pages is rendered once a process.

What is shown is its own key, with the language: another like count is another card. Nothing of the request
may stand in a kept template, unless it is handed over by name.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache, lru_cache

from jinja2 import Environment
from markupsafe import Markup

from hongshu.flows.pages.contracts import NoteCard, ProductCard
from hongshu.kernel.ids import wire_form
from hongshu.surfaces.web.viewer import page_language

# About 1.5 kB each card, 4 kB each part.
_KEPT_CARDS = 4096
_KEPT_PARTS = 512
# Covers that are seen without scrolling are fetched first.
_FIRST = 5


def part_renderer(environment: Environment) -> Callable[..., Markup]:
    """The function that templates call for a part of the page: its template, and all that it shows."""

    @lru_cache(maxsize=_KEPT_PARTS)
    def part_html(name: str, _language: str, **shown: Hashable) -> Markup:
        return Markup(environment.get_template(name).render(shown))  # noqa: S704

    def kept(name: str, **shown: Hashable) -> Markup:
        return part_html(name, page_language(), **shown)

    return kept


def card_renderers(
    environment: Environment,
) -> tuple[Callable[[Sequence[NoteCard], str], Markup], Callable[[ProductCard, str], Markup]]:
    """The functions that templates call for the cards of a waterfall, and for the inside of a product's."""

    @cache
    def macro(template: str, name: str) -> Callable[..., Markup]:
        # A macro of a template's module costs half of rendering the template: no context is made for it.
        return getattr(environment.get_template(template).module, name)  # type: ignore[no-any-return]

    @lru_cache(maxsize=_KEPT_CARDS)
    def note_html(card: NoteCard, heading: str, is_first: bool, _language: str) -> tuple[str, Markup]:
        return wire_form(card.id), macro("parts/note_card.html", "note_card")(card, heading, is_first)

    @lru_cache(maxsize=_KEPT_CARDS)
    def product_html(card: ProductCard, heading: str, _language: str) -> Markup:
        return macro("parts/product_card.html", "product_card")(card, heading)

    def note_cards(cards: Sequence[NoteCard], heading: str) -> Markup:
        language = page_language()
        articles = []
        for place, card in enumerate(cards):
            note, inside = note_html(card, heading, place < _FIRST, language)
            articles.append(f'<article class="card" data-note="{note}" data-p="{place}">{inside}</article>')
        return Markup("\n".join(articles))  # noqa: S704

    def product_card(card: ProductCard, heading: str) -> Markup:
        return product_html(card, heading, page_language())

    return note_cards, product_card
