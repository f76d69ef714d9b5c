"""Members in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.community.members.models import KolActRow, KolApplicationRow, ProfileRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(ProfileRow)
class ProfileAdmin(ReadOnlyAdmin):
    """Public profiles."""

    seen_by = ("service", "moderator", "analyst")
    list_display = ("handle", "name", "region", "language", "kol_field", "origin", "joined_at")
    list_filter = ("origin", "language")
    search_fields = ("handle", "name")
    ordering = ("-id",)


@admin.register(KolApplicationRow)
class KolApplicationAdmin(ReadOnlyAdmin):
    """Applications for the KOL badge, also those that were answered; the queue has a page of its own."""

    seen_by = ("moderator",)
    list_display = ("wire", "user_id", "field", "state", "applied_at", "decided_at", "reason")
    list_filter = ("state",)
    ordering = ("-id",)


@admin.register(KolActRow)
class KolActAdmin(ReadOnlyAdmin):
    """The audit of badges."""

    seen_by = ("moderator",)
    list_display = ("acted_at", "deed", "user_id", "actor_id", "field", "reason")
    list_filter = ("deed",)
    ordering = ("-id",)
