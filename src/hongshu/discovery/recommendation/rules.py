"""Pure decisions of recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hongshu.community.notes.contracts import NoteTime
from hongshu.kernel.ids import Id

# For how long who pages through the trending order finds the generation that the visit began with.
KEPT_US = 3 * 3600 * 1_000_000


def credited_note(newest_first: Sequence[NoteTime], followed_at: datetime) -> Id | None:
    """The note that a follow of its author is put down to: the newest one that was there, or None.

    Nobody says for which note they follow; the newest is what most come by.
    """
    return next((each.note_id for each in newest_first if each.published_at <= followed_at), None)
