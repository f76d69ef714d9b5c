"""Notes that are being written."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class PublishedDraftRow(models.Model):
    """A draft was published under this key: for a while a save that comes late does not bring it back."""

    placement: ClassVar[Placement] = sharded_by("author_id")

    id = IdField(primary_key=True)
    author_id = models.BigIntegerField()
    key = models.CharField(max_length=80, db_collation="C")
    published_at = models.DateTimeField()

    class Meta:
        db_table = "notes_published_draft"
        constraints = [
            models.UniqueConstraint(fields=["author_id", "key"], name="notes_draft_published_once"),
        ]
        indexes = [models.Index(fields=["published_at"], name="notes_drafts_published")]


class DraftRow(models.Model):
    """A draft under the key that its form carries. ``content`` is the draft as JSON, whatever it lacks.

    ``serial`` counts the saves of one form: one that was overtaken on its way changes nothing.
    """

    placement: ClassVar[Placement] = sharded_by("author_id")

    id = IdField(primary_key=True)
    author_id = models.BigIntegerField()
    key = models.CharField(max_length=80, db_collation="C")
    serial = models.BigIntegerField(default=0)
    content = models.JSONField()
    picture_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    publish_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "notes_draft"
        constraints = [
            models.UniqueConstraint(fields=["author_id", "key"], name="notes_draft_once"),
            models.CheckConstraint(condition=~Q(key=""), name="notes_draft_has_key"),
        ]
        indexes = [
            models.Index(
                fields=["publish_at"], name="notes_draft_due", condition=Q(publish_at__isnull=False)
            ),
        ]
