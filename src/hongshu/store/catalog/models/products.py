"""Products, their SKUs, and which product leads to which."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import LPad, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement
from hongshu.store.catalog.contracts import AXES_MAX, LinkKind, ProductState
from hongshu.store.catalog.models.shelves import BrandRow, CategoryRow

_LISTED = Q(is_listed=True)


class ProductRow(models.Model):
    """A product. Its prices are copies of its SKUs' lowest and highest, written with them.

    ``axes`` are its option axes in order: slug, zh, en, and values with slug, zh, en, color.
    """

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    source = models.CharField(max_length=20, db_collation="C")
    source_key = models.CharField(max_length=80, db_collation="C")
    # Says whether a draft brings anything new, without comparing forty columns.
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
    # Why it may be shown without a picture; empty: it may not.
    picture_waiver = models.CharField(max_length=200, blank=True)
    axes: models.Field[Any, Any] = models.JSONField(default=list)
    price_minor = models.BigIntegerField(null=True)
    highest_price_minor = models.BigIntegerField(null=True)
    source_price_minor = models.BigIntegerField(null=True)
    source_currency = models.CharField(max_length=3, blank=True)
    rate = models.CharField(max_length=20, blank=True)
    rate_on = models.CharField(max_length=10, blank=True)
    needs_review: models.Field[list[str], list[str]] = ArrayField(
        models.CharField(max_length=20), default=list
    )
    attributes: models.Field[Any, Any] = models.JSONField(default=dict)
    # A fixed shuffle: neighbours on a shelf come from different brands until ranking takes over.
    shelf_order = models.BigIntegerField()
    state = models.CharField(max_length=10, default=ProductState.PUBLISHED.value, db_collation="C")
    is_listed = models.GeneratedField(
        expression=Q(state=ProductState.PUBLISHED.value),  # type: ignore[arg-type, unused-ignore]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # The state to which it goes back when moderators let go of it; None: they do not hold it.
    held_from = models.CharField(max_length=10, null=True, db_collation="C")
    # None: nobody has told yet, which keeps nothing from being ordered.
    is_in_stock = models.BooleanField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "catalog_product"
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="catalog_product_brought_in_once"),
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="catalog_product_named"),
            models.CheckConstraint(
                condition=Q(price_minor__isnull=True, highest_price_minor__isnull=True)
                | Q(price_minor__gt=0, highest_price_minor__gte=F("price_minor")),
                name="catalog_product_price_positive",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ProductState]), name="catalog_product_state"
            ),
            models.CheckConstraint(
                condition=Q(held_from__isnull=True) | ~Q(state=ProductState.PUBLISHED.value),
                name="catalog_product_held_is_not_shown",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProductState.PUBLISHED.value) | Q(price_minor__isnull=False),
                name="catalog_product_shown_with_price",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProductState.PUBLISHED.value)
                | ~Q(picture_waiver="")
                | Q(picture_ids__len__gt=0),
                name="catalog_product_shown_with_picture",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Func(F("axes"), function="jsonb_array_length", output_field=models.IntegerField()),
                    Value(AXES_MAX),
                ),
                name="catalog_product_few_axes",
            ),
        ]
        indexes = [
            models.Index(fields=["shelf_order", "id"], name="catalog_product_shelf", condition=_LISTED),
            models.Index(
                fields=["category", "shelf_order", "id"],
                name="catalog_product_category_shelf",
                condition=_LISTED,
            ),
            models.Index(
                fields=["brand", "shelf_order", "id"], name="catalog_product_brand_shelf", condition=_LISTED
            ),
            models.Index(fields=["price_minor", "id"], name="catalog_product_by_price", condition=_LISTED),
            models.Index(fields=["-id"], name="catalog_product_newest", condition=_LISTED),
            models.Index(
                fields=["category", "price_minor", "id"],
                name="catalog_product_category_price",
                condition=_LISTED,
            ),
            models.Index(fields=["state", "-id"], name="catalog_product_of_state"),
            GinIndex(fields=["attributes"], opclasses=["jsonb_path_ops"], name="catalog_product_attributes"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh


class SkuRow(models.Model):
    """What is put into a cart: one choice of a product. Its price is a copy of the present selling price.

    ``choice`` holds the slug of one value for each of the product's axes, in their order.
    """

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    product = models.ForeignKey(ProductRow, on_delete=models.PROTECT, related_name="skus")
    code = models.CharField(max_length=80, unique=True, db_collation="C")
    position = models.PositiveSmallIntegerField()
    option_zh = models.CharField(max_length=200, blank=True)
    option_en = models.CharField(max_length=200, blank=True)
    choice: models.Field[list[str], list[str]] = ArrayField(
        models.CharField(max_length=60, db_collation="C"), default=list
    )
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    barcode = models.CharField(max_length=14, blank=True, db_collation="C")
    origin_country = models.CharField(max_length=2, blank=True, db_collation="C")
    hs_code = models.CharField(max_length=10, blank=True, db_collation="C")
    # None: it does not expire.
    shelf_life_days = models.PositiveIntegerField(null=True)
    content = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    content_unit = models.CharField(max_length=10, blank=True)
    weight_g = models.PositiveIntegerField(null=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        db_table = "catalog_sku"
        verbose_name = _("SKU")
        verbose_name_plural = _("SKUs")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "choice"],
                condition=Q(is_withdrawn=False),
                name="catalog_sku_choice_once_a_product",
            ),
            # GTIN-8, -12, -13 and -14 are one number space, filled up with zeros in front (GS1, 2025).
            models.UniqueConstraint(
                LPad("barcode", 14, Value("0")), condition=~Q(barcode=""), name="catalog_sku_barcode_once"
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="catalog_sku_price_positive"),
            models.CheckConstraint(condition=Q(currency="CNY"), name="catalog_sku_selling_currency"),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(content__gt=0), name="catalog_sku_content_positive"
            ),
            models.CheckConstraint(
                condition=Q(content_unit__in=["", "ml", "g", "piece"]), name="catalog_sku_content_unit"
            ),
            models.CheckConstraint(
                condition=Q(barcode="") | Q(barcode__regex=r"^([0-9]{8}|[0-9]{12,14})$"),
                name="catalog_sku_barcode_digits",
            ),
            models.CheckConstraint(
                condition=Q(hs_code="") | Q(hs_code__regex=r"^[0-9]{10}$"), name="catalog_sku_hs_code"
            ),
            models.CheckConstraint(
                condition=Q(origin_country="") | Q(origin_country__regex=r"^[A-Z]{2}$"),
                name="catalog_sku_origin",
            ),
            models.CheckConstraint(
                condition=Q(shelf_life_days__isnull=True) | Q(shelf_life_days__gt=0),
                name="catalog_sku_shelf_life",
            ),
            models.CheckConstraint(condition=Q(choice__len__lte=AXES_MAX), name="catalog_sku_few_choices"),
        ]

    def __str__(self) -> str:
        return self.code


class LinkRow(models.Model):
    """Staff's word that who looks at a product may want another one."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    product = models.ForeignKey(ProductRow, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(ProductRow, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=15, db_collation="C")
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "catalog_link"
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["product", "kind", "other"], name="catalog_link_once"),
            models.CheckConstraint(condition=~Q(product=F("other")), name="catalog_link_to_another"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LinkKind]), name="catalog_link_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
