"""Commands on shares of notes.

A share is counted once a member and note, and is not taken back: the link has left the house. What visitors
share is not counted at all, because nobody could tell one of them from another.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from hongshu.community.notes.queries import get_note, list_summaries_by_id
from hongshu.community.responses.models import ShareRow
from hongshu.community.responses.queries import list_note_states
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit

_ROLL_UP = """
WITH uncounted AS (
    SELECT id FROM responses_share WHERE NOT is_counted ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), counted AS (
    UPDATE responses_share SET is_counted = true FROM uncounted WHERE responses_share.id = uncounted.id
    RETURNING responses_share.id, note_id, author_id
), step AS (
    SELECT note_id, min(author_id) AS author_id, count(*) AS shares
    FROM counted GROUP BY note_id ORDER BY note_id
), moved AS (
    INSERT INTO responses_note_count AS kept (id, note_id, author_id, share_count)
    SELECT note_id, note_id, author_id, shares FROM step
    ON CONFLICT (note_id) DO UPDATE SET share_count = kept.share_count + EXCLUDED.share_count
)
SELECT count(*) FROM counted
"""


@transaction.atomic
def share_note(*, user_id: Id, note_id: Id) -> int:
    """Keep that a member shared a note that they may see; returns its count as the member sees it.

    Idempotent: a second share of the same note changes nothing. Raises NoteNotFound, TooManyActions,
    AccountSuspended.
    """
    check_limit(user_id=user_id, action=Limited.SHARE)
    author_id = get_note(note_id, viewer_id=user_id).summary.author_id
    row = ShareRow(id=new_id(), user_id=user_id, note_id=note_id, author_id=author_id)
    ShareRow.objects.bulk_create([row], ignore_conflicts=True)
    return list_note_states([note_id], viewer_id=user_id)[note_id].share_count


@transaction.atomic
def save_shares(pairs: Sequence[tuple[Id, Id]]) -> int:
    """Keep many shares, as (user id, note id): for imports and the demo world.

    Idempotent; shares of notes that not everybody may see are passed over. Returns how many were considered.
    """
    notes = list_summaries_by_id(list({note_id for _, note_id in pairs}))
    rows = [
        ShareRow(user_id=user_id, note_id=note_id, author_id=notes[note_id].author_id)
        for user_id, note_id in sorted(set(pairs))
        if note_id in notes
    ]
    ShareRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def roll_up_shares(*, limit: int = 5000) -> int:
    """Bring the counts up to the rows, at most *limit* shares at a time; returns how many were counted.

    One statement, safe beside other roll-ups (SKIP LOCKED; counts are taken in the order of their notes).
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP, [limit])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
