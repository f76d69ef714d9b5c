"""Changing a note, with its history kept."""

from __future__ import annotations

from django.db import transaction

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import (
    NoteChanged,
    NoteDraft,
    NoteEdited,
    NoteMentioned,
    NoteNotFound,
)
from hongshu.community.notes.models import EditDraftRow, NoteRow, NoteVersionRow
from hongshu.community.notes.queries import draft_of_row
from hongshu.community.notes.services.channels import open_slugs
from hongshu.community.notes.services.finding import list_notes, products_of, unlist_notes
from hongshu.community.notes.services.mentions import mentioned_in
from hongshu.community.notes.services.publishing import written_fields
from hongshu.community.notes.stored_form import draft_to_json
from hongshu.kernel import clock, outbox
from hongshu.kernel.ids import Id


@transaction.atomic
def edit_note(*, author_id: Id, note_id: Id, draft: NoteDraft, version: int) -> int:
    """Make a note of the author's what *draft* says, and keep what it was; returns the version it has now.

    *version* is the one that the author saw: when the note has another by now, NoteChanged is raised and
    nothing is changed. The same edit sent twice is done once. What was kept of the edit while it was typed is
    let go. The note's row is locked. Raises NoteNotFound, and what ``publish_note`` raises.
    """
    row = (
        NoteRow.objects.select_for_update()
        .filter(id=note_id, author_id=author_id, deleted_at__isnull=True)
        .first()
    )
    if row is None:
        raise NoteNotFound
    # A note stays in its channel also when that is closed.
    rules.check_draft(draft, channels=open_slugs(besides=row.channel))
    fields = written_fields(draft)
    typed = EditDraftRow.objects.filter(author_id=author_id, note_id=note_id)
    if all(getattr(row, name) == value for name, value in fields.items()):
        typed.delete()
        return row.version
    if row.version != version:
        raise NoteChanged
    typed.delete()
    now = clock.now()
    NoteVersionRow.objects.create(
        author_id=author_id,
        note_id=note_id,
        version=row.version,
        content=draft_to_json(draft_of_row(row)),
        picture_ids=row.picture_ids,
        written_at=row.edited_at or row.published_at,
        replaced_at=now,
    )
    before = products_of(row)
    mentioned = mentioned_in(draft.body, author_id=author_id)
    named = tuple(Id(key) for key in mentioned if key not in row.mentioned_ids)
    for name, value in {**fields, "mentioned_ids": mentioned}.items():
        setattr(row, name, value)
    left = tuple(Id(key) for key in before if key not in products_of(row))
    row.version += 1
    row.edited_at = now
    row.save()
    unlist_notes([note_id])
    list_notes([row])
    outbox.append(NoteEdited(note_id=note_id, author_id=author_id, left_product_ids=left))
    if named:
        outbox.append(NoteMentioned(note_id=note_id, author_id=author_id, mentioned_ids=named))
    return row.version
