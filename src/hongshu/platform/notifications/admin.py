"""Notifications in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.platform.notifications.models import GroupRow


@admin.register(GroupRow)
class GroupAdmin(ReadOnlyAdmin):
    """What members were told: customer service must be able to answer for it."""

    seen_by = ("service",)
    list_display = ("wire", "user_id", "kind", "subject_kind", "subject_id", "is_unread", "changed_at")
    list_filter = ("kind", "is_unread")
    ordering = ("-id",)
