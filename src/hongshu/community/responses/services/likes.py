"""Commands on likes of notes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from hongshu.community.notes.queries import get_note, list_summaries_by_id
from hongshu.community.responses.contracts import NoteLiked, NoteUnliked
from hongshu.community.responses.models import LikeRow
from hongshu.community.responses.queries import list_like_states
from hongshu.kernel import outbox
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit

# True for a row that is on now and was not: a like that is repeated changes nothing and says nothing.
_LIKE = """
INSERT INTO responses_like (id, user_id, note_id, author_id, is_on, is_counted)
VALUES (%s, %s, %s, %s, true, false)
ON CONFLICT (user_id, note_id) DO UPDATE SET is_on = true, changed_at = now()
WHERE NOT responses_like.is_on
RETURNING true
"""
_ROLL_UP = """
WITH uncounted AS (
    SELECT id FROM responses_like WHERE is_on <> is_counted ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), counted AS (
    UPDATE responses_like SET is_counted = is_on FROM uncounted WHERE responses_like.id = uncounted.id
    RETURNING responses_like.id, note_id, author_id, is_on
), step AS (
    SELECT note_id, min(author_id) AS author_id, sum(CASE WHEN is_on THEN 1 ELSE -1 END) AS likes
    FROM counted GROUP BY note_id ORDER BY note_id
), moved AS (
    INSERT INTO responses_note_count AS kept (id, note_id, author_id, like_count)
    SELECT note_id, note_id, author_id, greatest(likes, 0) FROM step
    ON CONFLICT (note_id) DO UPDATE SET like_count = kept.like_count + (
        SELECT likes FROM step WHERE step.note_id = kept.note_id
    )
)
SELECT count(*) FROM counted
"""


@transaction.atomic
def like_note(*, user_id: Id, note_id: Id) -> int:
    """Like a note that the member may see; returns its count as the member sees it.

    Idempotent: a second like changes nothing. Raises NoteNotFound, TooManyActions, AccountSuspended.
    """
    check_limit(user_id=user_id, action=Limited.LIKE)
    note = get_note(note_id, viewer_id=user_id)
    author_id = note.summary.author_id
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, [new_id(), user_id, note_id, author_id])
        is_new = cursor.fetchone() is not None
    if is_new:
        outbox.append(NoteLiked(note_id=note_id, author_id=author_id, user_id=user_id))
    return list_like_states([note_id], viewer_id=user_id)[note_id].count


@transaction.atomic
def unlike_note(*, user_id: Id, note_id: Id) -> int:
    """Take a like back; returns the count as the member sees it. Idempotent. Raises NoteNotFound."""
    author_id = get_note(note_id, viewer_id=user_id).summary.author_id
    if LikeRow.objects.filter(user_id=user_id, note_id=note_id, is_on=True).update(is_on=False):
        outbox.append(NoteUnliked(note_id=note_id, author_id=author_id, user_id=user_id))
    return list_like_states([note_id], viewer_id=user_id)[note_id].count


@transaction.atomic
def save_likes(pairs: Sequence[tuple[Id, Id]]) -> int:
    """Keep many likes, as (user id, note id), without telling anybody: for imports and the demo world.

    Idempotent; likes of notes that not everybody may see are passed over. Returns how many were considered.
    """
    notes = list_summaries_by_id(list({note_id for _, note_id in pairs}))
    rows = [
        LikeRow(user_id=user_id, note_id=note_id, author_id=notes[note_id].author_id)
        for user_id, note_id in sorted(set(pairs))
        if note_id in notes
    ]
    LikeRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def roll_up_counts(*, limit: int = 5000) -> int:
    """Bring the counts up to the rows, at most *limit* likes at a time; returns how many were counted.

    One statement: killed midway, nothing was moved. Safe beside other roll-ups (SKIP LOCKED on the likes; the
    counts are taken in the order of their notes).
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP, [limit])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
