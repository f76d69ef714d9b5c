"""Everything a member did, for the export of their data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hongshu.community.responses.models import CollectRow, CommentLikeRow, LikeRow
from hongshu.kernel.ids import Id

_BATCH = 2000


def each_like(user_id: Id) -> Iterator[tuple[Id, datetime]]:
    """The notes a member likes, and since when; read in batches."""
    rows = LikeRow.objects.filter(user_id=user_id, is_on=True).order_by("id")
    for note_id, at in rows.values_list("note_id", "changed_at").iterator(_BATCH):
        yield Id(note_id), at


def each_comment_like(user_id: Id) -> Iterator[tuple[Id, datetime]]:
    """The comments a member likes, and since when; read in batches."""
    rows = CommentLikeRow.objects.filter(user_id=user_id, is_on=True).order_by("id")
    for comment_id, at in rows.values_list("comment_id", "changed_at").iterator(_BATCH):
        yield Id(comment_id), at


def each_collect(user_id: Id) -> Iterator[tuple[Id, datetime]]:
    """The notes a member collected, and since when; read in batches."""
    rows = CollectRow.objects.filter(user_id=user_id, is_on=True).order_by("id")
    for note_id, at in rows.values_list("note_id", "changed_at").iterator(_BATCH):
        yield Id(note_id), at
