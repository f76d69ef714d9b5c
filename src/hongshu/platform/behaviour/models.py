"""Tables of the behaviour log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement, sharded_by
from hongshu.platform.behaviour.contracts import SUBJECT, EventKind


class EventRow(models.Model):
    """An event. Partitioned by range of id, one partition a month; the migration's SQL makes what Django
    cannot.

    ``actor_id`` is the member, or below zero a visitor's daily pseudonym. What belongs to the view is
    repeated on each of its events: rows are read by columns later, where repetition costs nothing.
    """

    placement: ClassVar[Placement] = sharded_by("actor_id")

    id = IdField(primary_key=True)
    actor_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    surface = models.CharField(max_length=20)
    entity_kind = models.CharField(max_length=10)
    entity_id = models.BigIntegerField()
    position = models.SmallIntegerField()
    source = models.CharField(max_length=255)
    propensity = models.FloatField()
    subject_kind = models.CharField(max_length=10)
    subject_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=255)
    model_version = models.CharField(max_length=255)
    arms = models.CharField(max_length=255)
    ref_id = models.BigIntegerField(null=True)
    # The device's own milliseconds: since the view appeared, and while it was looked at.
    offset_ms = models.IntegerField()
    visible_ms = models.IntegerField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "behaviour_event"
        constraints = [
            models.CheckConstraint(
                condition=Q(position__gte=SUBJECT, offset_ms__gte=0, visible_ms__gte=0),
                name="behaviour_event_in_range",
            ),
            models.CheckConstraint(
                condition=Q(propensity__gte=0, propensity__lte=1), name="behaviour_event_propensity"
            ),
        ]
        indexes = [
            # What somebody did, newest first; nine of ten rows are impressions and are not in it.
            models.Index(
                fields=["actor_id", "id"],
                name="behaviour_event_actions",
                condition=~Q(kind=EventKind.IMPRESSION.value),
            )
        ]


class ErasedRow(models.Model):
    """A member who was erased: what arrives of theirs later is nobody's. Kept for days only."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    erased_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "behaviour_erased"
        constraints = [models.UniqueConstraint(fields=["user_id"], name="behaviour_erased_once")]


class RefusalCount(models.Model):
    """How many events of genuine views were refused on a day (UTC), by reason."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    day = models.DateField()
    reason = models.CharField(max_length=20)
    count = models.BigIntegerField()

    class Meta:
        db_table = "behaviour_refusal_count"
        constraints = [models.UniqueConstraint(fields=["day", "reason"], name="behaviour_one_count_a_reason")]
