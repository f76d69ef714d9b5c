"""Wish lists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class WishRow(models.Model):
    """A product that a member wishes for. ``told_price_minor`` is the lowest price they know of."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    wished_price_minor = models.BigIntegerField()
    told_price_minor = models.BigIntegerField()
    was_in_stock = models.BooleanField()
    wished_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "carts_wish"
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "product_id"], name="carts_wish_once"),
            models.CheckConstraint(
                condition=Q(wished_price_minor__gt=0, told_price_minor__gt=0)
                & Q(told_price_minor__lte=F("wished_price_minor")),
                name="carts_wish_prices",
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="carts_wishes_of_user"),
            models.Index(fields=["product_id"], name="carts_wishes_of_product"),
        ]

    def __str__(self) -> str:
        return str(self.product_id)
