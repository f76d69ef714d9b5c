"""Tables of members."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.community.members.contracts import AllowedFrom, KolDeed, KolState
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
    # Written by the staff's commands alone.
    kol_field = models.CharField(max_length=60, blank=True)
    kol_since = models.DateTimeField(null=True)
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
    # The member deletes the account: nobody sees it from the moment they asked, and for ever afterwards.
    is_leaving = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "members_profile"
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="members_profile_named"),
            models.CheckConstraint(
                condition=Q(kol_field="", kol_since__isnull=True)
                | (~Q(kol_field="") & Q(kol_since__isnull=False)),
                name="members_profile_kol_since",
            ),
            models.CheckConstraint(
                condition=Q(mentions_from__in=AllowedFrom, comments_from__in=AllowedFrom),
                name="members_profile_allowed_from_known",
            ),
            models.CheckConstraint(condition=Q(color__regex="^#[0-9a-f]{6}$"), name="members_profile_color"),
        ]
        indexes = [
            models.Index(fields=["handle"], name="members_profile_handle"),
            # For names by their beginning, whatever the database's order of letters is.
            models.Index(fields=["name"], name="members_profile_name", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["kol_since"], name="members_profile_kols", condition=Q(kol_since__isnull=False)
            ),
        ]

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


class KolApplicationRow(models.Model):
    """A member's application for the KOL badge; of those that wait, one a member."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    words = models.TextField()
    links: models.Field[list[str], list[str]] = ArrayField(models.CharField(max_length=300), default=list)
    note_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=10, default=KolState.WAITING, db_collation="C")
    reason = models.TextField(blank=True)
    applied_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "members_kol_application"
        verbose_name = _("KOL application")
        verbose_name_plural = _("KOL applications")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=KolState), name="members_kol_application_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=KolState.WAITING, decided_at__isnull=True)
                | (~Q(state=KolState.WAITING) & Q(decided_at__isnull=False) & ~Q(reason="")),
                name="members_kol_application_decided_with_reason",
            ),
            models.UniqueConstraint(
                fields=["user_id"],
                name="members_one_kol_application_waits",
                condition=Q(state=KolState.WAITING),
            ),
        ]
        indexes = [
            models.Index(
                fields=["applied_at"],
                name="members_kol_queue",
                condition=Q(state=KolState.WAITING),
            ),
        ]


class KolActRow(models.Model):
    """The audit of badges: a row for each thing that was done, never changed and never deleted."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    actor_id = models.BigIntegerField()
    deed = models.CharField(max_length=10, db_collation="C")
    field = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    acted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "members_kol_act"
        verbose_name = _("KOL act")
        verbose_name_plural = _("KOL acts")
        constraints = [
            models.CheckConstraint(condition=Q(deed__in=KolDeed), name="members_kol_deed_known"),
            models.CheckConstraint(
                condition=Q(deed=KolDeed.APPLIED) | ~Q(reason=""), name="members_kol_act_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["user_id", "-id"], name="members_kol_acts_of_member")]
