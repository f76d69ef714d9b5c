"""What happens to all notes of an author together: with a private account, and when the author leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hongshu.community.notes.contracts import NoteDeleted, NotePurged, NoteRestored, PurgedNote
from hongshu.community.notes.models import DraftRow, EditDraftRow, NoteRow, NoteVersionRow, PublishedDraftRow
from hongshu.community.notes.services.finding import list_notes, recount_products, unlist_notes
from hongshu.kernel import outbox
from hongshu.kernel.ids import Id


@transaction.atomic
def restrict_notes(*, author_id: Id, is_restricted: bool) -> int:
    """Show an author's notes to followers only, or to everybody again; how many changed. Idempotent.

    With the rows by which products and topics find them, in one transaction.
    """
    changed = list(
        NoteRow.objects.select_for_update()
        .filter(author_id=author_id, is_restricted=not is_restricted)
        .order_by("id")
    )
    NoteRow.objects.filter(author_id=author_id, id__in=[row.id for row in changed]).update(
        is_restricted=is_restricted
    )
    for row in changed:
        row.is_restricted = is_restricted
    _relist(changed)
    return len(changed)


@transaction.atomic
def withdraw_notes(*, author_id: Id, at: datetime) -> int:
    """Take all notes of an author away at a moment by which ``return_notes`` knows them; how many.

    Drafts that were scheduled are so no longer.
    """
    rows = list(
        NoteRow.objects.select_for_update()
        .filter(author_id=author_id, deleted_at__isnull=True)
        .order_by("id")
    )
    NoteRow.objects.filter(author_id=author_id, id__in=[row.id for row in rows]).update(
        deleted_at=at, pinned_place=None
    )
    for row in rows:
        row.deleted_at = at
    _relist(rows)
    # What was scheduled would come out while its author is away.
    DraftRow.objects.filter(author_id=author_id).update(publish_at=None)
    outbox.append(*(NoteDeleted(note_id=Id(row.id), author_id=author_id) for row in rows))
    return len(rows)


@transaction.atomic
def return_notes(*, author_id: Id, at: datetime) -> int:
    """Give back what ``withdraw_notes`` took away at that moment, though no longer pinned; how many."""
    rows = list(NoteRow.objects.select_for_update().filter(author_id=author_id, deleted_at=at).order_by("id"))
    NoteRow.objects.filter(author_id=author_id, id__in=[row.id for row in rows]).update(deleted_at=None)
    for row in rows:
        row.deleted_at = None
    _relist(rows)
    outbox.append(*(NoteRestored(note_id=Id(row.id), author_id=author_id) for row in rows))
    return len(rows)


@transaction.atomic
def erase_notes(*, author_id: Id, limit: int = 200) -> tuple[PurgedNote, ...]:
    """Let an author's notes go for good, deleted or not, with history and drafts, at most *limit* at a time.

    The caller calls again until nothing is returned, and releases the pictures in the same transaction. Of a
    note that was brought in nothing is left either: its author will not come again.
    """
    rows = list(NoteRow.objects.select_for_update().filter(author_id=author_id).order_by("id")[:limit])
    if not rows:
        DraftRow.objects.filter(author_id=author_id).delete()
        EditDraftRow.objects.filter(author_id=author_id).delete()
        PublishedDraftRow.objects.filter(author_id=author_id).delete()
        NoteVersionRow.objects.filter(author_id=author_id).delete()
        return ()
    ids = [row.id for row in rows]
    versions = NoteVersionRow.objects.filter(author_id=author_id, note_id__in=ids)
    shown: dict[int, set[int]] = {row.id: set(row.picture_ids) for row in rows}
    for note_id, keys in versions.values_list("note_id", "picture_ids"):
        shown[note_id].update(keys)
    versions.delete()
    unlist_notes(ids)
    NoteRow.objects.filter(author_id=author_id, id__in=ids).delete()
    recount_products({Id(key) for row in rows for key in row.product_ids})
    outbox.append(*(NotePurged(note_id=Id(key), author_id=author_id) for key in ids))
    return tuple(PurgedNote(Id(key), author_id, tuple(map(Id, sorted(shown[key])))) for key in ids)


def _relist(rows: Sequence[NoteRow]) -> None:
    unlist_notes([row.id for row in rows])
    list_notes(rows)
    recount_products({Id(key) for row in rows for key in row.product_ids})
