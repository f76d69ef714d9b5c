"""The behaviour log's view of what a page shows (design decision 10)."""

from __future__ import annotations

from collections.abc import Iterable

from hongshu.flows.pages.contracts import NoteCard, ProductCard, Viewer
from hongshu.kernel.ids import Id
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.platform.behaviour.services import issue_view


def view_of_notes(
    viewer: Viewer,
    surface: Surface,
    cards: Iterable[NoteCard],
    *,
    source: str,
    subject: ShownItem | None = None,
) -> str:
    """The token of a list of notes, in the order of their positions."""
    return _issue(viewer, surface, [ShownItem("note", card.id, source) for card in cards], subject)


def view_of_products(
    viewer: Viewer,
    surface: Surface,
    cards: Iterable[ProductCard],
    *,
    source: str,
    subject: ShownItem | None = None,
) -> str:
    """The token of a list of products, in the order of their positions."""
    return _issue(viewer, surface, [ShownItem("product", card.id, source) for card in cards], subject)


def subject_note(note_id: Id) -> ShownItem:
    """The note that a page is about."""
    return ShownItem("note", note_id)


def subject_product(product_id: Id) -> ShownItem:
    """The product that a page is about."""
    return ShownItem("product", product_id)


def _issue(viewer: Viewer, surface: Surface, items: list[ShownItem], subject: ShownItem | None) -> str:
    return issue_view(
        surface=surface,
        items=items,
        user_id=viewer.user_id,
        visitor=viewer.visitor,
        request_id=viewer.request_id,
        subject=subject,
    )
