"""Tables of recommendations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import COORDINATOR, Placement, sharded_by

# The generation until which an open row holds.
OPEN = (1 << 63) - 1


class TrendingRow(models.Model):
    """A note's heat in the generations from ``from_generation`` up to, not including, ``until_generation``.

    A change closes the row and opens another, so that who pages through an earlier generation still finds
    it. ``heat`` is in millionths.
    """

    placement: ClassVar[Placement] = sharded_by("note_id")

    id = IdField(primary_key=True)
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    heat = models.BigIntegerField()
    from_generation = models.BigIntegerField()
    until_generation = models.BigIntegerField(default=OPEN)

    class Meta:
        db_table = "recommendation_trending"
        constraints = [
            models.UniqueConstraint(
                fields=["note_id"],
                name="recommendation_trending_one_open",
                condition=Q(until_generation=OPEN),
            ),
            models.CheckConstraint(
                condition=Q(until_generation__gt=F("from_generation")), name="recommendation_trending_holds"
            ),
        ]
        indexes = [
            models.Index(fields=["-heat", "-note_id"], name="recommendation_hottest"),
            models.Index(
                fields=["until_generation"],
                name="recommendation_closed",
                condition=~Q(until_generation=OPEN),
            ),
        ]


class TrendingState(models.Model):
    """The one row that says which generation is the latest, and how far each source of interactions was read.

    ``marks`` holds the highest id that was read, by the name of the source.
    """

    placement: ClassVar[Placement] = COORDINATOR

    id = IdField(primary_key=True)
    generation = models.BigIntegerField(default=0)
    marks = models.JSONField(default=dict)

    class Meta:
        db_table = "recommendation_trending_state"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="recommendation_one_state")]
