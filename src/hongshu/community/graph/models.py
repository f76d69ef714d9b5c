"""Tables of the graph. Each row stands with the member who made it; the other direction is an index."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class FollowRow(models.Model):
    """One member follows another; a follow that ended stays as a row that is off until it is counted.

    ``note_id`` is the note beside whose author the follow was pressed, where that is known.
    """

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    followee_id = models.BigIntegerField()
    note_id = models.BigIntegerField(null=True)
    is_on = models.BooleanField(default=True)
    is_counted = models.BooleanField(default=False)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "graph_follow"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "followee_id"], name="graph_one_follow_a_pair"),
            models.CheckConstraint(condition=~Q(user_id=F("followee_id")), name="graph_follow_another"),
        ]
        indexes = [
            models.Index(fields=["user_id", "-since", "-id"], name="graph_followed", condition=Q(is_on=True)),
            models.Index(
                fields=["followee_id", "-since", "-id"], name="graph_followers", condition=Q(is_on=True)
            ),
            models.Index(fields=["id"], name="graph_follow_uncounted", condition=~Q(is_on=F("is_counted"))),
        ]


class FollowRequestRow(models.Model):
    """Somebody waits for a private account's consent; ``note_id`` as of a follow."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    followee_id = models.BigIntegerField()
    note_id = models.BigIntegerField(null=True)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "graph_follow_request"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "followee_id"], name="graph_one_request_a_pair"),
        ]
        indexes = [models.Index(fields=["followee_id", "-id"], name="graph_requests")]


class BlockRow(models.Model):
    """One member blocks another: neither sees the other."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    blocked_id = models.BigIntegerField()
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "graph_block"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "blocked_id"], name="graph_one_block_a_pair"),
            models.CheckConstraint(condition=~Q(user_id=F("blocked_id")), name="graph_block_another"),
        ]
        indexes = [models.Index(fields=["blocked_id"], name="graph_blocked_by")]


class MuteRow(models.Model):
    """One member wants to hear nothing of another, who does not learn it."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    muted_id = models.BigIntegerField()
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "graph_mute"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "muted_id"], name="graph_one_mute_a_pair"),
            models.CheckConstraint(condition=~Q(user_id=F("muted_id")), name="graph_mute_another"),
        ]


class FollowCount(models.Model):
    """How many follow a member and are followed: the number of counted rows."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField(unique=True)
    follower_count = models.PositiveIntegerField(default=0)
    following_count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "graph_follow_count"
        indexes = [models.Index(fields=["-follower_count", "user_id"], name="graph_most_followed")]
