"""Reads of likes of notes."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Sum

from hongshu.community.responses.contracts import NO_LIKES, LikeState
from hongshu.community.responses.models import NoteCount
from hongshu.kernel.asking import Asked
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
    return ask_like_states(note_ids, viewer_id=viewer_id).answer


def ask_like_states(note_ids: Collection[Id], *, viewer_id: Id | None) -> Asked[dict[Id, LikeState]]:
    """``list_like_states``, to be sent with others."""
    if not note_ids:
        return Asked.known({})
    if viewer_id is None:
        rows = NoteCount.objects.filter(note_id__in=set(note_ids)).values_list("note_id", "like_count")

        def states(found: list[tuple[int, int]]) -> dict[Id, LikeState]:
            counted = dict(found)
            return {
                key: LikeState(count=counted[key], is_liked=False) if key in counted else NO_LIKES
                for key in note_ids
            }

        return Asked.rows(rows, states)
    return Asked(
        _STATES,
        [list(note_ids), viewer_id],
        lambda found: {Id(key): LikeState(count=count, is_liked=liked) for key, count, liked in found},
        columns=3,
    )


def count_likes_received(author_id: Id) -> int:
    """How many likes an author's notes have together; one query."""
    return ask_likes_received(author_id).answer


def ask_likes_received(author_id: Id) -> Asked[int]:
    """``count_likes_received``, to be sent with others."""
    total = NoteCount.objects.filter(author_id=author_id).values("author_id").annotate(sum=Sum("like_count"))
    return Asked.rows(total.values_list("sum"), lambda found: sum(count for (count,) in found))
