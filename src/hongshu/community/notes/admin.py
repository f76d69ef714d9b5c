"""Notes in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.community.notes.models import NoteRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(NoteRow)
class NoteAdmin(ReadOnlyAdmin):
    """Every note, private and deleted ones too: moderators must be able to answer for them."""

    seen_by = ("moderator", "service")
    list_display = (
        "wire",
        "title",
        "author_id",
        "channel",
        "language",
        "visibility",
        "published_at",
        "deleted_at",
    )
    list_filter = ("channel", "language", "visibility", "source")
    search_fields = ("title",)
    ordering = ("-id",)
