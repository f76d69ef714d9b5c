"""Search in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.discovery.search.models import AliasRow, StoppedRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(AliasRow)
class AliasAdmin(ReadOnlyAdmin):
    """Names that mean the same."""

    seen_by = ("analyst", "moderator")
    list_display = ("wire", "names")


@admin.register(StoppedRow)
class StoppedAdmin(ReadOnlyAdmin):
    """Queries that are not suggested."""

    seen_by = ("analyst", "moderator")
    list_display = ("wire", "folded")
