"""What products are rated, and by whom they are talked about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Max

from hongshu.community.notes.contracts import ProductVoices, RatingSpread
from hongshu.community.notes.models import NoteOfProduct
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id

# Who wrote a note with stars is not counted a second time for the stars alone that the same place tells.
_VOICES = """
SELECT source, true, rating, count(*) FROM notes_note_of_product
WHERE product_id = %(product)s AND rating IS NOT NULL AND NOT author_id = ANY (%(hidden)s::bigint[])
GROUP BY source, rating
UNION ALL
SELECT source, false, stars::integer, count(*) FROM notes_external_rating AS told
WHERE product_id = %(product)s AND NOT EXISTS (
    SELECT FROM notes_note_of_product AS note
    WHERE note.product_id = told.product_id AND note.author_id = told.author_id
        AND note.source = told.source AND note.rating IS NOT NULL
)
GROUP BY source, stars
UNION ALL
SELECT '', true, 0, count(*) FROM notes_note_of_product
WHERE product_id = %(product)s AND author_id = ANY (%(chosen)s::bigint[])
    AND NOT author_id = ANY (%(hidden)s::bigint[])
UNION ALL
SELECT '', false, 0, count(*) FROM notes_note_of_product
WHERE product_id = %(product)s AND NOT author_id = ANY (%(hidden)s::bigint[])
"""


def get_product_voices(
    product_id: Id, *, chosen_authors: Collection[Id] = (), without_authors: Collection[Id] = ()
) -> ProductVoices:
    """The ratings of a product by kind, those with notes first, and how many notes it has.

    ``chosen_authors`` are counted apart; ``without_authors`` are those the viewer shall not see. One query.
    """
    return ask_product_voices(
        product_id, chosen_authors=chosen_authors, without_authors=without_authors
    ).answer


def ask_product_voices(
    product_id: Id, *, chosen_authors: Collection[Id] = (), without_authors: Collection[Id] = ()
) -> Asked[ProductVoices]:
    """``get_product_voices``, to be sent with others."""
    values: dict[str, Any] = {
        "product": product_id,
        "chosen": list(chosen_authors),
        "hidden": list(without_authors),
    }
    return Asked(_VOICES, values, _voices, columns=4)


def _voices(rows: list[tuple[str, bool, int, int]]) -> ProductVoices:
    counts: dict[tuple[str, bool], list[int]] = {}
    notes = {True: 0, False: 0}
    for source, has_notes, stars, count in rows:
        if stars:
            counts.setdefault((source, has_notes), [0] * 5)[stars - 1] = count
        else:
            notes[has_notes] = count
    spreads = [
        RatingSpread(source=source, has_notes=has_notes, counts=(c[0], c[1], c[2], c[3], c[4]))
        for (source, has_notes), c in counts.items()
    ]
    spreads.sort(key=lambda spread: (spread.source != "member", spread.source, not spread.has_notes))
    return ProductVoices(spreads=tuple(spreads), note_count=notes[False], chosen_count=notes[True])


def list_authors_of_product(
    product_id: Id, *, only: Collection[Id] | None = None, limit: int = 40
) -> tuple[Id, ...]:
    """Who has notes about a product that everybody may see, each once, the latest writer first. One query."""
    return ask_authors_of_product(product_id, only=only, limit=limit).answer


def ask_authors_of_product(
    product_id: Id, *, only: Collection[Id] | None = None, limit: int = 40
) -> Asked[tuple[Id, ...]]:
    """``list_authors_of_product``, to be sent with others."""
    rows = NoteOfProduct.objects.filter(product_id=product_id)
    if only is not None:
        rows = rows.filter(author_id__in=set(only))
    latest = rows.values("author_id").annotate(at=Max("published_at")).order_by("-at", "-author_id")
    found = latest.values_list("author_id", "at")[:limit]
    return Asked.rows(found, lambda rows: tuple(Id(key) for key, _ in rows))
