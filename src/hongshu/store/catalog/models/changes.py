"""What staff did to the catalogue."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement


class ChangeRow(models.Model):
    """One act. A trigger keeps every row as it was written."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    actor_id = models.BigIntegerField()
    act = models.CharField(max_length=30, db_collation="C")
    subject = models.CharField(max_length=10, db_collation="C")
    subject_id = models.BigIntegerField()
    details: models.Field[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "catalog_change"
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["subject_id", "-id"], name="catalog_change_of_subject")]

    def __str__(self) -> str:
        return self.act
