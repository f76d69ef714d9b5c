"""What happens after an event. Each handler re-reads what it needs and bears being called in any order."""

from __future__ import annotations

from hongshu.community.graph.contracts import MemberBlocked
from hongshu.community.notes.contracts import NoteDeleted, NoteEdited, NotePublished, NoteRestored
from hongshu.community.notes.services import recount_products as recount
from hongshu.community.notes.services import recount_products_of_note
from hongshu.community.places.services import place_notes
from hongshu.community.responses.services import part_from_blocked
from hongshu.kernel.events import DomainEvent


def recount_products(event: DomainEvent) -> None:
    """A note came, went or changed: its products have another number of notes."""
    assert isinstance(event, NotePublished | NoteDeleted | NoteEdited | NoteRestored)
    recount_products_of_note(event.note_id)
    if isinstance(event, NoteEdited):
        recount(event.left_product_ids)


def place_note(event: DomainEvent) -> None:
    """A note came, went or changed: it belongs to the places that it names now."""
    assert isinstance(event, NotePublished | NoteDeleted | NoteEdited | NoteRestored)
    place_notes([event.note_id])


def part_boards(event: DomainEvent) -> None:
    """A member blocked another: neither edits a board of the other's any more."""
    assert isinstance(event, MemberBlocked)
    part_from_blocked(user_id=event.user_id, blocked_id=event.blocked_id)
