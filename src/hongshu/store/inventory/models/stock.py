"""Lots, stock, reservations and movements: all that is of one SKU lies on one node."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.inventory.contracts import HoldState, LotActKind, MovementKind, Quality, Zone
from hongshu.store.inventory.models.buying import PurchaseLineRow, SupplierRow, WarehouseRow

# The day on which what does not expire expires, so that first-expired order needs no special case.
NEVER = date(9999, 12, 31)


class LotRow(models.Model):
    """Units of one SKU that came together."""

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sku_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    code = models.CharField(max_length=60, db_collation="C")
    line = models.ForeignKey(PurchaseLineRow, on_delete=models.PROTECT, related_name="lots")
    supplier = models.ForeignKey(SupplierRow, on_delete=models.PROTECT, related_name="lots")
    warehouse = models.ForeignKey(WarehouseRow, on_delete=models.PROTECT, related_name="lots")
    received_quantity = models.PositiveIntegerField()
    unit_cost_minor = models.BigIntegerField()
    produced_on = models.DateField(null=True)
    expires_on = models.DateField(default=NEVER)
    received_by = models.BigIntegerField()
    received_at = models.DateTimeField(db_default=Now())
    quality = models.CharField(max_length=12, default=Quality.AWAITING.value, db_collation="C")
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.BigIntegerField(null=True)
    recall_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "inventory_lot"
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [
            models.CheckConstraint(condition=Q(received_quantity__gt=0), name="inventory_lot_quantity"),
            models.CheckConstraint(condition=Q(unit_cost_minor__gte=0), name="inventory_lot_cost"),
            models.CheckConstraint(
                condition=Q(produced_on__isnull=True) | Q(expires_on__gt=models.F("produced_on")),
                name="inventory_lot_days",
            ),
            models.CheckConstraint(
                condition=Q(quality__in=[quality.value for quality in Quality]), name="inventory_lot_quality"
            ),
        ]
        indexes = [
            models.Index(fields=["sku_id", "-id"], name="inventory_lots_of_sku"),
            models.Index(fields=["product_id", "-id"], name="inventory_lots_of_product"),
            models.Index(
                fields=["id"], name="inventory_lots_awaiting", condition=Q(quality=Quality.AWAITING.value)
            ),
            models.Index(fields=["expires_on"], name="inventory_lots_by_expiry"),
            # Not unique: a maker's lot may come in parts.
            models.Index(fields=["code", "-id"], name="inventory_lots_by_code"),
        ]

    def __str__(self) -> str:
        return self.code


class StockRow(models.Model):
    """What is of a lot at one place.

    The table has room in its pages (migration 0001), so that a reservation rewrites its row where it lies and
    touches no index: none is on a count.
    """

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sku_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, related_name="stock")
    warehouse = models.ForeignKey(WarehouseRow, on_delete=models.PROTECT, related_name="stock")
    zone = models.CharField(max_length=8, default=Zone.SHELF.value, db_collation="C")
    bucket = models.PositiveSmallIntegerField(default=0)
    expires_on = models.DateField()
    unit_cost_minor = models.BigIntegerField()
    sellable = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)
    # Set by a sweep when nothing is here any more, so that a SKU's old lots do not slow a reservation.
    is_spent = models.BooleanField(default=False)

    class Meta:
        db_table = "inventory_stock"
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "warehouse", "zone", "bucket"], name="inventory_stock_one_row_a_place"
            ),
            models.CheckConstraint(condition=Q(sellable__gte=0), name="inventory_stock_sellable"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="inventory_stock_reserved"),
            models.CheckConstraint(condition=Q(quarantined__gte=0), name="inventory_stock_quarantined"),
            models.CheckConstraint(
                condition=Q(zone=Zone.SHELF.value) | Q(sellable=0, reserved=0), name="inventory_stock_zone"
            ),
            models.CheckConstraint(
                condition=Q(is_spent=False) | Q(sellable=0, reserved=0, quarantined=0),
                name="inventory_stock_spent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sku_id", "expires_on", "id"],
                name="inventory_stock_first_expired",
                condition=Q(is_spent=False, zone=Zone.SHELF.value),
            ),
            models.Index(
                fields=["product_id"], name="inventory_stock_of_product", condition=Q(is_spent=False)
            ),
            models.Index(fields=["warehouse", "sku_id"], name="inventory_stock_of_warehouse"),
        ]


class ReservationRow(models.Model):
    """Units of a stock row that are held for somebody, or went to them. ``part`` counts a holder's rows of
    a SKU.
    """

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sku_id = models.BigIntegerField()
    holder_kind = models.CharField(max_length=20, db_collation="C")
    holder_id = models.BigIntegerField()
    part = models.PositiveSmallIntegerField()
    stock = models.ForeignKey(StockRow, on_delete=models.PROTECT, related_name="reservations")
    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, related_name="reservations")
    warehouse = models.ForeignKey(WarehouseRow, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.PositiveIntegerField()
    returned_quantity = models.PositiveIntegerField(default=0)
    unit_cost_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, default=HoldState.HELD.value, db_collation="C")
    held_at = models.DateTimeField(db_default=Now())
    # None: confirmed, it stays until it is sold or given back.
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inventory_reservation"
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(
                fields=["holder_id", "holder_kind", "sku_id", "part"], name="inventory_reservation_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_reservation_quantity"),
            models.CheckConstraint(
                condition=Q(returned_quantity__lte=models.F("quantity"))
                & (Q(state=HoldState.SOLD.value) | Q(returned_quantity=0)),
                name="inventory_reservation_returned",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in HoldState]),
                name="inventory_reservation_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="inventory_reservation_due",
                condition=Q(state=HoldState.HELD.value, expires_at__isnull=False),
            ),
            models.Index(fields=["lot", "id"], name="inventory_reservation_of_lot"),
        ]


class MovementRow(models.Model):
    """Units that came or went. A trigger refuses every change (migration 0001)."""

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sku_id = models.BigIntegerField()
    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, related_name="movements")
    warehouse = models.ForeignKey(WarehouseRow, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, db_collation="C")
    quantity = models.IntegerField()
    reason = models.CharField(max_length=200, blank=True)
    actor_id = models.BigIntegerField(null=True)
    # Says what it belongs to, once: "receive:LINE", "sold:RESERVATION", "dispose:KEY".
    key = models.CharField(max_length=100, db_collation="C")
    moved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_movement"
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        constraints = [
            models.UniqueConstraint(fields=["sku_id", "key"], name="inventory_movement_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MovementKind]), name="inventory_movement_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        MovementKind.RECEIVED.value,
                        MovementKind.RETURNED.value,
                        MovementKind.ARRIVED.value,
                    ],
                    quantity__gt=0,
                )
                | Q(
                    kind__in=[MovementKind.SOLD.value, MovementKind.DISPOSED.value, MovementKind.SENT.value],
                    quantity__lt=0,
                )
                | (Q(kind=MovementKind.ADJUSTED.value) & ~Q(quantity=0)),
                name="inventory_movement_sign",
            ),
        ]
        indexes = [
            models.Index(fields=["lot", "id"], name="inventory_movements_of_lot"),
            models.Index(fields=["warehouse", "-id"], name="inventory_movements_of_wh"),
        ]


class LotActRow(models.Model):
    """Who did what with a lot, and why, where no unit came or went. A trigger refuses every change
    (migration 0003).
    """

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sku_id = models.BigIntegerField()
    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, db_collation="C")
    # None: everywhere.
    warehouse = models.ForeignKey(WarehouseRow, on_delete=models.PROTECT, null=True, related_name="acts")
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    actor_id = models.BigIntegerField()
    # The kind with the key of the form: a form that comes twice finds here what it did.
    key = models.CharField(max_length=100, db_collation="C")
    acted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_lot_act"
        verbose_name = _("act on a lot")
        verbose_name_plural = _("acts on lots")
        constraints = [
            models.UniqueConstraint(fields=["sku_id", "lot", "key"], name="inventory_lot_act_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LotActKind]), name="inventory_lot_act_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["recalled", "lifted", "set_aside"]) | ~Q(reason=""),
                name="inventory_lot_act_explained",
            ),
        ]
        indexes = [models.Index(fields=["lot", "-id"], name="inventory_acts_of_lot")]


class CountRow(models.Model):
    """What somebody counted of a lot in a warehouse's zone, beside what should be there."""

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sku_id = models.BigIntegerField()
    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, related_name="counts")
    warehouse = models.ForeignKey(WarehouseRow, on_delete=models.PROTECT, related_name="counts")
    expected = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    counted_by = models.BigIntegerField()
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_count"
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints = [
            models.CheckConstraint(
                condition=Q(expected=models.F("counted")) | ~Q(reason=""), name="inventory_count_explained"
            ),
        ]
        indexes = [models.Index(fields=["warehouse", "-id"], name="inventory_counts_of_wh")]
