"""Payments in the console. Raw bytes are not shown here: they name buyers."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.store.payments.models import AttemptRow, NotificationRow, PaymentRow, RefundRow


@admin.register(PaymentRow)
class PaymentAdmin(ReadOnlyAdmin):
    """Payments, the newest first."""

    seen_by = ("service", "analyst")
    list_display = (
        "wire",
        "number",
        "provider",
        "state",
        "amount_minor",
        "currency",
        "opened_at",
        "captured_at",
    )
    list_filter = ("state", "provider")
    search_fields = ("number", "transaction_id")
    fields = (
        *("number", "provider", "state", "amount_minor", "currency", "subject", "transaction_id"),
        *("opened_at", "expires_at", "captured_at"),
    )
    ordering = ("-id",)


@admin.register(AttemptRow)
class AttemptAdmin(ReadOnlyAdmin):
    """Attempts to pay, with each provider."""

    seen_by = ("service", "analyst")
    list_display = ("wire", "number", "provider", "state", "is_surplus", "tries", "written_at", "decided_at")
    list_filter = ("state", "provider", "is_surplus")
    search_fields = ("number", "transaction_id")
    ordering = ("-id",)


@admin.register(RefundRow)
class RefundAdmin(ReadOnlyAdmin):
    """Refunds; what the provider says stands beside those that were turned away."""

    seen_by = ("service", "analyst")
    list_display = ("wire", "number", "provider", "state", "amount_minor", "reason", "text", "requested_at")
    list_filter = ("state", "provider")
    search_fields = ("number",)
    ordering = ("-id",)


@admin.register(NotificationRow)
class NotificationAdmin(ReadOnlyAdmin):
    """The inbox: what was told, and what became of it."""

    seen_by = ("service", "analyst")
    list_display = ("wire", "number", "provider", "kind", "outcome", "came_at")
    list_filter = ("outcome", "provider", "kind")
    search_fields = ("number", "event_id")
    fields = ("number", "provider", "kind", "event_id", "outcome", "came_at")
    ordering = ("-id",)
