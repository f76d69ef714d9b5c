"""Tables of search."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement, sharded_by


class ChangedRow(models.Model):
    """What the index has to look at again. ``done_at`` is when it did; kept a while for rebuilds."""

    placement: ClassVar[Placement] = sharded_by("subject_id")

    id = IdField(primary_key=True)
    subject_kind = models.CharField(max_length=8)
    subject_id = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "search_changed"
        indexes = [
            models.Index(
                fields=["id"], name="search_changed_waiting", condition=models.Q(done_at__isnull=True)
            ),
            models.Index(fields=["done_at"], name="search_changed_done"),
        ]


class SearchRow(models.Model):
    """A query that somebody made. ``actor`` is the member's id, or a number for a visitor of one day."""

    placement: ClassVar[Placement] = sharded_by("actor")

    id = IdField(primary_key=True)
    actor = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    found = models.IntegerField()
    request_id = models.CharField(max_length=64, default="")
    model = models.CharField(max_length=20, default="")
    # What stood first with what each feature added: what a learned ranker is trained on.
    shown = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "search_query"
        constraints = [
            models.CheckConstraint(condition=models.Q(found__gte=0), name="search_query_found_counts"),
            models.CheckConstraint(condition=~models.Q(folded=""), name="search_query_says_something"),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="search_query_of_member"),
            models.Index(fields=["made_at"], name="search_query_lately"),
        ]


class AliasRow(models.Model):
    """Names of one thing: a list of texts. Staff edit it; it holds from the next half minute on."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    names = models.JSONField()

    class Meta:
        db_table = "search_alias"


class StoppedRow(models.Model):
    """A query that is neither suggested nor in the hot list, whoever makes it: staff decided so."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    folded = models.CharField(max_length=200, unique=True)

    class Meta:
        db_table = "search_stopped"
