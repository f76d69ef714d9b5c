"""Checklists and inspections."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement, sharded_by
from hongshu.store.inventory.contracts import Quality
from hongshu.store.inventory.models.stock import LotRow


class ChecklistRow(models.Model):
    """What an inspector looks at for a category; an empty slug is for every category without one of its
    own.
    """

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    category_slug = models.CharField(max_length=80, unique=True, blank=True, db_collation="C")
    aql = models.DecimalField(max_digits=6, decimal_places=3)
    items: models.Field[list[dict[str, object]], list[dict[str, object]]] = models.JSONField()
    changed_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_checklist"
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    def __str__(self) -> str:
        return self.category_slug


class InspectionRow(models.Model):
    """An inspection that was made, with the plan and the checklist that held then."""

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sku_id = models.BigIntegerField()
    lot = models.ForeignKey(LotRow, on_delete=models.PROTECT, related_name="inspections")
    attempt = models.PositiveSmallIntegerField()
    inspector_id = models.BigIntegerField()
    aql = models.DecimalField(max_digits=6, decimal_places=3)
    code_letter = models.CharField(max_length=1, db_collation="C")
    sample_size = models.PositiveIntegerField()
    accept_number = models.PositiveIntegerField()
    defects_found = models.PositiveIntegerField()
    items: models.Field[list[dict[str, object]], list[dict[str, object]]] = models.JSONField()
    answers: models.Field[list[dict[str, object]], list[dict[str, object]]] = models.JSONField()
    verdict = models.CharField(max_length=12, db_collation="C")
    note = models.TextField(blank=True)
    conditions_zh = models.CharField(max_length=300, blank=True)
    conditions_en = models.CharField(max_length=300, blank=True)
    picture_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_inspection"
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            models.UniqueConstraint(fields=["lot", "attempt"], name="inventory_inspection_attempt"),
            models.CheckConstraint(
                condition=Q(verdict__in=[Quality.PASSED, Quality.CONDITIONAL, Quality.FAILED]),
                name="inventory_inspection_verdict",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Quality.PASSED) | Q(defects_found__lte=models.F("accept_number")),
                name="inventory_inspection_passes_its_plan",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Quality.CONDITIONAL) | (~Q(conditions_zh="") & ~Q(conditions_en="")),
                name="inventory_inspection_states_conditions",
            ),
        ]
