"""Reads of where notes were written, and of what they show and list, for those who look at places."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db.models import TextField
from django.db.models.functions import Cast

from hongshu.community.notes.contracts import NotePlaces, ShownThere
from hongshu.community.notes.models import SHOWN_TO_ALL, NoteRow
from hongshu.community.notes.stored_form import entries_of_json
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id


def list_places_of_notes(note_ids: Collection[Id]) -> tuple[NotePlaces, ...]:
    """What public notes among *note_ids* say about places. One query, none for no ids."""
    if not note_ids:
        return ()
    rows = NoteRow.objects.filter(SHOWN_TO_ALL, id__in=set(note_ids))
    return tuple(
        NotePlaces(
            note_id=Id(key),
            author_id=Id(author_id),
            published_at=at,
            places=tuple(dict.fromkeys(text for text in (place, *_places(entries)) if text)),
        )
        for key, author_id, at, place, entries in rows.values_list(
            "id", "author_id", "published_at", "place", "entries"
        )
    )


def list_shown_there(note_ids: Collection[Id]) -> tuple[ShownThere, ...]:
    """What public notes among *note_ids* show and list, the newest first. One query, none for no ids."""
    return ask_shown_there(note_ids).answer


def ask_shown_there(note_ids: Collection[Id]) -> Asked[tuple[ShownThere, ...]]:
    """``list_shown_there``, to be sent with others."""
    rows = NoteRow.objects.filter(SHOWN_TO_ALL, id__in=set(note_ids)).order_by("-published_at", "-id")
    # The lists travel as text, and are read where they arrive.
    told = rows.values_list("id", "place", "product_ids", Cast("entries", TextField()))
    return Asked.rows(
        told,
        lambda found: tuple(
            ShownThere(
                note_id=Id(key),
                place=place,
                product_ids=tuple(Id(product_id) for product_id in product_ids),
                entries=entries_of_json(json.loads(entries)),
            )
            for key, place, product_ids, entries in found
        ),
    )


def _places(entries: list[dict[str, str]]) -> list[str]:
    return [str(each.get("place", "")) for each in entries]
