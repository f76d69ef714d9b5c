"""Tables of codes and of looks at them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class UnitCodeRow(models.Model):
    """The code of a unit that was packed. The code itself is its serial under the key of that number."""

    placement: ClassVar[Placement] = sharded_by("order_line_id")

    id = IdField(primary_key=True)
    order_line_id = models.BigIntegerField()
    order_id = models.BigIntegerField(null=True)
    number = models.PositiveIntegerField()
    serial = models.BigIntegerField()
    key_number = models.PositiveSmallIntegerField()
    sku_id = models.BigIntegerField()
    lot_id = models.BigIntegerField()
    # What they were given out for, once: the number of a parcel.
    batch = models.PositiveSmallIntegerField(default=0)
    month = models.DateField()
    issued_at = models.DateTimeField(db_default=Now())
    voided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "provenance_unit_code"
        verbose_name = _("unit code")
        verbose_name_plural = _("unit codes")
        constraints = [
            # One code in force a unit; a unit that came back and goes out again is another line's.
            models.UniqueConstraint(fields=["order_line_id", "number"], name="provenance_one_code_a_unit"),
            models.UniqueConstraint(fields=["serial"], name="provenance_serial_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="provenance_unit_number"),
            models.CheckConstraint(condition=Q(serial__gte=0), name="provenance_serial"),
            models.CheckConstraint(
                condition=Q(key_number__gt=0, key_number__lte=255), name="provenance_key_number"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="provenance_month_only"),
        ]
        indexes = [models.Index(fields=["lot_id", "id"], name="provenance_codes_of_lot")]

    def __str__(self) -> str:
        return f"{self.order_line_id}/{self.number}"


class LookRow(models.Model):
    """Looks at a code on a day: by one pseudonym, or (without one) by all of that day, once it is over."""

    placement: ClassVar[Placement] = sharded_by("order_line_id")

    id = IdField(primary_key=True)
    order_line_id = models.BigIntegerField()
    unit = models.ForeignKey(UnitCodeRow, on_delete=models.PROTECT, related_name="looks")
    day = models.DateField()
    looker = models.CharField(max_length=16, blank=True, db_collation="C")
    looks = models.PositiveIntegerField()
    lookers = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "provenance_look"
        verbose_name = _("looks at a code")
        verbose_name_plural = _("looks at codes")
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "looker"], name="provenance_look_once"),
            models.CheckConstraint(condition=Q(looks__gt=0), name="provenance_looks"),
            models.CheckConstraint(
                condition=Q(lookers__lte=models.F("looks")) & (Q(looker="") | Q(lookers=1)),
                name="provenance_lookers",
            ),
        ]
        indexes = [
            models.Index(fields=["day"], name="provenance_looks_to_fold", condition=~Q(looker="")),
        ]
