"""Tables of members."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.community.members.contracts import AllowedFrom
from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class ProfileRow(models.Model):
    """The public face of one account."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField(unique=True)
    handle = models.CharField(max_length=24, db_collation="C")
    name = models.CharField(max_length=80)
    bio = models.CharField(max_length=400, blank=True)
    region = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True)
    color = models.CharField(max_length=7)
    avatar_id = models.BigIntegerField(null=True)
    kol_field = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=20, default="member", db_collation="C")
    banner_id = models.BigIntegerField(null=True)
    interests: models.Field[list[str], list[str]] = ArrayField(models.CharField(max_length=20), default=list)
    is_private = models.BooleanField(default=False)
    is_suspended = models.BooleanField(default=False)
    mentions_from = models.CharField(max_length=10, default=AllowedFrom.ALL)
    comments_from = models.CharField(max_length=10, default=AllowedFrom.ALL)
    hides_boards = models.BooleanField(default=False)
    hides_likes = models.BooleanField(default=False)
    is_personalised = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "members_profile"
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="members_profile_named"),
            models.CheckConstraint(
                condition=Q(mentions_from__in=AllowedFrom, comments_from__in=AllowedFrom),
                name="members_profile_allowed_from_known",
            ),
            models.CheckConstraint(condition=Q(color__regex="^#[0-9a-f]{6}$"), name="members_profile_color"),
        ]
        indexes = [models.Index(fields=["handle"], name="members_profile_handle")]

    def __str__(self) -> str:
        return f"@{self.handle}"


class HandleClaim(models.Model):
    """A handle and who has it. Rows are never deleted: a handle is never given to another.

    A table of its own, keyed by the value, because profiles are sharded by user.
    """

    placement: ClassVar[Placement] = sharded_by("handle")

    handle = models.CharField(max_length=24, primary_key=True, db_collation="C")
    user_id = models.BigIntegerField()
    claimed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "members_handle_claim"


class ImportedMemberClaim(models.Model):
    """Which account stands for a member of another place, so that no import makes a second one."""

    placement: ClassVar[Placement] = sharded_by("source_key")

    id = IdField(primary_key=True)
    source = models.CharField(max_length=20, db_collation="C")
    source_key = models.CharField(max_length=80, db_collation="C")
    user_id = models.BigIntegerField()

    class Meta:
        db_table = "members_imported_claim"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="members_imported_once"),
        ]
