"""Tables of notifications."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class GroupRow(models.Model):
    """What happened to one subject of a member, whoever did it."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, db_collation="C")
    tab = models.CharField(max_length=12, db_collation="C")
    subject_kind = models.CharField(max_length=12, db_collation="C")
    subject_id = models.BigIntegerField()
    actor_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    is_unread = models.BooleanField(default=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "notifications_group"
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "kind", "subject_kind", "subject_id"], name="notifications_one_group"
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "-changed_at", "-id"], name="notifications_of_user"),
            models.Index(fields=["user_id", "tab", "-changed_at", "-id"], name="notifications_of_tab"),
            models.Index(fields=["user_id", "tab"], name="notifications_unread", condition=Q(is_unread=True)),
        ]


class ChoiceRow(models.Model):
    """Which kinds a member does not want."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField(unique=True)
    off_kinds: models.Field[list[str], list[str]] = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        db_table = "notifications_choice"
