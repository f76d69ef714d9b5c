"""Reads of trust."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, FloatField, Func, Q, Value
from django.db.models.functions import Extract, Now

from hongshu.kernel import clock
from hongshu.kernel.asking import Asked, send
from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Kept
from hongshu.platform.trust import rules
from hongshu.platform.trust.contracts import (
    HOLDING,
    Action,
    Appeal,
    AuditEntry,
    Case,
    CaseNotFound,
    Decision,
    DecisionNotFound,
    Limit,
    Limited,
    Options,
    Reason,
    Report,
    Standing,
    Subject,
    WaitingCounts,
)
from hongshu.platform.trust.models import (
    AppealRow,
    AuditRow,
    CaseRow,
    DecisionRow,
    LimitRow,
    ReportRow,
    StandingRow,
)

Kind = TypeVar("Kind", bound=models.Model)
_LIMITS_KEPT_S = 10.0


def list_queue(*, limit: int = 50) -> tuple[tuple[Case, float], ...]:
    """Open cases with their scores, the highest first. One query."""
    now = Func(function="clock_timestamp", output_field=models.DateTimeField())
    age_s = Extract(ExpressionWrapper(now - F("opened_at"), output_field=models.DurationField()), "epoch")
    score = ExpressionWrapper(
        F("weight") * (Value(1.0) + age_s / Value(rules.AGE_UNIT_H * 3600.0)), output_field=FloatField()
    )
    rows = CaseRow.objects.filter(is_open=True).annotate(score=score).order_by("-score", "id")
    return tuple((case_of_row(row), row.score) for row in rows[:limit])


def count_open_cases() -> int:
    """How many cases wait. One query."""
    return CaseRow.objects.filter(is_open=True).count()


def get_case(case_id: Id) -> Case:
    """A case, open or not. Raises CaseNotFound."""
    row = CaseRow.objects.filter(id=case_id).first()
    if row is None:
        raise CaseNotFound
    return case_of_row(row)


def find_open_case(subject: Subject) -> Case | None:
    """The open case of a subject, or None."""
    row = CaseRow.objects.filter(subject_kind=subject.kind, subject_id=subject.id, is_open=True).first()
    return None if row is None else case_of_row(row)


def list_reports(case_id: Id) -> tuple[Report, ...]:
    """The reports of a case, the weightiest first, at most a hundred. One query."""
    rows = ReportRow.objects.filter(case_id=case_id).order_by("-weight", "id")[:100]
    return tuple(
        Report(
            id=Id(row.id),
            reporter_id=Id(row.reporter_id),
            reason=Reason(row.reason),
            words=row.words,
            weight=row.weight,
            is_upheld=row.is_upheld,
            reported_at=row.reported_at,
        )
        for row in rows
    )


def list_records(reporter_ids: Collection[Id]) -> dict[Id, tuple[int, int]]:
    """How many reports of each reporter were upheld, and how many dismissed. One query, none for no ids."""
    if not reporter_ids:
        return {}
    rows = (
        ReportRow.objects.filter(reporter_id__in=set(reporter_ids), is_upheld__isnull=False)
        .values("reporter_id")
        .annotate(right=Count("id", filter=Q(is_upheld=True)), wrong=Count("id", filter=Q(is_upheld=False)))
        .order_by()
    )
    found = {Id(row["reporter_id"]): (row["right"], row["wrong"]) for row in rows}
    return {key: found.get(key, (0, 0)) for key in reporter_ids}


def get_decision(decision_id: Id, *, user_id: Id | None = None) -> Decision:
    """A decision; with ``user_id`` only one about that member. Two queries. Raises DecisionNotFound."""
    rows = DecisionRow.objects.filter(id=decision_id)
    if user_id is not None:
        rows = rows.filter(user_id=user_id).exclude(action=Action.DISMISS)
    found = decisions_of_rows(rows)
    if not found:
        raise DecisionNotFound
    return found[0]


def list_decisions_about(
    user_id: Id, *, with_dismissals: bool = False, limit: int = 50
) -> tuple[Decision, ...]:
    """The decisions about a member and what is theirs, the newest first. Two queries at most.

    ``with_dismissals`` is for staff: that somebody reported in vain is not the member's to know.
    """
    rows = DecisionRow.objects.filter(user_id=user_id)
    if not with_dismissals:
        rows = rows.exclude(action=Action.DISMISS)
    return decisions_of_rows(rows.order_by("-id")[:limit])


def list_decisions_of_case(case_id: Id) -> tuple[Decision, ...]:
    """What was decided in a case. Two queries at most."""
    return decisions_of_rows(DecisionRow.objects.filter(case_id=case_id).order_by("id"))


def find_holding(subject: Subject) -> Decision | None:
    """The latest decision in force that holds the subject itself, or None. Two queries at most."""
    rows = DecisionRow.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, lifted_at__isnull=True, action__in=HOLDING
    )
    return next(iter(decisions_of_rows(rows.order_by("-id")[:1])), None)


def find_hold(subject: Subject, *, user_id: Id) -> Decision | None:
    """``find_holding``, or where there is none ``find_suspension``. One query."""
    holds = Q(subject_kind=subject.kind, subject_id=subject.id, action__in=HOLDING)
    rows = DecisionRow.objects.filter(
        holds | Q(user_id=user_id, action=Action.SUSPEND), lifted_at__isnull=True
    )
    found = decisions_of_rows(rows.order_by("-id")[:20])
    of_itself = (decision for decision in found if decision.subject == subject and decision.action in HOLDING)
    return next(of_itself, None) or next((one for one in found if one.action is Action.SUSPEND), None)


def find_suspension(user_id: Id) -> Decision | None:
    """The latest suspension of a member that is in force, or None. Two queries at most."""
    rows = DecisionRow.objects.filter(user_id=user_id, lifted_at__isnull=True, action=Action.SUSPEND)
    return next(iter(decisions_of_rows(rows.order_by("-id")[:1])), None)


def list_lately_suspended(*, window_s: int = 600) -> tuple[Id, ...]:
    """Members who were suspended within the last ten minutes and still are. One query."""
    since = Now() - timedelta(seconds=window_s)
    rows = DecisionRow.objects.filter(action=Action.SUSPEND, lifted_at__isnull=True, decided_at__gte=since)
    return tuple(Id(key) for key in rows.values_list("user_id", flat=True).distinct().order_by("user_id"))


def list_held_ids(user_id: Id, kind: str) -> frozenset[Id]:
    """What of a member's is held by a decision of its own. One query."""
    rows = DecisionRow.objects.filter(
        user_id=user_id, subject_kind=kind, lifted_at__isnull=True, action__in=HOLDING
    )
    return frozenset(Id(key) for key in rows.values_list("subject_id", flat=True))


