"""Letting go of what was deleted long ago."""

from __future__ import annotations

from django.db import transaction

from hongshu.community.notes import services as notes
from hongshu.community.responses.queries import list_shown_pictures
from hongshu.kernel import clock
from hongshu.platform.media.services import release_pictures


def purge_deleted_notes() -> int:
    """Purge notes that can no longer be taken back, and release their pictures; how many went.

    A batch a transaction: killed in between, the next call goes on.
    """
    purged = 0
    while count := _purge_batch():
        purged += count
    return purged


@transaction.atomic
def _purge_batch() -> int:
    gone = notes.purge_notes(now=clock.now())
    for note in gone:
        shown = list_shown_pictures(note.author_id, note.picture_ids)
        release_pictures(owner_id=note.author_id, picture_ids=set(note.picture_ids) - shown)
    return len(gone)
