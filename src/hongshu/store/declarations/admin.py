"""Declarations in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.declarations.models import DeclarationRow, DocumentRow


@admin.register(DeclarationRow)
class DeclarationAdmin(ReadOnlyAdmin):
    """Declarations, the newest first; what they say is not shown here."""

    seen_by = ("service", "warehouse", "analyst")
    list_display = ("wire", "order_number", "mode", "state", "list_number", "status", "declared_at")
    list_filter = ("state", "mode")
    search_fields = ("order_number", "list_number")
    fields = ("order_number", "mode", "state", "list_number", "status", "text", "declared_at", "released_at")
    ordering = ("-id",)


@admin.register(DocumentRow)
class DocumentAdmin(ReadOnlyAdmin):
    """The documents of declarations."""

    seen_by = ("service", "warehouse", "analyst")
    list_display = ("wire", "kind", "state", "attempts", "status", "text", "sent_at", "answered_at")
    list_filter = ("kind", "state")
    search_fields = ("guid",)
    ordering = ("-id",)
