"""What happens after an event. Each handler re-reads what it needs and bears being called in any order."""

from __future__ import annotations

from hongshu.community.notes.contracts import NoteDeleted, NotePublished
from hongshu.community.notes.services import recount_products_of_note
from hongshu.kernel.events import DomainEvent


def recount_products(event: DomainEvent) -> None:
    """A note came or went: its products have another number of notes."""
    assert isinstance(event, NotePublished | NoteDeleted)
    recount_products_of_note(event.note_id)
