"""Recommendations in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.discovery.recommendation.models import TrendingRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(TrendingRow)
class TrendingAdmin(ReadOnlyAdmin):
    """What trends, and what did a short while ago."""

    seen_by = ("analyst", "moderator")
    list_display = ("wire", "note_id", "author_id", "heat", "from_generation", "until_generation")
    ordering = ("-heat", "-note_id")
