"""What happens after an event. Each handler re-reads what it needs and bears being called in any order."""

from __future__ import annotations

from hongshu.community.graph.contracts import MemberBlocked
from hongshu.community.members.contracts import KolEnded, KolVerified, MemberJoined
from hongshu.community.notes.contracts import NoteDeleted, NoteEdited, NotePublished, NoteRestored
from hongshu.community.notes.services import recount_products as recount
from hongshu.community.notes.services import recount_products_of_note
from hongshu.community.places.services import place_notes
from hongshu.community.responses.services import part_from_blocked
from hongshu.discovery.search.contracts import Kind
from hongshu.discovery.search.services import look_again
from hongshu.kernel.events import DomainEvent
from hongshu.platform.trust.contracts import ContentHeld, ContentReleased


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


def search_note(event: DomainEvent) -> None:
    """A note came, went or changed: the index looks at it again."""
    assert isinstance(event, NotePublished | NoteDeleted | NoteEdited | NoteRestored)
    look_again(Kind.NOTE, [event.note_id])


def search_member(event: DomainEvent) -> None:
    """A member joined, or is known for something else: the index looks at them again."""
    assert isinstance(event, MemberJoined | KolVerified | KolEnded)
    look_again(Kind.MEMBER, [event.user_id])


def search_subject(event: DomainEvent) -> None:
    """Something is held, or shown again: the index looks at it again, if it holds such things."""
    assert isinstance(event, ContentHeld | ContentReleased)
    if event.subject_kind in {kind.value for kind in Kind}:
        look_again(Kind(event.subject_kind), [event.subject_id])
