"""Tables of the catalogue. All are reference tables: small, read everywhere, written by staff and imports."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement


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
    """A node of the category tree; ``path`` holds the slugs from its root to itself."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    slug = models.CharField(max_length=80, unique=True, db_collation="C")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    path: models.Field[list[str], list[str]] = ArrayField(models.CharField(max_length=80))
    default_weight_g = models.PositiveIntegerField(null=True)
    default_hs_code = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "catalog_category"
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="catalog_category_named"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh


class ProductRow(models.Model):
    """A product. Its prices are copies of its SKUs' lowest and highest, written with them."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    source = models.CharField(max_length=20, db_collation="C")
    source_key = models.CharField(max_length=80, db_collation="C")
    # Says whether a draft brings anything new, without comparing thirty columns.
    draft_digest = models.BinaryField(max_length=16)
    brand = models.ForeignKey(BrandRow, on_delete=models.PROTECT, related_name="products")
    category = models.ForeignKey(CategoryRow, on_delete=models.PROTECT, related_name="products")
    name_zh = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    # Folded names of product and brand in both languages: what a name search looks through.
    search_text = models.TextField()
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    highlights_zh: models.Field[list[str], list[str]] = ArrayField(models.TextField(), default=list)
    highlights_en: models.Field[list[str], list[str]] = ArrayField(models.TextField(), default=list)
    ingredients = models.TextField(blank=True)
    origin = models.CharField(max_length=40, blank=True)
    picture_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    price_minor = models.BigIntegerField()
    highest_price_minor = models.BigIntegerField()
    source_price_minor = models.BigIntegerField(null=True)
    source_currency = models.CharField(max_length=3, blank=True)
    rate = models.CharField(max_length=20, blank=True)
    rate_on = models.CharField(max_length=10, blank=True)
    needs_review: models.Field[list[str], list[str]] = ArrayField(
        models.CharField(max_length=20), default=list
    )
    attributes = models.JSONField(default=dict)
    # A fixed shuffle: neighbours on a shelf come from different brands until ranking takes over.
    shelf_order = models.BigIntegerField()
    is_listed = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "catalog_product"
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="catalog_product_brought_in_once"),
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="catalog_product_named"),
            models.CheckConstraint(
                condition=Q(price_minor__gt=0, highest_price_minor__gte=F("price_minor")),
                name="catalog_product_price_positive",
            ),
        ]
        indexes = [
            models.Index(
                fields=["shelf_order", "id"], name="catalog_product_shelf", condition=Q(is_listed=True)
            ),
            models.Index(
                fields=["category", "shelf_order", "id"],
                name="catalog_product_category_shelf",
                condition=Q(is_listed=True),
            ),
            models.Index(
                fields=["brand", "shelf_order", "id"],
                name="catalog_product_brand_shelf",
                condition=Q(is_listed=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh


class SkuRow(models.Model):
    """What is put into a cart: one choice of a product, at a price in the selling currency."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    product = models.ForeignKey(ProductRow, on_delete=models.PROTECT, related_name="skus")
    code = models.CharField(max_length=80, unique=True, db_collation="C")
    position = models.PositiveSmallIntegerField()
    option_zh = models.CharField(max_length=200, blank=True)
    option_en = models.CharField(max_length=200, blank=True)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    content = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    content_unit = models.CharField(max_length=10, blank=True)
    weight_g = models.PositiveIntegerField(null=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        db_table = "catalog_sku"
        verbose_name = _("SKU")
        verbose_name_plural = _("SKUs")
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="catalog_sku_price_positive"),
            models.CheckConstraint(condition=Q(currency="CNY"), name="catalog_sku_selling_currency"),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(content__gt=0), name="catalog_sku_content_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.code
