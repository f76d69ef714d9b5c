"""Holding comments and giving them back: what trust decides, carried out by flows.moderation."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from hongshu.community.responses.models import CommentRow
from hongshu.kernel.ids import Id


@transaction.atomic
def hold_comments(*, user_id: Id, comment_ids: Collection[Id] | None = None) -> int:
    """Take comments of a member (all of them without ``comment_ids``) out of every read and count.

    Idempotent; returns how many were not held before.
    """
    rows = CommentRow.objects.filter(user_id=user_id, is_held=False)
    if comment_ids is not None:
        rows = rows.filter(id__in=set(comment_ids))
    return rows.update(is_held=True)


@transaction.atomic
def release_comments(
    *, user_id: Id, comment_ids: Collection[Id] | None = None, without: Collection[Id] = ()
) -> int:
    """Make comments of a member what they were before, but for those of *without*.

    Idempotent; returns how many were held before.
    """
    rows = CommentRow.objects.filter(user_id=user_id, is_held=True).exclude(id__in=set(without))
    if comment_ids is not None:
        rows = rows.filter(id__in=set(comment_ids))
    return rows.update(is_held=False)
