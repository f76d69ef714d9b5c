"""Promotions as data."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement
from hongshu.store.promotions.contracts import Layer
from hongshu.store.promotions.rules.stored import KINDS


class PromotionRow(models.Model):
    """A promotion; it holds from ``starts_at`` to before ``ends_at``, which staff bring forward to end it."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    layer = models.CharField(max_length=10, db_collation="C")
    group = models.CharField(max_length=20, db_collation="C")
    combines_with: models.Field[list[str], list[str]] = ArrayField(
        models.CharField(max_length=20, db_collation="C"), default=list
    )
    priority = models.SmallIntegerField(default=0)
    by_coupon = models.BooleanField(default=False)
    condition: models.Field[Any, Any] = models.JSONField()
    effect: models.Field[Any, Any] = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    made_by = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "promotions_promotion"
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="promotions_promotion_named"),
            models.CheckConstraint(
                condition=Q(layer__in=[layer.value for layer in Layer]), name="promotions_promotion_layer"
            ),
            models.CheckConstraint(
                condition=Q(group__regex=r"^[a-z0-9_-]{1,20}$"), name="promotions_promotion_group"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="promotions_promotion_lasts",
            ),
            models.CheckConstraint(
                condition=Q(effect__kind__in=list(KINDS)), name="promotions_promotion_effect"
            ),
            # What a coupon gives has its turn after everything else, so that a threshold sees the same goods.
            models.CheckConstraint(
                condition=Q(by_coupon=True, layer=Layer.COUPON.value)
                | Q(by_coupon=False) & ~Q(layer=Layer.COUPON.value),
                name="promotions_promotion_coupon_layer",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="promotions_promotion_running")]

    def __str__(self) -> str:
        return self.name_en or self.name_zh