def list_waiting_appeals(*, limit: int = 50) -> tuple[Decision, ...]:
    """Decisions whose appeals wait for an answer, the oldest first. Two queries."""
    waiting = AppealRow.objects.filter(is_lifted__isnull=True).order_by("made_at")[:limit]
    ids = list(waiting.values_list("decision_id", flat=True))
    found = {decision.id: decision for decision in decisions_of_rows(DecisionRow.objects.filter(id__in=ids))}
    return tuple(found[Id(key)] for key in ids if key in found)


def list_holding(*, limit: int = 50) -> tuple[Decision, ...]:
    """Decisions in force that keep something from being shown, the newest first. One query."""
    rows = DecisionRow.objects.filter(lifted_at__isnull=True, action__in=HOLDING).order_by("-id")
    ids = rows.values("id")[:limit]
    return tuple(
        sorted(decisions_of_rows(DecisionRow.objects.filter(id__in=ids)), key=lambda one: -int(one.id))
    )


def ask_waiting_counts() -> Asked[WaitingCounts]:
    """What waits for moderators, in figures, to be asked together with others."""
    return Asked(
        "SELECT (SELECT count(*) FROM trust_case WHERE is_open),"
        " (SELECT count(*) FROM trust_appeal WHERE is_lifted IS NULL),"
        " (SELECT count(*) FROM trust_decision WHERE lifted_at IS NULL AND action = ANY(%s))",
        [sorted(HOLDING)],
        lambda found: WaitingCounts(*found[0]),
        columns=3,
    )


def get_standing(user_id: Id) -> Standing:
    """How a member stands. One query."""
    row = StandingRow.objects.filter(user_id=user_id).values_list("is_limited", "is_suspended").first()
    return Standing() if row is None else Standing(*row)


