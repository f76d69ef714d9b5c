"""Responses in the console."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from hongshu.community.responses.models import BoardRow, CommentRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(CommentRow)
class CommentAdmin(ReadOnlyAdmin):
    """Every comment, deleted and held ones too: moderators must be able to answer for them."""

    seen_by = ("moderator", "service")
    list_display = ("wire", "body", "user_id", "note_id", "created_at", "is_pinned", "is_held", "deleted_at")
    list_filter = ("is_held", "is_pinned")
    search_fields = ("body",)
    ordering = ("-id",)


@admin.register(BoardRow)
class BoardAdmin(ReadOnlyAdmin):
    """Boards that everybody may see: a private one's title is its owner's alone."""

    seen_by = ("moderator", "service")
    list_display = ("wire", "title", "owner_id", "is_default", "created_at")
    search_fields = ("title",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BoardRow]:
        """Without the private ones."""
        rows: QuerySet[BoardRow] = super().get_queryset(request)
        return rows.filter(is_private=False)
