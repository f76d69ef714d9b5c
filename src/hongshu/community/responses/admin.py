"""Responses in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.community.responses.models import CommentRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(CommentRow)
class CommentAdmin(ReadOnlyAdmin):
    """Every comment, deleted and held ones too: moderators must be able to answer for them."""

    seen_by = ("moderator", "service")
    list_display = ("wire", "body", "user_id", "note_id", "created_at", "is_pinned", "is_held", "deleted_at")
    list_filter = ("is_held", "is_pinned")
    search_fields = ("body",)
    ordering = ("-id",)
