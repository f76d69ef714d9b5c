"""Files of products: kept from the look at them until they are brought in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement


class ImportRow(models.Model):
    """One file, by its SHA-256. What was brought in needs its bytes no longer."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    digest = models.BinaryField(max_length=32)
    file_name = models.CharField(max_length=200)
    data = models.BinaryField(default=b"")
    actor_id = models.BigIntegerField(null=True)
    product_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalog_import"
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(data=b""), name="catalog_import_applied_is_empty"
            ),
        ]
        indexes = [
            models.Index(
                fields=["digest"], name="catalog_import_applied", condition=Q(applied_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
