"""The ledger in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.ledger.models import TransferRow


@admin.register(TransferRow)
class TransferAdmin(ReadOnlyAdmin):
    """Transfers, the newest first."""

    seen_by = ("analyst",)
    list_display = ("wire", "posted_at", "debit", "credit", "amount_minor", "currency", "reason", "key")
    list_filter = ("debit", "credit", "reason", "currency")
    ordering = ("-id",)
