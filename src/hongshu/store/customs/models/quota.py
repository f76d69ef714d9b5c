"""Tables of the quota ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.customs.contracts import QuotaKind


class QuotaYearRow(models.Model):
    """What a resident has used of a year: the row that is locked. It adds up its entries.

    ``limit_fen`` is the limit at the last reservation: the law of that day, which the row then kept.
    """

    placement: ClassVar[Placement] = sharded_by("resident_id")

    id = IdField(primary_key=True)
    resident_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    reserved_fen = models.BigIntegerField()
    consumed_fen = models.BigIntegerField(default=0)
    limit_fen = models.BigIntegerField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "customs_quota_year"
        verbose_name = _("quota of a year")
        verbose_name_plural = _("quotas of a year")
        constraints = [
            models.UniqueConstraint(fields=["resident_id", "year"], name="customs_quota_one_a_year"),
            models.CheckConstraint(
                condition=Q(reserved_fen__gte=0, consumed_fen__gte=0), name="customs_quota_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(limit_fen__gte=F("reserved_fen") + F("consumed_fen")),
                name="customs_quota_within_limit",
            ),
        ]


class QuotaEntryRow(models.Model):
    """A line of the ledger. A trigger refuses every change (migration 0001).

    The entries of an order lie together, so that what was done for it once is unique whoever the resident.
    """

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    resident_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, db_collation="C")
    amount_fen = models.BigIntegerField()
    # The cause of a restoration; an order has several when it comes back in parts.
    key = models.CharField(max_length=60, blank=True, db_collation="C")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "customs_quota_entry"
        verbose_name = _("quota entry")
        verbose_name_plural = _("quota entries")
        constraints = [
            models.UniqueConstraint(fields=["order_id", "kind", "key"], name="customs_quota_entry_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="customs_quota_entry_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in QuotaKind]), name="customs_quota_entry_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=QuotaKind.RESTORED.value) ^ Q(key=""), name="customs_quota_entry_key"
            ),
        ]
        indexes = [models.Index(fields=["resident_id", "-id"], name="customs_quota_of_resident")]
