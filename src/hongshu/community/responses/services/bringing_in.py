"""Comments brought in as of the past, many at a time and without telling anybody: for the demo world."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hongshu.community.members.queries import list_ids_by_handle
from hongshu.community.notes.queries import list_summaries_by_id
from hongshu.community.responses import rules
from hongshu.community.responses.contracts import CommentNotFound, CommentTooDeep, DatedComment
from hongshu.community.responses.models import CommentLikeRow, CommentRow
from hongshu.kernel.ids import Id, new_id


@transaction.atomic
def save_dated_comments(comments: Sequence[DatedComment]) -> dict[tuple[Id, str], Id]:
    """Keep comments of the past; returns all their ids by (note id, source key).

    Idempotent on (note, source key): what is known, also when it was deleted since, stays as it is. Comments
    of notes that not everybody may see are passed over. Two of them at once: the second fails whole on the
    unique key. Raises CommentEmpty, CommentTooLong, CommentNotFound, CommentTooDeep. About five statements.
    """
    notes = list_summaries_by_id(list(dict.fromkeys(each.note_id for each in comments)))
    wanted = [each for each in comments if each.note_id in notes]
    known = _known(wanted)
    rows = {(Id(row.note_id), row.source_key): row for row in known}
    pinned = set(
        CommentRow.objects.filter(note_id__in=notes, is_pinned=True).values_list("note_id", flat=True)
    )
    people = list_ids_by_handle({handle for each in wanted for handle in rules.mentioned_handles(each.body)})
    made = []
    for each in wanted:
        key = (each.note_id, each.source_key)
        if key in rows:
            continue
        rows[key] = _row(each, rows, people, author_id=notes[each.note_id].author_id)
        rows[key].is_pinned = each.is_pinned and each.note_id not in pinned
        made.append(rows[key])
    CommentRow.objects.bulk_create(made, batch_size=1000)
    return {(Id(note_id), source_key): Id(row.id) for (note_id, source_key), row in rows.items()}


@transaction.atomic
def save_comment_likes(pairs: Sequence[tuple[Id, Id]]) -> int:
    """Keep many likes, as (user id, comment id), without telling anybody; how many were considered.

    Idempotent.
    """
    rows = [
        CommentLikeRow(user_id=user_id, comment_id=comment_id) for user_id, comment_id in sorted(set(pairs))
    ]
    CommentLikeRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def _known(comments: Sequence[DatedComment]) -> list[CommentRow]:
    keys = {each.source_key for each in comments}
    note_ids = {each.note_id for each in comments}
    return list(CommentRow.objects.filter(note_id__in=note_ids, source_key__in=keys))


def _row(
    comment: DatedComment, rows: dict[tuple[Id, str], CommentRow], people: dict[str, Id], *, author_id: Id
) -> CommentRow:
    root = parent = None
    if comment.root_key:
        root = rows.get((comment.note_id, comment.root_key))
        parent = rows.get((comment.note_id, comment.parent_key or comment.root_key))
        if root is None or parent is None:
            raise CommentNotFound
        if root.root_id is not None or (parent is not root and parent.root_id != root.id):
            raise CommentTooDeep
    body = rules.checked_body(comment.body, has_picture=False)
    return CommentRow(
        id=new_id(),
        note_id=comment.note_id,
        author_id=author_id,
        user_id=comment.user_id,
        root_id=root.id if root else None,
        root_user_id=root.user_id if root else None,
        parent_id=parent.id if parent else None,
        parent_user_id=parent.user_id if parent else None,
        body=body,
        mention_ids=[people.get(handle, 0) for handle in rules.mentioned_handles(body)],
        source_key=comment.source_key,
        created_at=comment.created_at,
    )
