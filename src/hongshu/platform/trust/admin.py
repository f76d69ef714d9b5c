"""Trust in the console: the tables behind the queue, for looking at."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.platform.trust.models import AuditRow, DecisionRow, ReportRow


@admin.register(ReportRow)
class ReportAdmin(ReadOnlyAdmin):
    """Every report; work is done in the queue."""

    seen_by = ("moderator",)
    list_display = ("wire", "reason", "reporter_id", "user_id", "weight", "is_upheld", "reported_at")
    list_filter = ("reason", "is_upheld")
    ordering = ("-id",)


@admin.register(DecisionRow)
class DecisionAdmin(ReadOnlyAdmin):
    """Every decision, lifted ones too."""

    seen_by = ("moderator",)
    list_display = (
        "wire",
        "action",
        "reason",
        "subject_kind",
        "user_id",
        "decided_at",
        "until_at",
        "lifted_at",
    )
    list_filter = ("action", "reason")
    ordering = ("-id",)


@admin.register(AuditRow)
class AuditAdmin(ReadOnlyAdmin):
    """The log of moderation, which nobody changes."""

    seen_by = ("moderator",)
    list_display = ("wire", "act", "actor_id", "user_id", "subject_kind", "acted_at")
    list_filter = ("act",)
    ordering = ("-id",)
