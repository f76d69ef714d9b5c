"""Questions in the console."""

from __future__ import annotations

from django.contrib import admin

from hongshu.community.questions.models import AnswerRow, QuestionRow
from hongshu.kernel.admin import ReadOnlyAdmin


@admin.register(QuestionRow)
class QuestionAdmin(ReadOnlyAdmin):
    """Questions on products."""

    seen_by = ("moderator", "service")
    list_display = ("wire", "body", "product_id", "user_id", "asked_at")
    ordering = ("-id",)


@admin.register(AnswerRow)
class AnswerAdmin(ReadOnlyAdmin):
    """Answers to questions on products."""

    seen_by = ("moderator", "service")
    list_display = ("wire", "body", "question_id", "user_id", "answered_at")
    ordering = ("-id",)
