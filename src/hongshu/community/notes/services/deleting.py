"""Deleting a note, taking that back, and purging what was deleted long ago."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hongshu.community.notes.contracts import (
    KEPT_WHEN_DELETED,
    NoteDeleted,
    NoteNotFound,
    NotePurged,
    NoteRestored,
    PurgedNote,
)
from hongshu.community.notes.models import EditDraftRow, NoteRow, NoteVersionRow
from hongshu.community.notes.queries import list_used_pictures
from hongshu.community.notes.services.finding import list_notes, unlist_notes
from hongshu.kernel import clock, outbox
from hongshu.kernel.ids import Id

# In place of an address: the row of a note that was brought in and is gone for good.
_PURGED = "purged:"


@transaction.atomic
def delete_note(*, author_id: Id, note_id: Id) -> None:
    """Take a note of the author's away from every read; for KEPT_WHEN_DELETED it can be taken back.

    Raises NoteNotFound, also when it is deleted already.
    """
    rows = NoteRow.objects.filter(id=note_id, author_id=author_id, deleted_at__isnull=True)
    if not rows.update(deleted_at=clock.now(), pinned_place=None):
        raise NoteNotFound
    unlist_notes([note_id])
    outbox.append(NoteDeleted(note_id=note_id, author_id=author_id))


@transaction.atomic
def restore_note(*, author_id: Id, note_id: Id) -> None:
    """Take a deletion back: the note is as it was, though no longer pinned. Idempotent.

    Raises NoteNotFound, also when the note was deleted more than KEPT_WHEN_DELETED ago.
    """
    row = NoteRow.objects.select_for_update().filter(id=note_id, author_id=author_id).first()
    if row is None or (row.deleted_at and row.deleted_at < clock.now() - KEPT_WHEN_DELETED):
        raise NoteNotFound
    if row.deleted_at is None:
        return
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    list_notes([row])
    outbox.append(NoteRestored(note_id=note_id, author_id=author_id))


@transaction.atomic
def purge_notes(*, now: datetime, limit: int = 200) -> tuple[PurgedNote, ...]:
    """Let notes go for good that were deleted more than KEPT_WHEN_DELETED ago, with their history.

    At most *limit*; the caller calls again until nothing is returned, and releases the pictures in the same
    transaction. Of a note that was brought in, its empty row stays: it is not brought in again. Safe beside
    another purge.
    """
    due = Q(deleted_at__lt=now - KEPT_WHEN_DELETED) & ~Q(original_url=_PURGED)
    rows = list(
        NoteRow.objects.select_for_update(skip_locked=True).filter(due).order_by("deleted_at")[:limit]
    )
    purged = []
    for row in rows:
        versions = NoteVersionRow.objects.filter(author_id=row.author_id, note_id=row.id)
        shown = {Id(key) for key in row.picture_ids}
        shown.update(Id(key) for keys in versions.values_list("picture_ids", flat=True) for key in keys)
        versions.delete()
        typed = EditDraftRow.objects.filter(author_id=row.author_id, note_id=row.id)
        shown.update(Id(key) for keys in typed.values_list("picture_ids", flat=True) for key in keys)
        typed.delete()
        note_id = Id(row.id)
        _clear(row)
        left = shown - list_used_pictures(Id(row.author_id), shown)
        purged.append(PurgedNote(note_id, Id(row.author_id), tuple(sorted(left))))
        outbox.append(NotePurged(note_id=note_id, author_id=Id(row.author_id)))
    return tuple(purged)


def _clear(row: NoteRow) -> None:
    if not row.source_key:
        row.delete()
        return
    row.title, row.body, row.original_url = "…", "", _PURGED
    row.picture_ids, row.picture_alts, row.product_ids, row.topics = [], [], [], []
    row.spots, row.entries, row.entry_count, row.mentioned_ids = [], [], 0, []
    row.place = ""
    row.save()
