"""Pinning notes above the others of a profile."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from hongshu.community.notes.contracts import MAX_PINNED, NoteNotFound, TooManyPinned
from hongshu.community.notes.models import NoteRow
from hongshu.kernel.ids import Id


@transaction.atomic
def pin_note(*, author_id: Id, note_id: Id) -> None:
    """Pin a note of the author's at the lowest free place. Idempotent. Raises NoteNotFound, TooManyPinned."""
    notes = NoteRow.objects.filter(author_id=author_id, deleted_at__isnull=True)
    row = notes.filter(id=note_id).values_list("pinned_place", flat=True)
    if not row:
        raise NoteNotFound
    if row[0] is not None:
        return
    for place in range(1, MAX_PINNED + 1):
        # Taken places are found by the constraint: it also decides between two pins at the same time.
        try:
            with transaction.atomic():
                if notes.filter(id=note_id).update(pinned_place=place):
                    return
                raise NoteNotFound
        except IntegrityError:
            continue
    raise TooManyPinned(max=MAX_PINNED)


def unpin_note(*, author_id: Id, note_id: Id) -> None:
    """Put a note back among the others. Idempotent. Raises NoteNotFound."""
    if not NoteRow.objects.filter(author_id=author_id, id=note_id, deleted_at__isnull=True).update(
        pinned_place=None
    ):
        raise NoteNotFound
