"""Pictures in the console."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.platform.media.models import MediaPicture


@admin.register(MediaPicture)
class MediaPictureAdmin(ReadOnlyAdmin):
    """Every picture with what the store holds of it."""

    seen_by = ("moderator", "service")
    list_display = ("preview", "wire", "owner_id", "state", "width", "height", "attached_at", "created_at")
    list_filter = ("state",)
    ordering = ("-id",)

    def preview(self, row: MediaPicture) -> SafeString:
        """The smallest rendition."""
        return format_html('<img src="/media/{}-{}.webp" alt="" height="48">', row.stem, row.widths[0])
