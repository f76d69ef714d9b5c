"""Orders, their lines, their history and what was given back: all that is of one buyer lies on one node."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.trade.contracts import Actor, OrderMode, OrderState

_STATES = [state.value for state in OrderState]


class OrderRow(models.Model):
    """An order. Money is in minor units of ``currency``; ``address`` is the copy of that day."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    number = models.CharField(max_length=20, db_collation="C")
    user_id = models.BigIntegerField()
    checkout_id = models.BigIntegerField()
    split_number = models.PositiveSmallIntegerField()
    split_count = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, db_collation="C")
    warehouse_id = models.BigIntegerField()
    state = models.CharField(max_length=10, default=OrderState.PLACED.value, db_collation="C")
    reason = models.CharField(max_length=20, db_collation="C")
    address: models.Field[Any, Any] = models.JSONField()
    resident_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="CNY", db_collation="C")
    before_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    dutiable_minor = models.BigIntegerField(default=0)
    refunded_goods_minor = models.BigIntegerField(default=0)
    refunded_freight_minor = models.BigIntegerField(default=0)
    refunded_tax_minor = models.BigIntegerField(default=0)
    carrier = models.CharField(max_length=40, blank=True)
    tracking = models.CharField(max_length=60, blank=True, db_collation="C")
    end_reason = models.CharField(max_length=200, blank=True)
    is_cancel_asked = models.BooleanField(default=False)
    placed_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    completes_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trade_order"
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "checkout_id", "split_number"], name="trade_order_once_a_split"
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="trade_order_state"),
            models.CheckConstraint(
                condition=Q(mode__in=[mode.value for mode in OrderMode]), name="trade_order_mode"
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor") + F("freight_minor") + F("tax_minor"),
                    goods_minor=F("before_minor") - F("discount_minor"),
                    goods_minor__gt=0,
                    discount_minor__gte=0,
                    freight_minor__gte=0,
                    tax_minor__gte=0,
                ),
                name="trade_order_sum",
            ),
            models.CheckConstraint(
                condition=Q(
                    refunded_goods_minor__gte=0,
                    refunded_goods_minor__lte=F("goods_minor"),
                    refunded_freight_minor__gte=0,
                    refunded_freight_minor__lte=F("freight_minor"),
                    refunded_tax_minor__gte=0,
                    refunded_tax_minor__lte=F("tax_minor"),
                ),
                name="trade_order_refunded",
            ),
            # Nothing is on its way, nothing is given back, that was not paid.
            models.CheckConstraint(
                condition=Q(state__in=["placed", "cancelled"]) | Q(paid_at__isnull=False),
                name="trade_order_paid_first",
            ),
            models.CheckConstraint(
                condition=Q(mode="domestic", tax_minor=0, resident_id__isnull=True)
                | (~Q(mode="domestic") & Q(resident_id__isnull=False)),
                name="trade_order_who",
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="trade_orders_of_user"),
            models.Index(fields=["checkout_id"], name="trade_orders_of_checkout"),
            models.Index(fields=["state", "-id"], name="trade_orders_by_state"),
            models.Index(fields=["number"], name="trade_orders_by_number"),
            models.Index(fields=["expires_at"], name="trade_orders_unpaid", condition=Q(state="placed")),
            models.Index(
                fields=["id"], name="trade_orders_to_declare", condition=Q(state="paid") & ~Q(mode="domestic")
            ),
            models.Index(
                fields=["completes_at"], name="trade_orders_to_complete", condition=Q(state="delivered")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLineRow(models.Model):
    """Units of a SKU at one price. Names and codes are copies of that day; ``tax`` is customs' line of it."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    order = models.ForeignKey(OrderRow, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    picture_id = models.BigIntegerField(null=True)
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    option_zh = models.CharField(max_length=200, blank=True)
    option_en = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField()
    refunded_units = models.PositiveIntegerField(default=0)
    unit_before_minor = models.BigIntegerField()
    unit_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    tax: models.Field[Any, Any] = models.JSONField(null=True)
    declared: models.Field[Any, Any] = models.JSONField(null=True)
    touches: models.Field[Any, Any] = models.JSONField(default=list)
    surface = models.CharField(max_length=20, blank=True, db_collation="C")
    note_id = models.BigIntegerField(null=True)
    author_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "trade_order_line"
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "order", "position"], name="trade_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, refunded_units__lte=F("quantity")), name="trade_line_units"
            ),
            models.CheckConstraint(
                condition=Q(unit_minor__gt=0, unit_before_minor__gte=F("unit_minor"), tax_minor__gte=0),
                name="trade_line_price",
            ),
        ]
        indexes = [
            models.Index(fields=["note_id"], name="trade_lines_by_note", condition=Q(note_id__isnull=False)),
            models.Index(fields=["product_id", "-id"], name="trade_lines_of_product"),
        ]


class StepRow(models.Model):
    """A step of an order. A trigger refuses every change (migration 0001)."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    order = models.ForeignKey(OrderRow, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, db_collation="C")
    actor = models.CharField(max_length=8, db_collation="C")
    actor_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "trade_step"
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of orders")
        constraints = [
            # No state comes back, so each is entered once.
            models.UniqueConstraint(fields=["user_id", "order", "state"], name="trade_step_once"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="trade_step_state"),
            models.CheckConstraint(
                condition=Q(actor__in=[actor.value for actor in Actor]), name="trade_step_actor"
            ),
        ]


class OrderRefundRow(models.Model):
    """What was given back at once; ``units`` is [[line id, units], …]."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    order = models.ForeignKey(OrderRow, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=60, db_collation="C")
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    units: models.Field[Any, Any] = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "trade_order_refund"
        verbose_name = _("refund of an order")
        verbose_name_plural = _("refunds of orders")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "order", "key"], name="trade_refund_once"),
            models.CheckConstraint(
                condition=Q(goods_minor__gte=0, freight_minor__gte=0, tax_minor__gte=0),
                name="trade_refund_amounts",
            ),
        ]
