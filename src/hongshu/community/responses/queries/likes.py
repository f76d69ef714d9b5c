"""Reads of likes of notes."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from hongshu.community.responses.contracts import NO_LIKES, LikeState
from hongshu.community.responses.models import NoteCount
from hongshu.kernel.ids import Id

# The viewer's own like is added when the count does not hold it yet, and taken off when it still does.
_STATES = """
SELECT wanted.note_id,
    coalesce(kept.like_count, 0) + coalesce(own.is_on::int - own.is_counted::int, 0),
    coalesce(own.is_on, false)
FROM unnest(%s::bigint[]) AS wanted (note_id)
LEFT JOIN responses_note_count AS kept USING (note_id)
LEFT JOIN responses_like AS own ON own.user_id = %s AND own.note_id = wanted.note_id
"""


def list_like_states(note_ids: Collection[Id], *, viewer_id: Id | None) -> dict[Id, LikeState]:
    """The likes of every note of *note_ids* as the viewer sees them; one query, none for no ids."""
    if not note_ids:
        return {}
    if viewer_id is None:
        counted = dict(
            NoteCount.objects.filter(note_id__in=set(note_ids)).values_list("note_id", "like_count")
        )
        return {
            key: LikeState(count=counted[key], is_liked=False) if key in counted else NO_LIKES
            for key in note_ids
        }
    with connection.cursor() as cursor:
        cursor.execute(_STATES, [list(note_ids), viewer_id])
        return {Id(key): LikeState(count=count, is_liked=liked) for key, count, liked in cursor.fetchall()}


def count_likes_received(author_id: Id) -> int:
    """How many likes an author's notes have together; one query."""
    return sum(NoteCount.objects.filter(author_id=author_id).values_list("like_count", flat=True))
