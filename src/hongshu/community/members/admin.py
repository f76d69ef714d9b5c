"""Members in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.community.members.models import ProfileRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(ProfileRow)
class ProfileAdmin(ReadOnlyAdmin):
    """Public profiles."""

    seen_by = ("service", "moderator", "analyst")
    list_display = ("handle", "name", "region", "language", "kol_field", "origin", "joined_at")
    list_filter = ("origin", "language")
    search_fields = ("handle", "name")
    ordering = ("-id",)
