"""Tables of the identity vault."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.platform.identity.contracts import ConsentKind, Purpose


class ResidentClaim(models.Model):
    """A number, known by its blind index only: unique over all nodes as the key of a table of its own."""

    placement: ClassVar[Placement] = sharded_by("value")

    value = models.CharField(primary_key=True, max_length=64, db_collation="C")
    resident_id = models.BigIntegerField()
    # The year's count must survive who leaves and comes back, so a claim stays until its year is over.
    kept_until = models.DateField()

    class Meta:
        db_table = "identity_resident_claim"
        verbose_name = _("resident")
        verbose_name_plural = _("residents")


class IdentityRow(models.Model):
    """A proven identity of an account. Destroying ``wrapped_key`` destroys it."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    resident_id = models.BigIntegerField()
    claim = models.CharField(max_length=64, db_collation="C")
    wrapped_key = models.BinaryField(null=True)
    key_version = models.PositiveSmallIntegerField()
    sealed_name = models.BinaryField(null=True)
    sealed_number = models.BinaryField(null=True)
    masked_name = models.CharField(max_length=30, blank=True)
    last_four = models.CharField(max_length=4, blank=True, db_collation="C")
    verifier = models.CharField(max_length=20, db_collation="C")
    proven_at = models.DateTimeField(db_default=Now())
    # None: nothing that the law wants kept was done with it.
    kept_until = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_identity"
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"], name="identity_one_an_account", condition=Q(removed_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(
                    destroyed_at__isnull=True,
                    wrapped_key__isnull=False,
                    sealed_name__isnull=False,
                    sealed_number__isnull=False,
                )
                | Q(
                    destroyed_at__isnull=False,
                    removed_at__isnull=False,
                    wrapped_key__isnull=True,
                    sealed_name__isnull=True,
                    sealed_number__isnull=True,
                    masked_name="",
                    last_four="",
                ),
                name="identity_sealed_or_destroyed",
            ),
        ]
        indexes = [
            models.Index(fields=["resident_id"], name="identity_of_resident"),
            models.Index(fields=["user_id", "-id"], name="identity_of_account"),
            models.Index(
                fields=["key_version", "id"],
                name="identity_by_key_version",
                condition=Q(destroyed_at__isnull=True),
            ),
            models.Index(
                fields=["kept_until"],
                name="identity_to_destroy",
                condition=Q(removed_at__isnull=False, destroyed_at__isnull=True),
            ),
        ]


class AttemptRow(models.Model):
    """That an account asked the verifier: written before it is called, so that a crash hides no attempt."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    verifier = models.CharField(max_length=20, db_collation="C")
    answer = models.CharField(max_length=20, blank=True, db_collation="C")
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "identity_attempt"
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["user_id", "asked_at"], name="identity_attempts_of_account")]


class OpeningRow(models.Model):
    """The audit of a decryption. A trigger refuses every change (migration 0001)."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    identity_id = models.BigIntegerField()
    purpose = models.CharField(max_length=20, db_collation="C")
    subject_kind = models.CharField(max_length=20, blank=True, db_collation="C")
    subject_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "identity_opening"
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=[purpose.value for purpose in Purpose]),
                name="identity_opening_purpose",
            ),
        ]
        indexes = [models.Index(fields=["user_id", "-id"], name="identity_openings_of_account")]


class ConsentRow(models.Model):
    """That a member agreed to a version of a text, for a subject. A trigger refuses every change."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, db_collation="C")
    version = models.PositiveSmallIntegerField()
    subject_kind = models.CharField(max_length=20, db_collation="C")
    subject_id = models.BigIntegerField()
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "identity_consent"
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "subject_id", "subject_kind", "kind"], name="identity_consent_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ConsentKind]), name="identity_consent_kind"
            ),
        ]
