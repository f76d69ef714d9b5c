"""Taking all that a member did out of the responses, with counts right: for who leaves.

Every function takes at most a batch, in one transaction, and returns how much it took: the caller goes on
until nothing is left. Rows that are counted take their part out of the count they stand in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from hongshu.community.responses.models import BoardEditorRow, BoardRow, CommentRow
from hongshu.community.responses.services.boards import remove_board, remove_editor
from hongshu.kernel import clock
from hongshu.kernel.ids import Id

# The text of a comment whose writer left: the table wants some text, and this one says nothing.
GONE = "…"
_LOCKED = """
SELECT id, {subject}, is_counted FROM {table} WHERE user_id = %s ORDER BY id LIMIT %s FOR UPDATE
"""
_LOCK_COUNTS = "SELECT id FROM {counts} WHERE {key} = ANY (%s) ORDER BY id FOR UPDATE"
_UNCOUNT = """
UPDATE {counts} AS kept SET {column} = kept.{column} - 1 FROM unnest(%s::bigint[]) AS gone (key)
WHERE kept.{key} = gone.key
"""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A table of a member's marks, and the column in which they are counted."""

    table: str
    subject: str
    counts: str
    key: str
    column: str


_LIKES = _Counted("responses_like", "note_id", "responses_note_count", "note_id", "like_count")
_COMMENT_LIKES = _Counted("responses_comment_like", "comment_id", "responses_comment", "id", "like_count")
_SHARES = _Counted("responses_share", "note_id", "responses_note_count", "note_id", "share_count")
_COLLECTS = _Counted("responses_collect", "note_id", "responses_note_count", "note_id", "collect_count")


def erase_likes(*, user_id: Id, limit: int = 500) -> int:
    """A member's likes of notes."""
    return _erase(user_id, limit, _LIKES)


def erase_shares(*, user_id: Id, limit: int = 500) -> int:
    """A member's shares of notes."""
    return _erase(user_id, limit, _SHARES)


def erase_comment_likes(*, user_id: Id, limit: int = 500) -> int:
    """A member's likes of comments."""
    return _erase(user_id, limit, _COMMENT_LIKES)


@transaction.atomic
def erase_boards(*, user_id: Id, limit: int = 20) -> int:
    """A member's boards, and their part in boards of others, whose owners keep what they put there."""
    shared = list(BoardEditorRow.objects.filter(user_id=user_id).values_list("board_id", flat=True)[:limit])
    for board_id in shared:
        remove_editor(user_id=user_id, board_id=Id(board_id), editor_id=user_id)
    own = list(BoardRow.objects.select_for_update().filter(owner_id=user_id).order_by("id")[:limit])
    for row in own:
        remove_board(Id(row.id))
    return len(shared) + len(own)


def erase_collects(*, user_id: Id, limit: int = 500) -> int:
    """What is left of a member's collecting; after ``erase_boards``."""
    return _erase(user_id, limit, _COLLECTS)


@transaction.atomic
def erase_comments(*, user_id: Id, limit: int = 500) -> tuple[int, tuple[Id, ...]]:
    """What a member said: each comment becomes a stone without words; how many, and the pictures they showed.

    The stone is read where others answered, and nowhere else. Counts follow by the roll-up.
    """
    rows = list(
        CommentRow.objects.select_for_update(no_key=True)
        .filter(user_id=user_id)
        .exclude(Q(body=GONE) & Q(picture_id__isnull=True) & Q(deleted_at__isnull=False))
        .order_by("id")[:limit]
    )
    pictures = tuple(Id(row.picture_id) for row in rows if row.picture_id is not None)
    now = clock.now()
    for row in rows:
        row.body, row.mention_ids, row.picture_id, row.is_pinned = GONE, [], None, False
        row.deleted_at = row.deleted_at or now
    CommentRow.objects.bulk_update(
        rows, ["body", "mention_ids", "picture_id", "is_pinned", "deleted_at"], batch_size=200
    )
    return len(rows), pictures


@transaction.atomic
def bury_comments(*, note_id: Id, limit: int = 500) -> tuple[tuple[Id, Id], ...]:
    """Take the pictures out of the comments under a note that is gone for good; at most *limit* of them.

    Returns writer and picture of each, for the caller to release in the same transaction, and nothing when
    none is left. The words stay their writers' own, in the export of their data.
    """
    rows = list(
        CommentRow.objects.select_for_update(no_key=True)
        .filter(note_id=note_id, picture_id__isnull=False)
        .order_by("id")[:limit]
    )
    shown = tuple((Id(row.user_id), Id(row.picture_id)) for row in rows if row.picture_id is not None)
    for row in rows:
        row.body, row.picture_id = row.body or GONE, None
    CommentRow.objects.bulk_update(rows, ["body", "picture_id"], batch_size=200)
    return shown


@transaction.atomic
def _erase(user_id: Id, limit: int, what: _Counted) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED.format(table=what.table, subject=what.subject), [user_id, limit])
        rows = cursor.fetchall()
        counted = [subject_id for _, subject_id, is_counted in rows if is_counted]
        if counted:
            # Locked in key order: another erasing, or the roll-up, cannot close a circle with this one.
            cursor.execute(_LOCK_COUNTS.format(counts=what.counts, key=what.key), [counted])
            uncount = _UNCOUNT.format(counts=what.counts, key=what.key, column=what.column)
            cursor.execute(uncount, [counted])
        cursor.execute(
            f"DELETE FROM {what.table} WHERE id = ANY (%s)",  # noqa: S608 - constants of ours
            [[row[0] for row in rows]],
        )
    return len(rows)
