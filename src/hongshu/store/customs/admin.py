"""The quota ledger and the tables of the law in the console. Of residents it shows nothing."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.customs.models import (
    LawImportRow,
    ListedRow,
    QuotaEntryRow,
    QuotaYearRow,
    RateRow,
    ThresholdRow,
)


@admin.register(QuotaYearRow)
class QuotaYearAdmin(ReadOnlyAdmin):
    """What residents have used of their years."""

    seen_by = ("service", "analyst")
    list_display = ("wire", "year", "reserved_fen", "consumed_fen", "limit_fen", "changed_at")
    list_filter = ("year",)
    fields = ("year", "reserved_fen", "consumed_fen", "limit_fen", "changed_at")
    ordering = ("-id",)


@admin.register(QuotaEntryRow)
class QuotaEntryAdmin(ReadOnlyAdmin):
    """The entries, the newest first."""

    seen_by = ("service", "analyst")
    list_display = ("wire", "made_at", "year", "kind", "amount_fen", "key")
    list_filter = ("kind", "year")
    fields = ("made_at", "year", "kind", "amount_fen", "key")
    ordering = ("-id",)


class _LawAdmin(ReadOnlyAdmin):
    """Rows of the law; they come by import only."""

    seen_by = ("buyer", "service", "analyst")


@admin.register(RateRow)
class RateAdmin(_LawAdmin):
    """Rates by code, in millionths."""

    list_display = (
        "hs_code", "name", "tariff_millionths", "vat_millionths", "consumption_millionths", "condition",
        "valid_from", "valid_until",
    )  # fmt: skip
    list_filter = ("condition",)
    search_fields = ("hs_code", "name")
    ordering = ("hs_code", "valid_from")


@admin.register(ThresholdRow)
class ThresholdAdmin(_LawAdmin):
    """Limits and thresholds."""

    list_display = ("name", "value", "valid_from", "valid_until", "source")
    ordering = ("name", "valid_from")


@admin.register(ListedRow)
class ListedAdmin(_LawAdmin):
    """The positive list."""

    list_display = ("code", "modes", "remark", "yearly_cap", "valid_from", "valid_until")
    search_fields = ("code",)
    ordering = ("code", "valid_from")


@admin.register(LawImportRow)
class LawImportAdmin(_LawAdmin):
    """Imports, the newest first."""

    list_display = ("wire", "made_at", "table", "file_name", "rows")
    list_filter = ("table",)
    ordering = ("-id",)
