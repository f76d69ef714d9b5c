"""Orders in the console's tables: to be read."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin, ReadOnlyInline
from hongshu.store.trade.models import OrderLineRow, OrderRow, StepRow


class LineInline(ReadOnlyInline):
    """The lines of an order."""

    model = OrderLineRow
    fields = ("position", "name_zh", "name_en", "quantity", "refunded_units", "unit_minor", "tax_minor")


class StepInline(ReadOnlyInline):
    """The history of an order."""

    model = StepRow
    fields = ("state", "actor", "reason", "at")


@admin.register(OrderRow)
class OrderAdmin(ReadOnlyAdmin):
    """Orders, the newest first; where they go is on their own page."""

    seen_by = ("service", "analyst")
    list_display = ("number", "state", "mode", "total_minor", "refunded_goods_minor", "placed_at", "paid_at")
    list_filter = ("state", "mode")
    search_fields = ("number",)
    exclude = ("address",)
    ordering = ("-id",)
    inlines = (LineInline, StepInline)
