"""Comments: their tables. A note's comments stand together; a member's likes with the member."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from hongshu.community.responses.contracts import COMMENT_MAX, MENTIONS_MAX
from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by

_IS_ROOT = Q(root_id__isnull=True)
_IS_REPLY = Q(root_id__isnull=False)


class CommentRow(models.Model):
    """A comment. A root has no ``root_id``; every reply hangs under its root and names what it answers.

    ``is_on``: it counts and is read. ``is_counted`` says whether the counts hold it, as with likes.
    """

    placement: ClassVar[Placement] = sharded_by("note_id")

    id = IdField(primary_key=True)
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    root_id = models.BigIntegerField(null=True)
    root_user_id = models.BigIntegerField(null=True)
    parent_id = models.BigIntegerField(null=True)
    parent_user_id = models.BigIntegerField(null=True)
    body = models.TextField(blank=True)
    # For each @handle of the body, in its order: whom it means, or 0 where it is only text.
    mention_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    picture_id = models.BigIntegerField(null=True)
    source_key = models.CharField(max_length=80, blank=True, db_collation="C")
    is_pinned = models.BooleanField(default=False)
    is_held = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)
    is_on = models.GeneratedField(
        expression=ExpressionWrapper(
            Q(deleted_at__isnull=True, is_held=False), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_counted = models.BooleanField(default=False)
    like_count = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    heat = models.GeneratedField(
        expression=F("like_count") + 2 * F("reply_count"), output_field=models.IntegerField(), db_persist=True
    )
    created_at = models.DateTimeField()

    class Meta:
        db_table = "responses_comment"
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    root_id__isnull=True,
                    root_user_id__isnull=True,
                    parent_id__isnull=True,
                    parent_user_id__isnull=True,
                )
                | Q(
                    root_id__isnull=False,
                    root_user_id__isnull=False,
                    parent_id__isnull=False,
                    parent_user_id__isnull=False,
                ),
                name="responses_comment_levels",
            ),
            models.CheckConstraint(
                condition=~Q(body="") | Q(picture_id__isnull=False), name="responses_comment_says_something"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), COMMENT_MAX), name="responses_comment_length"
            ),
            models.CheckConstraint(
                condition=Q(mention_ids__len__lte=MENTIONS_MAX), name="responses_comment_mentions"
            ),
            models.CheckConstraint(
                condition=Q(is_pinned=False) | (_IS_ROOT & Q(deleted_at__isnull=True)),
                name="responses_comment_pinned_root",
            ),
            models.UniqueConstraint(
                fields=["note_id"], condition=Q(is_pinned=True), name="responses_one_pinned_comment"
            ),
            models.UniqueConstraint(
                fields=["note_id", "source_key"],
                condition=~Q(source_key=""),
                name="responses_comment_brought_in_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["note_id", "-created_at", "-id"], condition=_IS_ROOT, name="responses_comments_newest"
            ),
            models.Index(
                fields=["note_id", "-heat", "-created_at", "-id"],
                condition=_IS_ROOT,
                name="responses_comments_hottest",
            ),
            models.Index(
                fields=["root_id", "created_at", "id"], condition=_IS_REPLY, name="responses_replies"
            ),
            models.Index(
                fields=["note_id", "id"],
                condition=~Q(is_on=F("is_counted")),
                name="responses_comment_uncounted",
            ),
            models.Index(fields=["user_id", "note_id"], name="responses_comments_of_member"),
            models.Index(
                fields=["root_user_id", "note_id"], condition=_IS_REPLY, name="responses_replies_to_member"
            ),
        ]


class CommentLikeRow(models.Model):
    """A member's like of a comment; one that is taken back stays as a row that is off."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    comment_id = models.BigIntegerField()
    is_on = models.BooleanField(default=True)
    is_counted = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "responses_comment_like"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "comment_id"], name="responses_one_comment_like"),
        ]
        indexes = [
            models.Index(fields=["comment_id"], name="responses_likes_of_comment"),
            models.Index(
                fields=["id"], condition=~Q(is_on=F("is_counted")), name="responses_comment_like_off"
            ),
        ]


class NoteComments(models.Model):
    """How many comments a note has (its counted rows that are on), and whether its author closed them."""

    placement: ClassVar[Placement] = sharded_by("note_id")

    id = IdField(primary_key=True)
    note_id = models.BigIntegerField(unique=True)
    comment_count = models.PositiveIntegerField(default=0)
    is_closed = models.BooleanField(default=False)

    class Meta:
        db_table = "responses_note_comments"
