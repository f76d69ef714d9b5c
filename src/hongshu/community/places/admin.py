"""Places in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.community.places.models import NotePlace
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(NotePlace)
class NotePlaceAdmin(ReadOnlyAdmin):
    """Which note belongs where."""

    seen_by = ("moderator", "buyer", "analyst")
    list_display = ("wire", "country", "city", "note_id", "author_id", "published_at")
    list_filter = ("country",)
    ordering = ("-id",)
