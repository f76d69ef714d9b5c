"""The rows by which products, topics and demand find notes, exactly while everybody may see a note.

Whoever changes what a note shows or who sees it calls ``list_notes`` or ``unlist_notes`` in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import Visibility
from hongshu.community.notes.models import NoteDemand, NoteOfProduct, NoteOfTopic, NoteRow
from hongshu.kernel.ids import Id

_RECOUNT = """
INSERT INTO notes_product_note_count (id, product_id, note_count, counted_at)
SELECT wanted.product_id, wanted.product_id, count(note_id), now()
FROM unnest(%s::bigint[]) AS wanted (product_id) LEFT JOIN notes_note_of_product USING (product_id)
GROUP BY wanted.product_id ORDER BY wanted.product_id
ON CONFLICT (product_id) DO UPDATE SET note_count = EXCLUDED.note_count, counted_at = EXCLUDED.counted_at
"""


def is_shown_to_all(note: NoteRow) -> bool:
    """Whether everybody may see the note: SHOWN_TO_ALL for a row in hand."""
    return (
        note.visibility == Visibility.PUBLIC
        and note.deleted_at is None
        and not note.is_restricted
        and not note.is_held
    )


def products_of(note: NoteRow) -> list[int]:
    """The products that a note shows or has on its shopping list, each once."""
    listed = (entry["product"] for entry in note.entries if "product" in entry)
    return list(dict.fromkeys((*note.product_ids, *listed)))


def list_notes(notes: Sequence[NoteRow]) -> None:
    """Write the rows by which products, topics and demand find the notes that everybody may see."""
    notes = [note for note in notes if is_shown_to_all(note)]
    NoteOfProduct.objects.bulk_create(
        NoteOfProduct(
            product_id=product_id,
            note_id=note.id,
            author_id=note.author_id,
            published_at=note.published_at,
            source=note.source,
            rating=note.rating,
        )
        for note in notes
        for product_id in products_of(note)
    )
    NoteOfTopic.objects.bulk_create(
        NoteOfTopic(topic=topic, note_id=note.id, author_id=note.author_id, published_at=note.published_at)
        for note in notes
        for topic in note.topics
    )
    NoteDemand.objects.bulk_create(
        NoteDemand(
            wanted=rules.wanted_name(entry["name"])[:80],
            note_id=note.id,
            author_id=note.author_id,
            number=number,
            said=entry["name"],
            place=entry.get("place", ""),
            published_at=note.published_at,
        )
        for note in notes
        for number, entry in enumerate(note.entries, start=1)
        if "product" not in entry
    )


def unlist_notes(note_ids: Collection[int]) -> None:
    """Take the rows of notes away."""
    for table in (NoteOfProduct, NoteOfTopic, NoteDemand):
        table.objects.filter(note_id__in=note_ids).delete()


def recount_products(product_ids: Collection[Id]) -> None:
    """Count the notes of products anew. Idempotent; rows are written in key order."""
    if product_ids:
        with connection.cursor() as cursor:
            cursor.execute(_RECOUNT, [sorted(product_ids)])


def recount_products_of_note(note_id: Id) -> None:
    """Count anew for every product that the note shows, whether it was published or deleted."""
    row = NoteRow.objects.filter(id=note_id).first()
    if row is not None:
        recount_products([Id(product_id) for product_id in products_of(row)])
