"""Suppliers, warehouses, purchase orders: few rows, that every node of a cluster has a copy of."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement
from hongshu.store.inventory.contracts import PurchaseState, WarehouseKind


class WarehouseRow(models.Model):
    """A place that holds stock."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, db_collation="C")
    country = models.CharField(max_length=2, db_collation="C")
    customs_port = models.CharField(max_length=20, blank=True, db_collation="C")
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table = "inventory_warehouse"
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in WarehouseKind]), name="inventory_warehouse_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SupplierRow(models.Model):
    """Who sells to us."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, db_collation="C")
    currency = models.CharField(max_length=3, db_collation="C")
    contact = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_supplier"
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")

    def __str__(self) -> str:
        return self.name


class AuthorisationRow(models.Model):
    """A brand's word that a supplier may sell its goods."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    supplier = models.ForeignKey(SupplierRow, on_delete=models.PROTECT, related_name="authorisations")
    brand_id = models.BigIntegerField()
    number = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_until = models.DateField()
    document_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_authorisation"
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "brand_id", "number"], name="inventory_authorisation_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="inventory_authorisation_days"
            ),
        ]
        indexes = [models.Index(fields=["valid_until"], name="inventory_authorisation_ends")]

    def __str__(self) -> str:
        return self.number


class PurchaseOrderRow(models.Model):
    """An order at a supplier. Costs beside the goods are apportioned to the lines by value."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    number = models.CharField(max_length=30, unique=True, db_collation="C")
    supplier = models.ForeignKey(SupplierRow, on_delete=models.PROTECT, related_name="orders")
    warehouse = models.ForeignKey(WarehouseRow, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=10, default=PurchaseState.DRAFT.value, db_collation="C")
    currency = models.CharField(max_length=3, db_collation="C")
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    rate_on = models.DateField()
    freight_minor = models.BigIntegerField(default=0)
    insurance_minor = models.BigIntegerField(default=0)
    duty_minor = models.BigIntegerField(default=0)
    expected_on = models.DateField(null=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())
    ordered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inventory_purchase_order"
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PurchaseState]),
                name="inventory_purchase_order_state",
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="inventory_purchase_order_rate"),
            models.CheckConstraint(
                condition=Q(freight_minor__gte=0, insurance_minor__gte=0, duty_minor__gte=0),
                name="inventory_purchase_order_costs",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="inventory_purchase_by_state")]

    def __str__(self) -> str:
        return self.number


class PurchaseLineRow(models.Model):
    """Units of one SKU in an order; never more come than were ordered."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    order = models.ForeignKey(PurchaseOrderRow, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    received_quantity = models.PositiveIntegerField(default=0)
    unit_price_minor = models.BigIntegerField()

    class Meta:
        db_table = "inventory_purchase_line"
        verbose_name = _("purchase line")
        verbose_name_plural = _("purchase lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "sku_id"], name="inventory_purchase_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_purchase_line_quantity"),
            models.CheckConstraint(
                condition=Q(received_quantity__lte=F("quantity")), name="inventory_purchase_line_received"
            ),
            models.CheckConstraint(
                condition=Q(unit_price_minor__gte=0), name="inventory_purchase_line_price"
            ),
        ]
