"""Bringing notes in from outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.timezone import is_aware

from hongshu.community.notes.contracts import (
    ImportedNote,
    ImportedNotes,
    NoteEmpty,
    NotePublished,
    UnknownChannel,
    Visibility,
)
from hongshu.community.notes.models import NoteRow
from hongshu.community.notes.queries import find_channel
from hongshu.community.notes.services.finding import list_notes, recount_products
from hongshu.kernel import outbox
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, new_id


@transaction.atomic
def import_notes(notes: Sequence[ImportedNote]) -> ImportedNotes:
    """Bring notes in from outside, whole: nothing is cut, whatever its length, and none needs a picture.

    Idempotent on (author, source, source_key). A note that cannot be kept is returned in ``refused`` with its
    reason, and the others are kept. About six statements for any number of notes.
    """
    refused: dict[str, DomainError] = {}
    wanted: dict[tuple[int, str, str], NoteRow] = {}
    for note in notes:
        try:
            wanted[(note.author_id, note.source, note.source_key)] = _imported(note)
        except DomainError as error:
            refused[note.source_key] = error
    known = _known(wanted)
    created = [row for key, row in wanted.items() if key not in known]
    NoteRow.objects.bulk_create(created)
    list_notes(created)
    outbox.append(*(NotePublished(note_id=Id(row.id), author_id=Id(row.author_id)) for row in created))
    recount_products({Id(product_id) for row in created for product_id in row.product_ids})
    return ImportedNotes(created=len(created), known=len(wanted) - len(created), refused=refused)


def _imported(note: ImportedNote) -> NoteRow:
    if not note.title.strip() and not note.body.strip():
        raise NoteEmpty(field="title")
    if note.channel and find_channel(note.channel) is None:
        raise UnknownChannel(field="channel", channel=note.channel[:40])
    assert is_aware(note.published_at), "a moment without a zone is not a moment"
    return NoteRow(
        id=new_id(),
        author_id=note.author_id,
        source=note.source,
        source_key=note.source_key,
        title=note.title.strip(),
        body=note.body.strip(),
        language=note.language,
        channel=note.channel,
        visibility=Visibility.PUBLIC,
        product_ids=[note.product_id],
        rating=note.rating,
        published_at=note.published_at,
    )


def _known(wanted: Collection[tuple[int, str, str]]) -> set[tuple[int, str, str]]:
    rows = NoteRow.objects.filter(
        author_id__in={key[0] for key in wanted}, source_key__in={key[2] for key in wanted}
    )
    return set(rows.values_list("author_id", "source", "source_key"))
