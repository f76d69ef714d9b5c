"""Flash sales, their quotas, and who took what of them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement, sharded_by


class FlashSaleRow(models.Model):
    """A flash sale, from ``starts_at`` to before ``ends_at``."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    combines_with: models.Field[list[str], list[str]] = ArrayField(
        models.CharField(max_length=20, db_collation="C"), default=list
    )
    made_by = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "promotions_flash_sale"
        verbose_name = _("flash sale")
        verbose_name_plural = _("flash sales")
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="promotions_flash_sale_named"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="promotions_flash_sale_lasts"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="promotions_flash_sale_running")]

    def __str__(self) -> str:
        return self.name_en or self.name_zh


class FlashItemRow(models.Model):
    """A SKU in a flash sale. ``sold`` is written with each take, under the row's lock."""

    placement: ClassVar[Placement] = sharded_by("sku_id")

    id = IdField(primary_key=True)
    sale = models.ForeignKey(FlashSaleRow, on_delete=models.PROTECT, related_name="items")
    sku_id = models.BigIntegerField()
    price_minor = models.BigIntegerField()
    quota = models.PositiveIntegerField()
    per_member = models.PositiveSmallIntegerField()
    sold = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "promotions_flash_item"
        verbose_name = _("flash sale item")
        verbose_name_plural = _("flash sale items")
        constraints = [
            models.UniqueConstraint(fields=["sale", "sku_id"], name="promotions_flash_item_once"),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="promotions_flash_item_price"),
            models.CheckConstraint(condition=Q(quota__gte=1), name="promotions_flash_item_quota"),
            models.CheckConstraint(condition=Q(per_member__gte=1), name="promotions_flash_item_per_member"),
            models.CheckConstraint(condition=Q(sold__lte=F("quota")), name="promotions_flash_item_sold"),
        ]
        indexes = [models.Index(fields=["sku_id"], name="promotions_flash_items_of_sku")]

    def __str__(self) -> str:
        return str(self.id)


class FlashShareRow(models.Model):
    """What one member has of an item, over all their checkouts: never more than ``most``."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    flash_item_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    most = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "promotions_flash_share"
        verbose_name = _("flash sale share")
        verbose_name_plural = _("flash sale shares")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "flash_item_id"], name="promotions_flash_share_once"),
            models.CheckConstraint(
                condition=Q(quantity__lte=F("most")), name="promotions_flash_share_per_member"
            ),
        ]

    def __str__(self) -> str:
        return str(self.quantity)


class FlashTakeRow(models.Model):
    """What one checkout took of an item; deleted when it is given back."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    checkout_id = models.BigIntegerField()
    flash_item_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    taken_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "promotions_flash_take"
        verbose_name = _("flash sale take")
        verbose_name_plural = _("flash sale takes")
        constraints = [
            models.UniqueConstraint(
                fields=["checkout_id", "flash_item_id", "user_id"], name="promotions_flash_take_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="promotions_flash_take_quantity"),
        ]

    def __str__(self) -> str:
        return str(self.quantity)
