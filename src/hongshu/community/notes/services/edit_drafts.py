"""Edits of published notes, kept while the author types."""

from __future__ import annotations

from django.db import transaction

from hongshu.community.notes.contracts import NoteDraft, NoteNotFound
from hongshu.community.notes.models import EditDraftRow, NoteRow
from hongshu.community.notes.stored_form import draft_to_json
from hongshu.kernel import clock
from hongshu.kernel.ids import Id


@transaction.atomic
def save_edit_draft(*, author_id: Id, note_id: Id, draft: NoteDraft, version: int, serial: int = 0) -> bool:
    """Keep what the author has changed of a note so far, whatever it lacks; whether it was kept.

    *version* is the one that is edited. When the note has another by now, the save came late (the edit was
    saved meanwhile, or another one was) and changes nothing; so does one whose *serial* is lower than that of
    the one before. The note's row is locked, as ``edit_note`` locks it. Raises NoteNotFound.
    """
    note = (
        NoteRow.objects.select_for_update()
        .filter(id=note_id, author_id=author_id, deleted_at__isnull=True)
        .first()
    )
    if note is None:
        raise NoteNotFound
    if note.version != version:
        return False
    row = EditDraftRow.objects.filter(author_id=author_id, note_id=note_id).first()
    if row is None:
        row = EditDraftRow(author_id=author_id, note_id=note_id)
    elif serial and serial < row.serial:
        return False
    row.version, row.serial, row.content = version, serial, draft_to_json(draft)
    row.picture_ids = [int(picture.picture_id) for picture in draft.pictures]
    row.saved_at = clock.now()
    row.save()
    return True


@transaction.atomic
def discard_edit_draft(*, author_id: Id, note_id: Id) -> None:
    """Let go of what was changed and not saved. Idempotent."""
    EditDraftRow.objects.filter(author_id=author_id, note_id=note_id).delete()
