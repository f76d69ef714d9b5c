"""Tables of trust. All about one member stands on that member's node."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import COORDINATOR, REFERENCE, Placement, sharded_by
from hongshu.platform.trust.contracts import Action, Limited, Reason

_TIMED = (Action.LIMIT.value, Action.SUSPEND.value)


class CaseRow(models.Model):
    """A subject that was reported; one open case a subject. ``user_id`` is the member behind it."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=20, db_collation="C")
    subject_id = models.BigIntegerField()
    is_open = models.BooleanField(default=True)
    report_count = models.PositiveIntegerField(default=0)
    weight = models.FloatField(default=0)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trust_case"
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "subject_kind", "subject_id"],
                condition=Q(is_open=True),
                name="trust_one_open_case",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_at__isnull=True) | Q(is_open=False, closed_at__isnull=False),
                name="trust_case_closed_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(is_open=True), name="trust_case_queue"),
            models.Index(fields=["user_id", "-id"], name="trust_cases_of_member"),
        ]


class ReportRow(models.Model):
    """A report, with what it weighed when it came. ``is_upheld`` is null until the case is decided."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    case_id = models.BigIntegerField()
    reporter_id = models.BigIntegerField()
    reason = models.CharField(max_length=10, choices=[(one.value, one.name) for one in Reason])
    words = models.TextField(blank=True)
    weight = models.FloatField()
    is_upheld = models.BooleanField(null=True)
    reported_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "trust_report"
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "case_id", "reporter_id"], name="trust_one_report_a_case"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in Reason]), name="trust_report_reason_known"
            ),
        ]
        indexes = [models.Index(fields=["reporter_id"], name="trust_reports_of_reporter")]


class DecisionRow(models.Model):
    """A decision. It is in force while ``lifted_at`` is null; nothing else of it ever changes."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    case_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=20, db_collation="C")
    subject_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=[(one.value, one.name) for one in Action])
    reason = models.CharField(max_length=10, choices=[(one.value, one.name) for one in Reason])
    words = models.TextField()
    is_grave = models.BooleanField(default=False)
    decider_id = models.BigIntegerField()
    decided_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lift_words = models.TextField(blank=True)

    class Meta:
        db_table = "trust_decision"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    action__in=[one.value for one in Action], reason__in=[one.value for one in Reason]
                ),
                name="trust_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(action__in=_TIMED), name="trust_decision_timed"
            ),
            models.CheckConstraint(
                condition=~Q(decider_id=F("user_id")), name="trust_nobody_decides_about_themselves"
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="trust_decisions_of_member"),
            models.Index(
                fields=["subject_kind", "subject_id"],
                condition=Q(lifted_at__isnull=True),
                name="trust_decisions_in_force",
            ),
            models.Index(
                fields=["until_at"],
                condition=Q(lifted_at__isnull=True, until_at__isnull=False),
                name="trust_decisions_due",
            ),
        ]


class AppealRow(models.Model):
    """The one appeal against a decision, and its answer by somebody else than who decided."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    decision_id = models.BigIntegerField()
    decider_id = models.BigIntegerField()
    words = models.TextField()
    made_at = models.DateTimeField(db_default=Now())
    answerer_id = models.BigIntegerField(null=True)
    is_lifted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trust_appeal"
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "decision_id"], name="trust_one_appeal_a_decision"),
            models.CheckConstraint(
                condition=Q(answerer_id__isnull=True) | ~Q(answerer_id=F("decider_id")),
                name="trust_another_answers",
            ),
            models.CheckConstraint(
                condition=Q(answerer_id__isnull=True, is_lifted__isnull=True, answered_at__isnull=True)
                | Q(answerer_id__isnull=False, is_lifted__isnull=False, answered_at__isnull=False),
                name="trust_appeal_answered_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(is_lifted__isnull=True), name="trust_appeals_waiting"
            )
        ]


class StandingRow(models.Model):
    """How a member stands: what the decisions in force make of it. Its lock is the lock on all about them."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField(unique=True)
    is_limited = models.BooleanField(default=False)
    is_suspended = models.BooleanField(default=False)

    class Meta:
        db_table = "trust_standing"


class PaceRow(models.Model):
    """When all that a member did of one kind is worked off: the state of its limit (the leaky bucket's)."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    action = models.CharField(max_length=20, db_collation="C")
    free_at = models.DateTimeField()

    class Meta:
        db_table = "trust_pace"
        constraints = [models.UniqueConstraint(fields=["user_id", "action"], name="trust_one_pace")]


class LimitRow(models.Model):
    """A limit that staff changed; the others are as the program brought them (rules.DEFAULT_LIMITS)."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    action = models.CharField(max_length=20, choices=[(one.value, one.name) for one in Limited])
    min_age_h = models.PositiveIntegerField()
    is_penal = models.BooleanField(default=False)
    most = models.PositiveIntegerField()
    window_s = models.PositiveIntegerField()

    class Meta:
        db_table = "trust_limit"
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        constraints = [
            models.UniqueConstraint(fields=["action", "is_penal", "min_age_h"], name="trust_limit_once"),
            models.CheckConstraint(condition=Q(most__gte=1, window_s__gte=1), name="trust_limit_whole"),
        ]


class AppendOnly(models.QuerySet["AuditRow"]):
    """Rows that are written once. The database's own rules (migration 0001) ignore what goes around this."""

    def update(self, **changes: Any) -> int:
        raise AssertionError("the log is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AssertionError("the log is append-only")


class AuditRow(models.Model):
    """An act, written down in the transaction that does it. Never changed, never deleted."""

    placement: ClassVar[Placement] = COORDINATOR

    id = IdField(primary_key=True)
    actor_id = models.BigIntegerField()
    act = models.CharField(max_length=20, db_collation="C")
    subject_kind = models.CharField(max_length=20, blank=True, db_collation="C")
    subject_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField()
    decision_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    acted_at = models.DateTimeField(db_default=Now())

    objects = AppendOnly.as_manager()

    class Meta:
        db_table = "trust_audit"
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log of moderation")
        indexes = [models.Index(fields=["user_id", "-id"], name="trust_audit_of_member")]

    def save(self, *arguments: Any, **options: Any) -> None:
        assert self._state.adding, "the log is append-only"
        super().save(*arguments, **options)

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise AssertionError("the log is append-only")
