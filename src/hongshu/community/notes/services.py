"""Commands on notes.

A note's rows for its products and topics stand exactly while everybody may see it, and are written in the
note's own transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.utils.timezone import is_aware

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import (
    ImportedNote,
    ImportedNotes,
    NoteDeleted,
    NoteDraft,
    NoteEmpty,
    NoteNotFound,
    NotePublished,
    UnknownChannel,
    Visibility,
)
from hongshu.community.notes.models import NoteOfProduct, NoteOfTopic, NoteRow
from hongshu.community.notes.queries import find_note_by_key
from hongshu.kernel import clock, outbox
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, new_id

_RECOUNT = """
INSERT INTO notes_product_note_count (id, product_id, note_count, counted_at)
SELECT wanted.product_id, wanted.product_id, count(note_id), now()
FROM unnest(%s::bigint[]) AS wanted (product_id) LEFT JOIN notes_note_of_product USING (product_id)
GROUP BY wanted.product_id ORDER BY wanted.product_id
ON CONFLICT (product_id) DO UPDATE SET note_count = EXCLUDED.note_count, counted_at = EXCLUDED.counted_at
"""


@transaction.atomic
def publish_note(
    *,
    author_id: Id,
    draft: NoteDraft,
    source: str = "member",
    source_key: str = "",
    is_restricted: bool = False,
) -> Id:
    """Publish a note at the application's present moment; returns its id.

    ``is_restricted``: the author's account is private.

    Pictures and products are the caller's to check (flows.publishing). With a ``source_key`` idempotent: a
    note known by (author, source, key) is returned as it is. Raises what ``rules.check_draft`` raises,
    InvalidTopic, TooManyTopics.
    """
    if source_key:
        known = find_note_by_key(author_id=author_id, source=source, source_key=source_key)
        if known is not None:
            return known
    rules.check_draft(draft)
    note = NoteRow(
        id=new_id(),
        author_id=author_id,
        source=source,
        source_key=source_key,
        title=draft.title.strip(),
        body=draft.body.strip(),
        language=draft.language,
        channel=draft.channel,
        place=draft.place,
        visibility=draft.visibility,
        picture_ids=[picture.picture_id for picture in draft.pictures],
        picture_alts=[picture.alt for picture in draft.pictures],
        product_ids=list(dict.fromkeys(draft.product_ids)),
        topics=rules.checked_topics(draft.topics),
        is_restricted=is_restricted,
        published_at=clock.now(),
    )
    note.save(force_insert=True)
    if draft.visibility is Visibility.PUBLIC and not note.is_restricted:
        _list([note])
    outbox.append(NotePublished(note_id=Id(note.id), author_id=author_id))
    return Id(note.id)


@transaction.atomic
def delete_note(*, author_id: Id, note_id: Id) -> None:
    """Take a note of the author's away from every read. Raises NoteNotFound, also when it is gone already."""
    rows = NoteRow.objects.filter(id=note_id, author_id=author_id, deleted_at__isnull=True)
    if not rows.update(deleted_at=clock.now()):
        raise NoteNotFound
    NoteOfProduct.objects.filter(note_id=note_id).delete()
    NoteOfTopic.objects.filter(note_id=note_id).delete()
    outbox.append(NoteDeleted(note_id=note_id, author_id=author_id))


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
    _list(created)
    outbox.append(*(NotePublished(note_id=Id(row.id), author_id=Id(row.author_id)) for row in created))
    recount_products({Id(product_id) for row in created for product_id in row.product_ids})
    return ImportedNotes(created=len(created), known=len(wanted) - len(created), refused=refused)


def recount_products(product_ids: Collection[Id]) -> None:
    """Count the notes of products anew. Idempotent; rows are written in key order."""
    if product_ids:
        with connection.cursor() as cursor:
            cursor.execute(_RECOUNT, [sorted(product_ids)])


def recount_products_of_note(note_id: Id) -> None:
    """Count anew for every product that the note shows, whether it was published or deleted."""
    row = NoteRow.objects.filter(id=note_id).values_list("product_ids", flat=True).first()
    recount_products([Id(product_id) for product_id in row or ()])


def _list(notes: Sequence[NoteRow]) -> None:
    """Write the rows by which products and topics find the notes."""
    NoteOfProduct.objects.bulk_create(
        NoteOfProduct(
            product_id=product_id,
            note_id=note.id,
            author_id=note.author_id,
            published_at=note.published_at,
        )
        for note in notes
        for product_id in note.product_ids
    )
    NoteOfTopic.objects.bulk_create(
        NoteOfTopic(topic=topic, note_id=note.id, author_id=note.author_id, published_at=note.published_at)
        for note in notes
        for topic in note.topics
    )


def _imported(note: ImportedNote) -> NoteRow:
    if not note.title.strip() and not note.body.strip():
        raise NoteEmpty(field="title")
    if note.channel and note.channel not in rules.CHANNEL_SLUGS:
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
