"""What notes were before they were edited."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class NoteVersionRow(models.Model):
    """A note as it was from ``written_at`` until it was edited. ``content`` is its draft as JSON."""

    placement: ClassVar[Placement] = sharded_by("author_id")

    id = IdField(primary_key=True)
    author_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    content = models.JSONField()
    picture_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        db_table = "notes_note_version"
        constraints = [
            models.UniqueConstraint(fields=["author_id", "note_id", "version"], name="notes_version_once"),
        ]
