"""One appeal a decision, answered by another than who decided."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id
from hongshu.platform.trust import rules
from hongshu.platform.trust.contracts import (
    Action,
    AnotherMustAnswer,
    AppealAnswered,
    AppealedAlready,
    Decision,
    DecisionLifted,
    DecisionNotFound,
    NoAppeal,
    Subject,
)
from hongshu.platform.trust.models import AppealRow
from hongshu.platform.trust.queries import get_decision
from hongshu.platform.trust.services.deciding import lift, locked_decision, overturn_reports
from hongshu.platform.trust.services.log import write_down


@transaction.atomic
def appeal(*, user_id: Id, decision_id: Id, words: str) -> Decision:
    """Say something against a decision about oneself, once; the same words again change nothing.

    Raises DecisionNotFound, DecisionLifted, AppealedAlready, WordsNeeded, WordsTooLong.
    """
    said = rules.checked_words(words, needed=True)
    row = locked_decision(decision_id)
    if row.user_id != user_id or row.action == Action.DISMISS:
        raise DecisionNotFound
    existing = AppealRow.objects.filter(user_id=user_id, decision_id=decision_id).first()
    if existing is not None:
        if existing.words == said:
            return get_decision(decision_id)
        raise AppealedAlready
    if row.lifted_at is not None:
        raise DecisionLifted
    AppealRow.objects.create(user_id=user_id, decision_id=decision_id, decider_id=row.decider_id, words=said)
    write_down(
        "appeal",
        actor_id=user_id,
        user_id=user_id,
        subject=Subject(row.subject_kind, Id(row.subject_id)),
        decision_id=row.id,
    )
    return get_decision(decision_id)


@transaction.atomic
def answer_appeal(*, decision_id: Id, answerer_id: Id, is_lifted: bool, words: str) -> Decision:
    """Answer an appeal for good: the decision is lifted, or stands.

    Raises DecisionNotFound, NoAppeal, AnotherMustAnswer, WordsNeeded, WordsTooLong.
    """
    said = rules.checked_words(words, needed=True)
    row = locked_decision(decision_id)
    waiting = AppealRow.objects.filter(
        user_id=row.user_id, decision_id=decision_id, is_lifted__isnull=True
    ).first()
    if waiting is None:
        raise NoAppeal
    if answerer_id in (row.decider_id, row.user_id):
        raise AnotherMustAnswer
    AppealRow.objects.filter(id=waiting.id).update(
        answerer_id=answerer_id, is_lifted=is_lifted, answer=said, answered_at=Now()
    )
    if is_lifted and row.lifted_at is None:
        lift(row, words=said)
        overturn_reports(row)
    write_down(
        "lift_on_appeal" if is_lifted else "stand_on_appeal",
        actor_id=answerer_id,
        user_id=row.user_id,
        subject=Subject(row.subject_kind, Id(row.subject_id)),
        decision_id=row.id,
        words=said,
    )
    outbox.append(AppealAnswered(decision_id=decision_id, user_id=Id(row.user_id), is_lifted=is_lifted))
    return get_decision(decision_id)
