"""Decisions, and their end.

What is done about one member is done one after the other: the case first, then the member are locked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust import rules
from hongshu.platform.trust.contracts import (
    HOLDING,
    Action,
    AnotherMustAnswer,
    CaseDecided,
    CaseNotFound,
    ContentHeld,
    ContentReleased,
    Decision,
    DecisionLifted,
    DecisionMade,
    DecisionNotFound,
    PenaltyEnded,
    ReportsAnswered,
    Subject,
)
from hongshu.platform.trust.models import AppealRow, CaseRow, DecisionRow, ReportRow
from hongshu.platform.trust.queries import find_holding, get_decision, list_decisions_of_case
from hongshu.platform.trust.services.log import CLOCK, write_down
from hongshu.platform.trust.services.standing import actions_in_force, lock_member, refresh_standing


@transaction.atomic
def decide_case(
    *,
    case_id: Id,
    decider_id: Id,
    actions: Collection[Action],
    reason: str,
    words: str,
    is_grave: bool = False,
    days: int | None = None,
) -> tuple[Decision, ...]:
    """Close a case with one decision for each of *actions*, all of them or none.

    The words are what the member reads. ``is_grave`` leaves steps of the ladder out. ``days`` is how long a
    limit or suspension lasts, 0 for ever. Whoever comes second gets CaseDecided. Raises CaseNotFound,
    AnotherMustAnswer, InvalidDecision, StepLeftOut, UnknownReason, WordsNeeded, WordsTooLong.
    """
    why = rules.checked_reason(reason)
    case = CaseRow.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise CaseNotFound
    if not case.is_open:
        raise CaseDecided
    if decider_id == case.user_id:
        raise AnotherMustAnswer
    chosen = rules.checked_actions(case.subject_kind, actions)
    said = rules.checked_words(words, needed=Action.DISMISS not in chosen)
    lock_member(case.user_id)
    in_force = actions_in_force(case.user_id)
    for action in chosen:
        rules.check_step(action, in_force, is_grave=is_grave)
        lasts = rules.lasts_days(action, days)
        row = DecisionRow.objects.create(
            id=new_id(),
            user_id=case.user_id,
            case_id=case.id,
            subject_kind=case.subject_kind,
            subject_id=case.subject_id,
            action=action,
            reason=why,
            words=said,
            is_grave=is_grave,
            decider_id=decider_id,
            until_at=None if lasts is None else Now() + timedelta(days=lasts),
        )
        _announce(row, decider_id=decider_id)
    is_upheld = Action.DISMISS not in chosen
    _close(case, is_upheld=is_upheld)
    refresh_standing(Id(case.user_id))
    return list_decisions_of_case(case_id)


@transaction.atomic
def lift_decision(*, decision_id: Id, lifter_id: Id, words: str) -> Decision:
    """End a decision: what it did is undone, unless another decision says the same.

    An appeal that waits is answered with it, unless who lifts is who decided. Raises DecisionNotFound,
    DecisionLifted, AnotherMustAnswer, WordsNeeded, WordsTooLong.
    """
    said = rules.checked_words(words, needed=True)
    row = locked_decision(decision_id)
    if lifter_id == row.user_id:
        raise AnotherMustAnswer
    lift(row, words=said)
    write_down(
        "lift", actor_id=lifter_id, user_id=row.user_id, subject=_subject(row), decision_id=row.id, words=said
    )
    AppealRow.objects.filter(decision_id=row.id, is_lifted__isnull=True).exclude(decider_id=lifter_id).update(
        answerer_id=lifter_id, is_lifted=True, answer=said, answered_at=Now()
    )
    outbox.append(PenaltyEnded(decision_id=Id(row.id), user_id=Id(row.user_id)))
    return get_decision(decision_id)


@transaction.atomic
def end_due(*, limit: int = 100) -> tuple[Decision, ...]:
    """Lift the decisions whose time is over, at most *limit*; returns them. Safe beside another."""
    due = DecisionRow.objects.filter(lifted_at__isnull=True, until_at__lte=Now()).order_by("user_id", "id")
    ended = []
    for key in list(due.values_list("id", flat=True)[:limit]):
        row = locked_decision(Id(key))
        if row.lifted_at is not None:
            continue
        lift(row, words="")
        write_down("end", actor_id=CLOCK, user_id=row.user_id, subject=_subject(row), decision_id=row.id)
        outbox.append(PenaltyEnded(decision_id=Id(row.id), user_id=Id(row.user_id)))
        ended.append(get_decision(Id(key)))
    return tuple(ended)


def locked_decision(decision_id: Id) -> DecisionRow:
    """A decision with the lock on its member, for this package's services. Raises DecisionNotFound."""
    user_id = DecisionRow.objects.filter(id=decision_id).values_list("user_id", flat=True).first()
    if user_id is None:
        raise DecisionNotFound
    lock_member(user_id)
    return DecisionRow.objects.get(id=decision_id, user_id=user_id)


def lift(row: DecisionRow, *, words: str) -> None:
    """End a locked decision and what follows from it, for this package's services. Raises DecisionLifted."""
    if not DecisionRow.objects.filter(id=row.id, lifted_at__isnull=True).update(
        lifted_at=Now(), lift_words=words
    ):
        raise DecisionLifted
    refresh_standing(Id(row.user_id))
    if row.action in HOLDING and find_holding(_subject(row)) is None:
        outbox.append(
            ContentReleased(
                subject_kind=row.subject_kind, subject_id=Id(row.subject_id), user_id=Id(row.user_id)
            )
        )


def overturn_reports(row: DecisionRow) -> None:
    """Count the reports of a case as wrong when nothing of what they brought about is left."""
    if not DecisionRow.objects.filter(case_id=row.case_id, lifted_at__isnull=True).exists():
        ReportRow.objects.filter(user_id=row.user_id, case_id=row.case_id).update(is_upheld=False)


def _announce(row: DecisionRow, *, decider_id: Id) -> None:
    action, user_id = Action(row.action), Id(row.user_id)
    write_down(
        action.value,
        actor_id=decider_id,
        user_id=user_id,
        subject=_subject(row),
        decision_id=row.id,
        reason=row.reason,
        words=row.words,
        grave=row.is_grave,
    )
    if action in HOLDING:
        outbox.append(
            ContentHeld(subject_kind=row.subject_kind, subject_id=Id(row.subject_id), user_id=user_id)
        )
    if action is not Action.DISMISS:
        outbox.append(DecisionMade(decision_id=Id(row.id), user_id=user_id, action=action))


def _close(case: CaseRow, *, is_upheld: bool) -> None:
    CaseRow.objects.filter(id=case.id).update(is_open=False, closed_at=Now())
    reports = ReportRow.objects.filter(user_id=case.user_id, case_id=case.id)
    reports.update(is_upheld=is_upheld)
    told = tuple(Id(key) for key in reports.values_list("reporter_id", flat=True).order_by("reporter_id"))
    outbox.append(ReportsAnswered(case_id=Id(case.id), reporter_ids=told, is_upheld=is_upheld))


def _subject(row: DecisionRow) -> Subject:
    return Subject(row.subject_kind, Id(row.subject_id))
