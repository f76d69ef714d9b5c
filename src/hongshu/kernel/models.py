"""The kernel's tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import COORDINATOR, Placement, sharded_by


class NodeLease(models.Model):
    """A node of the id generator and the millisecond until which its holder may issue ids."""

    placement: ClassVar[Placement] = COORDINATOR

    node = models.SmallIntegerField(primary_key=True)
    reserved_until_ms = models.BigIntegerField()

    class Meta:
        db_table = "kernel_node_lease"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(node__gte=0, node__lt=1024), name="kernel_node_in_range"
            )
        ]


class OutboxEvent(models.Model):
    """Something that happened, kept until the relay has handed it to its subscribers' jobs."""

    placement: ClassVar[Placement] = COORDINATOR

    id = IdField(primary_key=True)
    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    occurred_at = models.DateTimeField(db_default=Now())
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_outbox_event"
        indexes = [
            models.Index(
                fields=["id"], name="kernel_outbox_undelivered", condition=models.Q(delivered_at__isnull=True)
            )
        ]


class ProcessedEvent(models.Model):
    """An event that a subscriber has dealt with: written in the transaction of its effect."""

    placement: ClassVar[Placement] = COORDINATOR

    id = IdField(primary_key=True)
    event_id = models.BigIntegerField()
    subscriber = models.CharField(max_length=80)
    processed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "kernel_processed_event"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "subscriber"], name="kernel_processed_once")
        ]


class IdempotencyRecord(models.Model):
    """The kept answer to a command that was sent with an idempotency key."""

    placement: ClassVar[Placement] = sharded_by("owner_id")

    id = IdField(primary_key=True)
    owner_id = models.BigIntegerField()
    key = models.CharField(max_length=80)
    fingerprint = models.BinaryField()
    outcome = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "kernel_idempotency_record"
        constraints = [models.UniqueConstraint(fields=["owner_id", "key"], name="kernel_one_answer_a_key")]
        indexes = [models.Index(fields=["created_at"], name="kernel_idempotency_age")]
