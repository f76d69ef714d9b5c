"""Members' addresses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class AddressRow(models.Model):
    """Where a member's parcels go. A removed one is deleted: orders have their own copy."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    recipient = models.CharField(max_length=60)
    phone = models.CharField(max_length=30)
    country = models.CharField(max_length=2, db_collation="C")
    province = models.CharField(max_length=60)
    city = models.CharField(max_length=60)
    district = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12, blank=True)
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "trade_address"
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"], name="trade_one_default_address", condition=Q(is_default=True)
            ),
            models.CheckConstraint(condition=~Q(recipient="") & ~Q(street=""), name="trade_address_told"),
        ]
        indexes = [models.Index(fields=["user_id", "-id"], name="trade_addresses_of_user")]
