"""Everything a member did, for the export of their data; and the pictures that comments show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from hongshu.community.responses.models import CollectRow, CommentLikeRow, CommentRow, LikeRow, ShareRow
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


def each_share(user_id: Id) -> Iterator[tuple[Id, datetime]]:
    """The notes a member shared, and when first; read in batches."""
    rows = ShareRow.objects.filter(user_id=user_id).order_by("id")
    for note_id, at in rows.values_list("note_id", "shared_at").iterator(_BATCH):
        yield Id(note_id), at


def each_collect(user_id: Id) -> Iterator[tuple[Id, datetime]]:
    """The notes a member collected, and since when; read in batches."""
    rows = CollectRow.objects.filter(user_id=user_id, is_on=True).order_by("id")
    for note_id, at in rows.values_list("note_id", "changed_at").iterator(_BATCH):
        yield Id(note_id), at


def list_shown_pictures(user_id: Id, picture_ids: Collection[Id]) -> set[Id]:
    """Those of a member's pictures that a comment of theirs shows, also a held one. One query."""
    rows = CommentRow.objects.filter(
        user_id=user_id, picture_id__in=set(picture_ids), deleted_at__isnull=True
    )
    return {Id(key) for key in rows.values_list("picture_id", flat=True) if key is not None}
