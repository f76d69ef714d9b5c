"""Pure decisions of recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hongshu.community.notes.contracts import NoteTime
from hongshu.kernel.ids import Id

# For how long who pages through the trending order finds the generation that the visit began with.
KEPT_US = 3 * 3600 * 1_000_000


def credited_note(
    newest_first: Sequence[NoteTime], followed_at: datetime, *, from_note: Id | None = None
) -> Id | None:
    """The note that a follow is put down to, of the followee's notes: the one that it was made from, if it is
    known and among them, else the newest one that was there; or None.

    Who follows from a profile says no note; the newest is what most come by.
    """
    if from_note is not None and any(each.note_id == from_note for each in newest_first):
        return from_note
    return next((each.note_id for each in newest_first if each.published_at <= followed_at), None)
