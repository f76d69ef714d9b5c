"""Bringing the counts of comments up to their rows, in batches (design decision 9).

Rows that somebody else holds are left for the next time (SKIP LOCKED), so a roll-up waits for nobody and no
circle of waiting can close over it.
"""

from __future__ import annotations

from django.db import connection, transaction

_PENDING = """
WITH pending AS (
    SELECT id, note_id, root_id, is_on FROM responses_comment WHERE is_on <> is_counted
    ORDER BY note_id, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
), roots AS (
    SELECT id FROM responses_comment WHERE id IN (SELECT root_id FROM pending)
    FOR NO KEY UPDATE SKIP LOCKED
)
SELECT pending.id, pending.note_id, pending.root_id, pending.is_on FROM pending
WHERE pending.root_id IS NULL OR pending.root_id IN (SELECT id FROM roots)
"""
_COUNTED = "UPDATE responses_comment SET is_counted = is_on WHERE id = ANY (%s)"
_OF_ROOTS = """
UPDATE responses_comment AS root SET reply_count = root.reply_count + moved.step
FROM unnest(%s::bigint[], %s::integer[]) AS moved (id, step) WHERE root.id = moved.id
"""
_OF_NOTES = """
WITH moved AS (
    SELECT * FROM unnest(%s::bigint[], %s::integer[]) AS moved (note_id, step)
)
INSERT INTO responses_note_comments AS kept (id, note_id, comment_count, is_closed)
SELECT note_id, note_id, greatest(step, 0), false FROM moved ORDER BY note_id
ON CONFLICT (note_id) DO UPDATE SET comment_count = kept.comment_count + (
    SELECT step FROM moved WHERE moved.note_id = kept.note_id
)
"""
_LIKES = """
WITH pending AS (
    SELECT id, comment_id FROM responses_comment_like WHERE is_on <> is_counted
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), liked AS (
    SELECT id FROM responses_comment WHERE id IN (SELECT comment_id FROM pending)
    FOR NO KEY UPDATE SKIP LOCKED
), counted AS (
    UPDATE responses_comment_like AS own SET is_counted = own.is_on
    FROM pending JOIN liked ON liked.id = comment_id
    WHERE own.id = pending.id
    RETURNING own.comment_id, CASE WHEN own.is_on THEN 1 ELSE -1 END AS step
), moved AS (
    UPDATE responses_comment AS c SET like_count = c.like_count + steps.step
    FROM (SELECT comment_id, sum(step) AS step FROM counted GROUP BY comment_id) AS steps
    WHERE c.id = steps.comment_id
)
SELECT count(*) FROM counted
"""


def roll_up_comments(*, limit: int = 5000) -> int:
    """Bring the counts of comments and of their likes up to the rows; returns how many rows were counted.

    At most *limit* comments and *limit* likes at a time. Killed midway, nothing was moved.
    """
    return _roll_up_rows(limit) + _roll_up_likes(limit)


@transaction.atomic
def _roll_up_rows(limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, [limit])
        pending = cursor.fetchall()
        if not pending:
            return 0
        notes: dict[int, int] = {}
        roots: dict[int, int] = {}
        for _, note_id, root_id, is_on in pending:
            step = 1 if is_on else -1
            notes[note_id] = notes.get(note_id, 0) + step
            if root_id is not None:
                roots[root_id] = roots.get(root_id, 0) + step
        cursor.execute(_COUNTED, [[row[0] for row in pending]])
        cursor.execute(_OF_ROOTS, [list(roots), list(roots.values())])
        cursor.execute(_OF_NOTES, [list(notes), list(notes.values())])
    return len(pending)


@transaction.atomic
def _roll_up_likes(limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LIKES, [limit])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
