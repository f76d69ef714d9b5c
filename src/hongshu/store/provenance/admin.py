"""Codes in the console; the code itself is not shown: whoever has it can print it."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.provenance.models import LookRow, UnitCodeRow


@admin.register(UnitCodeRow)
class UnitCodeAdmin(ReadOnlyAdmin):
    """Codes that were given out, the newest first."""

    seen_by = ("warehouse", "service", "analyst")
    list_display = ("wire", "order_line_id", "number", "lot_id", "key_number", "month", "voided_at")
    list_filter = ("month", "key_number")
    fields = ("order_line_id", "number", "sku_id", "lot_id", "key_number", "month", "issued_at", "voided_at")
    ordering = ("-id",)


@admin.register(LookRow)
class LookAdmin(ReadOnlyAdmin):
    """Looks at codes by day."""

    seen_by = ("service", "analyst")
    list_display = ("unit", "day", "looks", "lookers")
    list_select_related = ("unit",)
    fields = ("unit", "day", "looks", "lookers")
    ordering = ("-day", "-looks")
