"""Subscribers of the community's events; the composition root names them."""

from __future__ import annotations

from hongshu.community.notes.contracts import NotePurged
from hongshu.flows.commenting.services import release_comments
from hongshu.kernel.events import DomainEvent


def on_note_purged(event: DomainEvent) -> None:
    """A note is gone for good: nobody reads what stood under it, and nothing shows its pictures."""
    assert isinstance(event, NotePurged)
    release_comments(note_id=event.note_id)
