"""What members want and this house does not sell."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class NoteDemand(models.Model):
    """A line of a public shopping list that names no product of ours.

    ``wanted`` is the name in the form in which two spellings meet, ``said`` as its author wrote it.
    """

    placement: ClassVar[Placement] = sharded_by("wanted")

    id = IdField(primary_key=True)
    wanted = models.CharField(max_length=80, db_collation="C")
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=80)
    place = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "notes_demand"
        constraints = [
            models.UniqueConstraint(fields=["wanted", "note_id", "number"], name="notes_demand_once"),
        ]
        indexes = [models.Index(fields=["note_id"], name="notes_demand_of_note")]
