"""Letting go of what was deleted long ago."""

from __future__ import annotations

from django.db import transaction

from hongshu.community.notes import services as notes
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
        release_pictures(owner_id=note.author_id, picture_ids=note.picture_ids)
    return len(gone)
