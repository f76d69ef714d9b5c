"""Edits of published notes that are not saved yet."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class EditDraftRow(models.Model):
    """What an author has changed of a note so far: one a note, of the version that the note has now.

    Saving the note, however that is done, lets it go, so it never stands beside a later version.
    """

    placement: ClassVar[Placement] = sharded_by("author_id")

    id = IdField(primary_key=True)
    author_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    serial = models.BigIntegerField(default=0)
    content = models.JSONField()
    picture_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "notes_edit_draft"
        constraints = [
            models.UniqueConstraint(fields=["author_id", "note_id"], name="notes_edit_draft_once"),
        ]
