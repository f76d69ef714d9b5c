"""Carts and their lines: all of a cart lies on one node."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.carts.contracts import QUANTITY_MAX, TOUCHES_MAX


class CartRow(models.Model):
    """A cart: of the member whose id it has, or of a guest who holds its signed key.

    Whoever changes its lines holds its lock.
    """

    placement: ClassVar[Placement] = sharded_by("id")

    id = IdField(primary_key=True)
    is_guest = models.BooleanField()
    touched_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "carts_cart"
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        indexes = [
            models.Index(fields=["touched_at"], name="carts_guest_carts_by_age", condition=Q(is_guest=True))
        ]

    def __str__(self) -> str:
        return str(self.id)


class LineRow(models.Model):
    """A SKU in a cart. ``touches`` are [surface, note id, author id, moment], the latest last; the latest
    stands beside them once more, to be counted by.
    """

    placement: ClassVar[Placement] = sharded_by("cart_id")

    id = IdField(primary_key=True)
    cart_id = models.BigIntegerField()
    sku_id = models.BigIntegerField()
    quantity = models.PositiveSmallIntegerField()
    is_chosen = models.BooleanField(default=True)
    seen_price_minor = models.BigIntegerField()
    touches: models.Field[Any, Any] = models.JSONField(default=list)
    surface = models.CharField(max_length=20, blank=True, db_collation="C")
    note_id = models.BigIntegerField(null=True)
    author_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "carts_line"
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        constraints = [
            models.UniqueConstraint(fields=["cart_id", "sku_id"], name="carts_line_sku_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=QUANTITY_MAX), name="carts_line_quantity"
            ),
            models.CheckConstraint(condition=Q(seen_price_minor__gt=0), name="carts_line_price"),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Func("touches", function="jsonb_array_length", output_field=models.IntegerField()),
                    Value(TOUCHES_MAX),
                ),
                name="carts_line_few_touches",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
