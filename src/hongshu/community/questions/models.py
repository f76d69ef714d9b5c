"""Tables of questions."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.community.questions.contracts import MOST_ASKED
from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class QuestionRow(models.Model):
    """A question on a product. ``asked_on`` is its day in UTC."""

    placement: ClassVar[Placement] = sharded_by("product_id")

    id = IdField(primary_key=True)
    product_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    body = models.TextField()
    asked_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    asked_on = models.DateField()
    asked_at = models.DateTimeField(db_default=Now())
    source_key = models.CharField(max_length=80, blank=True, db_collation="C")
    is_held = models.BooleanField(default=False)

    class Meta:
        db_table = "questions_question"
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="questions_question_says_something"),
            models.CheckConstraint(
                condition=Q(asked_ids__len__lte=MOST_ASKED), name="questions_question_asked_bounded"
            ),
            models.UniqueConstraint(
                fields=["product_id", "user_id", "asked_on"], name="questions_one_a_member_and_day"
            ),
        ]
        indexes = [
            models.Index(fields=["product_id", "-asked_at", "-id"], name="questions_of_product"),
            models.Index(fields=["user_id"], name="questions_of_member"),
            GinIndex(fields=["asked_ids"], name="questions_asked"),
        ]


class AnswerRow(models.Model):
    """An answer to a question."""

    placement: ClassVar[Placement] = sharded_by("product_id")

    id = IdField(primary_key=True)
    product_id = models.BigIntegerField()
    question_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    body = models.TextField()
    is_held = models.BooleanField(default=False)
    answered_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "questions_answer"
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="questions_answer_says_something"),
            models.UniqueConstraint(
                fields=["product_id", "question_id", "user_id"], name="questions_one_answer_a_member"
            ),
        ]
        indexes = [
            models.Index(fields=["question_id", "id"], name="questions_answers_of_question"),
            models.Index(fields=["user_id"], name="questions_answers_of_member"),
        ]
