"""Tables of the law: rates, thresholds and the positive list, dated, with their sources.

A trigger (migration 0002) refuses to change what has been law, and an exclusion constraint two rows that hold
on one day.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement
from hongshu.store.customs.contracts import MILLION, Condition, LawTable


class LawImportRow(models.Model):
    """An import that was made. The newest one's id is the version of the law, by which processes know that
    what they hold is old.
    """

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    table = models.CharField(max_length=20, db_collation="C")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_collation="C")
    rows = models.PositiveIntegerField()
    actor_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "customs_law_import"
        verbose_name = _("import of rates")
        verbose_name_plural = _("imports of rates")
        constraints = [
            models.CheckConstraint(
                condition=Q(table__in=[table.value for table in LawTable]), name="customs_law_import_table"
            )
        ]


class _Dated(models.Model):
    """What every row of the law has."""

    id = IdField(primary_key=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=500)
    checked = models.CharField(max_length=200, blank=True)
    imported = models.ForeignKey(LawImportRow, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def _in_order(name: str) -> models.CheckConstraint:
    condition = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))
    return models.CheckConstraint(condition=condition, name=name)


class RateRow(_Dated):
    """The rates of a ten-digit code, in millionths."""

    placement: ClassVar[Placement] = REFERENCE

    hs_code = models.CharField(max_length=10, db_collation="C")
    name = models.CharField(max_length=200)
    tariff_millionths = models.PositiveIntegerField()
    vat_millionths = models.PositiveIntegerField()
    consumption_millionths = models.PositiveIntegerField()
    condition = models.CharField(max_length=20, db_collation="C")

    class Meta:
        db_table = "customs_rate"
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        constraints = [
            models.UniqueConstraint(fields=["hs_code", "valid_from"], name="customs_rate_once"),
            models.CheckConstraint(condition=Q(hs_code__regex=r"^[0-9]{10}$"), name="customs_rate_code"),
            models.CheckConstraint(
                condition=Q(
                    tariff_millionths__lt=10 * MILLION,
                    vat_millionths__lt=MILLION,
                    consumption_millionths__lt=MILLION,
                ),
                name="customs_rate_rates",
            ),
            models.CheckConstraint(
                condition=Q(condition__in=[condition.value for condition in Condition]),
                name="customs_rate_condition",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="customs_rate_source"),
            _in_order("customs_rate_days"),
        ]


class ThresholdRow(_Dated):
    """One number of the law."""

    placement: ClassVar[Placement] = REFERENCE

    name = models.CharField(max_length=60, db_collation="C")
    value = models.BigIntegerField()

    class Meta:
        db_table = "customs_threshold"
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="customs_threshold_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="customs_threshold_value"),
            models.CheckConstraint(condition=~Q(source=""), name="customs_threshold_source"),
            _in_order("customs_threshold_days"),
        ]


class ListedRow(_Dated):
    """An eight-digit code of the positive list; ``modes`` as in the CSV, such as "1210 9610"."""

    placement: ClassVar[Placement] = REFERENCE

    code = models.CharField(max_length=8, db_collation="C")
    remark = models.CharField(max_length=500, blank=True)
    modes = models.CharField(max_length=20, blank=True, db_collation="C")
    yearly_cap = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "customs_positive_list"
        verbose_name = _("row of the positive list")
        verbose_name_plural = _("rows of the positive list")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="customs_listed_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{8}$"), name="customs_listed_code"),
            models.CheckConstraint(
                condition=Q(modes__regex=r"^((1210|9610)( (1210|9610))?)?$"), name="customs_listed_modes"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="customs_listed_source"),
            _in_order("customs_listed_days"),
        ]
