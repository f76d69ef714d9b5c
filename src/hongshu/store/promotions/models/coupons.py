"""Coupons to be claimed, and those that members have."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement, sharded_by
from hongshu.store.promotions.contracts import CODE_MAX
from hongshu.store.promotions.models.promotions import PromotionRow


class BatchRow(models.Model):
    """Coupons of a promotion to be given out. Its counts are written under its lock, with each claim.

    ``claimed_today`` counts the claims of ``claimed_on``, a day in China. 0 is no limit.
    """

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    promotion = models.ForeignKey(PromotionRow, on_delete=models.PROTECT, related_name="batches")
    code = models.CharField(max_length=CODE_MAX, blank=True, db_collation="C")
    is_public = models.BooleanField(default=True)
    total = models.PositiveIntegerField(default=0)
    per_day = models.PositiveIntegerField(default=0)
    per_member = models.PositiveSmallIntegerField(default=1)
    claimed = models.PositiveIntegerField(default=0)
    claimed_on = models.DateField(null=True)
    claimed_today = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    valid_days = models.PositiveSmallIntegerField(default=30)
    valid_until = models.DateTimeField()
    made_by = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "promotions_batch"
        verbose_name = _("coupon batch")
        verbose_name_plural = _("coupon batches")
        constraints = [
            models.UniqueConstraint(Upper("code"), condition=~Q(code=""), name="promotions_batch_code_once"),
            models.CheckConstraint(
                condition=Q(total=0) | Q(claimed__lte=F("total")), name="promotions_batch_total"
            ),
            models.CheckConstraint(
                condition=Q(per_day=0) | Q(claimed_today__lte=F("per_day")), name="promotions_batch_per_day"
            ),
            models.CheckConstraint(condition=Q(per_member__gte=1), name="promotions_batch_per_member"),
            models.CheckConstraint(condition=Q(valid_days__gte=1), name="promotions_batch_valid_days"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at"), valid_until__gt=F("starts_at")),
                name="promotions_batch_lasts",
            ),
        ]

    def __str__(self) -> str:
        return self.code or str(self.id)


class CouponRow(models.Model):
    """A member's coupon: the ``ordinal``-th of its batch that they claimed, of at most ``most``."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    batch = models.ForeignKey(BatchRow, on_delete=models.PROTECT, related_name="coupons")
    ordinal = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    claimed_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    checkout_id = models.BigIntegerField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "promotions_coupon"
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "batch", "ordinal"], name="promotions_coupon_ordinal_once"
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gte=1, ordinal__lte=F("most")), name="promotions_coupon_per_member"
            ),
            models.CheckConstraint(
                condition=Q(checkout_id__isnull=True, used_at__isnull=True)
                | Q(checkout_id__isnull=False, used_at__isnull=False),
                name="promotions_coupon_used_by_checkout",
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="promotions_coupons_of_user"),
            models.Index(
                fields=["checkout_id"],
                name="promotions_coupons_of_checkout",
                condition=Q(checkout_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
