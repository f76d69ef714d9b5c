"""Carts in the console's tables: to be read."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.carts.models import WishRow


@admin.register(WishRow)
class WishAdmin(ReadOnlyAdmin):
    """Wishes, the newest first; of whom is not told."""

    seen_by = ("buyer", "analyst")
    list_display = (
        "wire",
        "product_id",
        "wished_price_minor",
        "told_price_minor",
        "was_in_stock",
        "wished_at",
    )
    ordering = ("-id",)
