"""What staff read of comments that were reported: held and deleted ones too."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.community.responses.contracts import WrittenComment
from hongshu.community.responses.models import CommentRow
from hongshu.kernel.ids import Id


def list_written_comments(ids: Collection[Id]) -> dict[Id, WrittenComment]:
    """Comments as they were written, for moderators only. One query, none for no ids."""
    if not ids:
        return {}
    return {
        Id(row.id): WrittenComment(
            id=Id(row.id),
            note_id=Id(row.note_id),
            user_id=Id(row.user_id),
            body=row.body,
            picture_id=None if row.picture_id is None else Id(row.picture_id),
            created_at=row.created_at,
            is_held=row.is_held,
        )
        for row in CommentRow.objects.filter(id__in=set(ids))
    }
