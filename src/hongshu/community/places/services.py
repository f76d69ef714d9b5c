"""Writing down where notes belong."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from hongshu.community.notes.queries import list_places_of_notes, list_times_after
from hongshu.community.places.gazetteer import names
from hongshu.community.places.models import NotePlace
from hongshu.community.places.rules import resolve
from hongshu.kernel.ids import Id, new_ids


@transaction.atomic
def place_notes(note_ids: Collection[Id]) -> int:
    """Make the rows of these notes what their texts say now; returns how many rows they have.

    Notes that not everybody may see have none. Idempotent; in any order of events the last reading wins.
    """
    known = names()
    wanted = sorted(set(note_ids))
    found = []
    for note in list_places_of_notes(wanted):
        places = dict.fromkeys(resolve(text, known) for text in note.places)
        found += [(place, note) for place in places if place is not None]
    NotePlace.objects.filter(note_id__in=wanted).delete()
    NotePlace.objects.bulk_create(
        [
            NotePlace(
                id=key,
                country=place.country,
                city=place.city,
                note_id=note.note_id,
                author_id=note.author_id,
                published_at=note.published_at,
            )
            for key, (place, note) in zip(new_ids(len(found)), found, strict=True)
        ],
        ignore_conflicts=True,
    )
    return len(found)


def place_all_notes(*, step: int = 1000) -> int:
    """Place every note anew, for example after the gazetteer has grown; returns the number of rows."""
    mark, count = 0, 0
    while notes := list_times_after(mark, limit=step):
        count += place_notes([note.note_id for note in notes])
        mark = int(notes[-1].note_id)
    return count
