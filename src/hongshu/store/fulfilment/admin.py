"""Parcels in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.fulfilment.models import ParcelRow


@admin.register(ParcelRow)
class ParcelAdmin(ReadOnlyAdmin):
    """Parcels, the newest first."""

    seen_by = ("warehouse", "service", "analyst")
    list_display = (
        "wire",
        "order_number",
        "number",
        "state",
        "carrier",
        "waybill",
        "packed_at",
        "shipped_at",
    )
    list_filter = ("state", "carrier")
    search_fields = ("order_number", "waybill")
    fields = (
        "order_number", "number", "state", "carrier", "waybill", "packed_at", "shipped_at", "delivered_at",
    )  # fmt: skip
    ordering = ("-id",)
