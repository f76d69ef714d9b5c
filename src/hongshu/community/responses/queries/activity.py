"""Reads of what members did about notes, for those who weigh it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Model

from hongshu.community.responses.contracts import HourOfActivity
from hongshu.community.responses.models import CollectRow, CommentRow, LikeRow, ShareRow
from hongshu.kernel.ids import Id

_TABLES: dict[str, type[Model]] = {
    "like": LikeRow,
    "collect": CollectRow,
    "comment": CommentRow,
    "share": ShareRow,
}
# Whoever comments ten times within an hour is one who commented; authors do not count on their own notes.
_BY_HOUR = """
SELECT note_id, 'like', date_trunc('hour', changed_at, 'UTC'), count(*) FROM responses_like
WHERE note_id = ANY (%(notes)s) AND is_on AND changed_at >= %(since)s AND user_id <> author_id GROUP BY 1, 3
UNION ALL
SELECT note_id, 'collect', date_trunc('hour', changed_at, 'UTC'), count(*) FROM responses_collect
WHERE note_id = ANY (%(notes)s) AND is_on AND changed_at >= %(since)s AND user_id <> author_id GROUP BY 1, 3
UNION ALL
SELECT note_id, 'comment', date_trunc('hour', created_at, 'UTC'), count(DISTINCT user_id)
FROM responses_comment
WHERE note_id = ANY (%(notes)s) AND is_on AND created_at >= %(since)s AND user_id <> author_id GROUP BY 1, 3
UNION ALL
SELECT note_id, 'share', date_trunc('hour', shared_at, 'UTC'), count(*) FROM responses_share
WHERE note_id = ANY (%(notes)s) AND shared_at >= %(since)s AND user_id <> author_id GROUP BY 1, 3
"""


def list_responded_after(kind: str, mark: int, *, limit: int) -> tuple[tuple[int, Id], ...]:
    """Row and note of the first responses of a kind made after row *mark*.

    The kinds are "like", "collect", "comment" and "share". One range of the primary key. A response that
    is taken back and made again keeps its row.
    """
    rows = _TABLES[kind]._default_manager.filter(pk__gt=mark).order_by("pk")[:limit]
    return tuple((row, Id(note_id)) for row, note_id in rows.values_list("pk", "note_id"))


def count_responses_by_hour(note_ids: Collection[Id], *, since: datetime) -> tuple[HourOfActivity, ...]:
    """What others than the authors did about notes, by hour. One query, none for no ids."""
    if not note_ids:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_BY_HOUR, {"notes": sorted(note_ids), "since": since})
        return tuple(
            HourOfActivity(note_id=Id(key), kind=kind, hour=hour, count=count)
            for key, kind, hour, count in cursor.fetchall()
        )
