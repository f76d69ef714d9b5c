"""Likes and shares of notes: their tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class LikeRow(models.Model):
    """A member's like of a note; one that is taken back stays as a row that is off.

    ``is_counted`` says whether the note's count holds it: the roll-up moves counts by what differs.
    """

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    is_on = models.BooleanField(default=True)
    is_counted = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "responses_like"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "note_id"], name="responses_one_like_a_member"),
        ]
        indexes = [
            models.Index(fields=["note_id"], name="responses_likes_of_note"),
            models.Index(
                fields=["user_id", "-changed_at", "-id"], condition=Q(is_on=True), name="responses_liked"
            ),
            models.Index(fields=["id"], name="responses_like_uncounted", condition=~Q(is_on=F("is_counted"))),
        ]


class ShareRow(models.Model):
    """A member shared a note; ``is_counted`` as with likes. A share is not taken back."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    is_counted = models.BooleanField(default=False)
    shared_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "responses_share"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "note_id"], name="responses_one_share_a_member"),
        ]
        indexes = [
            models.Index(fields=["note_id"], name="responses_shares_of_note"),
            models.Index(fields=["id"], name="responses_share_uncounted", condition=Q(is_counted=False)),
        ]


class NoteCount(models.Model):
    """How many likes, collects and shares a note has: the number of its counted rows."""

    placement: ClassVar[Placement] = sharded_by("note_id")

    id = IdField(primary_key=True)
    note_id = models.BigIntegerField(unique=True)
    author_id = models.BigIntegerField()
    like_count = models.PositiveIntegerField(db_default=0)
    collect_count = models.PositiveIntegerField(db_default=0)
    share_count = models.PositiveIntegerField(db_default=0)

    class Meta:
        db_table = "responses_note_count"
        indexes = [models.Index(fields=["author_id"], name="responses_counts_of_author")]
