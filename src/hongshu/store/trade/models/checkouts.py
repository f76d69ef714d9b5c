"""Checkouts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.trade.contracts import CheckoutState


class CheckoutRow(models.Model):
    """What a member is about to order. ``asked`` is what they want, ``body`` what it comes to; ``version``
    grows with each preparing, so that only what was shown last can be placed.
    """

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    state = models.CharField(max_length=8, default=CheckoutState.OPEN.value, db_collation="C")
    version = models.PositiveIntegerField(default=1)
    asked: models.Field[Any, Any] = models.JSONField()
    body: models.Field[Any, Any] = models.JSONField()
    total_minor = models.BigIntegerField()
    prepared_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "trade_checkout"
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CheckoutState]), name="trade_checkout_state"
            ),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="trade_checkout_total"),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="trade_checkouts_of_user"),
            models.Index(
                fields=["prepared_at"],
                name="trade_checkouts_by_age",
                condition=Q(state=CheckoutState.OPEN.value),
            ),
        ]
