"""The audit of the vault in the console. Identities themselves have no page there."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.platform.identity.models import ConsentRow, OpeningRow


@admin.register(OpeningRow)
class OpeningAdmin(ReadOnlyAdmin):
    """Who opened a record, why, and when; for administrators."""

    list_display = ("wire", "opened_at", "purpose", "subject_kind", "user_id", "actor_id")
    list_filter = ("purpose",)
    ordering = ("-id",)


@admin.register(ConsentRow)
class ConsentAdmin(ReadOnlyAdmin):
    """What buyers agreed to."""

    seen_by = ("service",)
    list_display = ("wire", "given_at", "kind", "version", "subject_kind", "user_id")
    list_filter = ("kind", "version")
    ordering = ("-id",)
