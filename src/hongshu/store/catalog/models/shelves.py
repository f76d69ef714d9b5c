"""What products stand on: brands, the category tree, and what is asked of the products of a category."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement
from hongshu.store.catalog.contracts import AttributeKind


class BrandRow(models.Model):
    """A brand, known by its slug."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    slug = models.CharField(max_length=80, unique=True, db_collation="C")
    name_zh = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    story_zh = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    founded = models.PositiveSmallIntegerField(default=0)
    color = models.CharField(max_length=7, blank=True)
    mark_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "catalog_brand"
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="catalog_brand_named"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh


class CategoryRow(models.Model):
    """A node of the category tree; ``path`` holds the slugs from its root to itself.

    The defaults fill what a SKU does not tell; each value that came so waits for a member of staff.
    """

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    slug = models.CharField(max_length=80, unique=True, db_collation="C")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    path: models.Field[list[str], list[str]] = ArrayField(models.CharField(max_length=80))
    default_weight_g = models.PositiveIntegerField(null=True)
    default_hs_code = models.CharField(max_length=10, blank=True)
    default_shelf_life_days = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "catalog_category"
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="catalog_category_named"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh


class AttributeRow(models.Model):
    """What is told of each product of a category and of all below it; ``choices`` are (slug, zh, en)."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    category = models.ForeignKey(CategoryRow, on_delete=models.PROTECT, related_name="own_attributes")
    slug = models.CharField(max_length=40, db_collation="C")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, db_collation="C")
    choices: models.Field[Any, Any] = models.JSONField(default=list)
    is_facet = models.BooleanField(default=False)
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "catalog_attribute"
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [
            models.UniqueConstraint(fields=["category", "slug"], name="catalog_attribute_once_a_category"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AttributeKind]), name="catalog_attribute_kind"
            ),
            # Counting by free text would make a facet of thousands of lines.
            models.CheckConstraint(
                condition=Q(is_facet=False) | Q(kind=AttributeKind.CHOICE.value),
                name="catalog_attribute_facet_is_choice",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
