"""Promotions in the console's tables: to be read."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.promotions.models import BatchRow, FlashSaleRow, PromotionRow


@admin.register(PromotionRow)
class PromotionAdmin(ReadOnlyAdmin):
    """Promotions, the newest first."""

    seen_by = ("buyer", "analyst")
    list_display = ("wire", "name_zh", "name_en", "layer", "group", "by_coupon", "starts_at", "ends_at")
    list_filter = ("layer", "by_coupon")
    ordering = ("-id",)


@admin.register(BatchRow)
class BatchAdmin(ReadOnlyAdmin):
    """Coupon batches, the newest first."""

    seen_by = ("buyer", "analyst")
    list_display = ("wire", "promotion", "code", "claimed", "total", "per_day", "per_member", "ends_at")
    ordering = ("-id",)


@admin.register(FlashSaleRow)
class FlashSaleAdmin(ReadOnlyAdmin):
    """Flash sales, the newest first."""

    seen_by = ("buyer", "analyst")
    list_display = ("wire", "name_zh", "name_en", "starts_at", "ends_at")
    ordering = ("-starts_at",)
