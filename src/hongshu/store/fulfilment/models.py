"""Tables of parcels: all that is of one order lies on one node."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.fulfilment.contracts import ParcelState, TrackKind


class ParcelRow(models.Model):
    """A parcel on its way."""

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    order_number = models.CharField(max_length=60, db_collation="C")
    number = models.PositiveSmallIntegerField()
    warehouse_id = models.BigIntegerField()
    state = models.CharField(max_length=10, default=ParcelState.PACKED.value, db_collation="C")
    carrier = models.CharField(max_length=20, db_collation="C")
    waybill = models.CharField(max_length=40, db_collation="C")
    packed_by_id = models.BigIntegerField()
    packed_at = models.DateTimeField(db_default=Now())
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    # When the carrier is asked next what has become of it; None: not any more.
    ask_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "fulfilment_parcel"
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = [
            models.UniqueConstraint(fields=["order_id", "number"], name="fulfilment_parcel_number"),
            models.UniqueConstraint(fields=["order_id", "waybill"], name="fulfilment_parcel_waybill"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ParcelState]), name="fulfilment_parcel_state"
            ),
            models.CheckConstraint(
                condition=Q(state=ParcelState.PACKED.value, shipped_at__isnull=True)
                | (~Q(state=ParcelState.PACKED.value) & Q(shipped_at__isnull=False)),
                name="fulfilment_parcel_shipped_at",
            ),
            models.CheckConstraint(
                condition=Q(state=ParcelState.DELIVERED.value, delivered_at__isnull=False)
                | (~Q(state=ParcelState.DELIVERED.value) & Q(delivered_at__isnull=True)),
                name="fulfilment_parcel_delivered_at",
            ),
        ]
        indexes = [
            models.Index(fields=["waybill"], name="fulfilment_by_waybill"),
            models.Index(fields=["ask_at"], name="fulfilment_to_ask", condition=Q(ask_at__isnull=False)),
            models.Index(fields=["warehouse_id", "state", "-id"], name="fulfilment_of_warehouse"),
        ]

    def __str__(self) -> str:
        return f"{self.order_number}/{self.number}"


class ParcelContentRow(models.Model):
    """A reservation that was packed: once, whoever packs it."""

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    parcel = models.ForeignKey(ParcelRow, on_delete=models.PROTECT, related_name="contents")
    reservation_id = models.BigIntegerField()
    order_line_id = models.BigIntegerField()
    sku_id = models.BigIntegerField()
    lot_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()

    class Meta:
        db_table = "fulfilment_content"
        verbose_name = _("content of a parcel")
        verbose_name_plural = _("contents of parcels")
        constraints = [
            models.UniqueConstraint(
                fields=["order_id", "reservation_id", "order_line_id"], name="fulfilment_packed_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="fulfilment_content_quantity"),
        ]
        indexes = [models.Index(fields=["lot_id"], name="fulfilment_contents_of_lot")]


class TrackEventRow(models.Model):
    """What happened to a parcel. A trigger refuses every change (migration 0001)."""

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    parcel = models.ForeignKey(ParcelRow, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, db_collation="C")
    place = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "fulfilment_track"
        verbose_name = _("tracking event")
        verbose_name_plural = _("tracking events")
        constraints = [
            models.UniqueConstraint(fields=["parcel", "kind"], name="fulfilment_track_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in TrackKind]), name="fulfilment_track_kind"
            ),
        ]
