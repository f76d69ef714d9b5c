"""Tables of places."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class NotePlace(models.Model):
    """A place that a note belongs to: where it was written, or where something on its list was bought."""

    placement: ClassVar[Placement] = sharded_by("country")

    id = IdField(primary_key=True)
    country = models.CharField(max_length=40, db_collation="C")
    city = models.CharField(max_length=40, blank=True, db_collation="C")
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "places_note_place"
        verbose_name = _("note at a place")
        verbose_name_plural = _("notes at places")
        constraints = [
            models.UniqueConstraint(fields=["country", "city", "note_id"], name="places_note_once"),
        ]
        indexes = [
            models.Index(
                fields=["country", "city", "-published_at", "-note_id"], name="places_newest_of_city"
            ),
            models.Index(fields=["country", "-published_at", "-note_id"], name="places_newest_of_country"),
            models.Index(fields=["note_id"], name="places_of_note"),
        ]