def list_log(*, user_id: Id | None = None, limit: int = 50) -> tuple[AuditEntry, ...]:
    """What was done, the latest first; of one member, or of all. One query."""
    rows = AuditRow.objects.all() if user_id is None else AuditRow.objects.filter(user_id=user_id)
    return tuple(
        AuditEntry(
            id=Id(row.id),
            actor_id=Id(row.actor_id),
            act=row.act,
            subject=Subject(row.subject_kind, Id(row.subject_id)) if row.subject_id is not None else None,
            user_id=Id(row.user_id),
            decision_id=None if row.decision_id is None else Id(row.decision_id),
            details=", ".join(f"{name}: {value}" for name, value in row.details.items()),
            acted_at=row.acted_at,
        )
        for row in rows.order_by("-id")[:limit]
    )


def _read_limits() -> tuple[Limit, ...]:
    rows = LimitRow.objects.values_list("action", "min_age_h", "is_penal", "most", "window_s")
    return rules.merged_limits(
        Limit(Limited(action), min_age_h, is_penal, most, window_s)
        for action, min_age_h, is_penal, most, window_s in rows
        if action in list(Limited)
    )


# Read at every action of a member: other processes see a change ten seconds later.
kept_limits: Kept[tuple[Limit, ...]] = Kept(_read_limits, window_s=_LIMITS_KEPT_S)


def list_limits() -> tuple[Limit, ...]:
    """The whole table of limits. No query mostly."""
    return kept_limits()


def options_of(kind: str, about: Collection[Decision]) -> Options:
    """What staff can decide about a subject of that kind, and the next step for a member with these
    decisions.
    """
    return Options(
        actions=rules.actions_for(kind),
        next_step=rules.next_step(one.action for one in about if one.is_in_force),
    )


def score_of(case: Case, *, now: datetime | None = None) -> float:
    """The case's place in the queue at a moment."""
    age_s = ((now or clock.now()) - case.opened_at).total_seconds()
    return rules.case_score(case.weight, age_h=age_s / 3600.0)


def case_of_row(row: CaseRow) -> Case:
    """The contract of a row, for this package's services."""
    return Case(
        id=Id(row.id),
        subject=Subject(row.subject_kind, Id(row.subject_id)),
        user_id=Id(row.user_id),
        is_open=row.is_open,
        report_count=row.report_count,
        weight=row.weight,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def decisions_of_rows(rows: models.QuerySet[DecisionRow]) -> tuple[Decision, ...]:
    """Decisions with their appeals, for this package's services. One query."""
    asked = Asked.rows(
        rows.values_list(*_columns(DecisionRow)), lambda found: [_row_of(DecisionRow, row) for row in found]
    )
    theirs = AppealRow.objects.filter(decision_id__in=rows.values("id"))
    appeals = Asked.rows(
        theirs.values_list(*_columns(AppealRow)),
        lambda found: {row.decision_id: row for row in (_row_of(AppealRow, each) for each in found)},
    )
    send(asked, appeals)
    return tuple(_decision(row, appeals.answer.get(row.id)) for row in asked.answer)


def _row_of(model: type[Kind], values: tuple[Any, ...]) -> Kind:
    return model(**dict(zip(_columns(model), values, strict=True)))


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.attname) for field in model._meta.concrete_fields]


def _decision(row: DecisionRow, appeal: AppealRow | None) -> Decision:
    return Decision(
        id=Id(row.id),
        case_id=Id(row.case_id),
        subject=Subject(row.subject_kind, Id(row.subject_id)),
        user_id=Id(row.user_id),
        action=Action(row.action),
        reason=Reason(row.reason),
        words=row.words,
        decider_id=Id(row.decider_id),
        decided_at=row.decided_at,
        until_at=row.until_at,
        lifted_at=row.lifted_at,
        lift_words=row.lift_words,
        appeal=None
        if appeal is None
        else Appeal(
            words=appeal.words,
            made_at=appeal.made_at,
            is_lifted=appeal.is_lifted,
            answer=appeal.answer,
            answered_at=appeal.answered_at,
            answerer_id=None if appeal.answerer_id is None else Id(appeal.answerer_id),
        ),
    )
