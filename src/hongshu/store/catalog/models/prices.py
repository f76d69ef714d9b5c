"""Prices with the time they hold for, and dated exchange rates."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement
from hongshu.store.catalog.contracts import PriceKind
from hongshu.store.catalog.models.products import SkuRow


def _one_at_a_time(kind: PriceKind) -> ExclusionConstraint:
    """No two prices of one kind and SKU at one moment. A range of one id stands in for the equality that
    GiST has only with an extension, which the program does not ask for.
    """
    sku: Any = Func(
        F("sku"), F("sku"), Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )
    span: Any = Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField())
    return ExclusionConstraint(
        name=f"catalog_price_one_{kind.value}",
        expressions=[(sku, RangeOperators.OVERLAPS), (span, RangeOperators.OVERLAPS)],
        condition=Q(kind=kind.value),
    )


class PriceRow(models.Model):
    """A price of a SKU in the selling currency, from ``starts_at`` to before ``ends_at``, or for good.

    ``is_applied`` says that the copies in the SKU and its product have been brought up to it.
    """

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    sku = models.ForeignKey(SkuRow, on_delete=models.PROTECT, related_name="prices")
    kind = models.CharField(max_length=10, db_collation="C")
    amount_minor = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    is_applied = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "catalog_price"
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="catalog_price_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PriceKind]), name="catalog_price_kind"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="catalog_price_lasts"
            ),
            *(_one_at_a_time(kind) for kind in PriceKind),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                name="catalog_price_due",
                condition=Q(kind=PriceKind.SELLING.value, is_applied=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor}"


class RateRow(models.Model):
    """How many yuan one unit of a currency was worth on a day, and who said so."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    currency = models.CharField(max_length=3, db_collation="C")
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=80)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "catalog_rate"
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "on"], name="catalog_rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="catalog_rate_positive"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="catalog_rate_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"
