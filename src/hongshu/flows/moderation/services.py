"""Reporting, deciding, appealing. What trust decides takes effect in the transaction that decides it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from hongshu.community.graph.queries import list_hidden_ids
from hongshu.community.members.queries import find_profile
from hongshu.community.members.services import suspend_profile
from hongshu.community.notes.queries import get_note
from hongshu.community.notes.services import hold_notes, release_notes
from hongshu.community.questions.queries import find_writer, get_question
from hongshu.community.questions.services import (
    hold_answers,
    hold_questions,
    release_answers,
    release_questions,
)
from hongshu.community.responses.queries import get_comment
from hongshu.community.responses.services import hold_comments, release_comments
from hongshu.kernel.errors import NotFound
from hongshu.kernel.ids import Id
from hongshu.platform.trust import queries as trusted
from hongshu.platform.trust import services as trust
from hongshu.platform.trust.contracts import (
    HOLDING,
    HOUSE,
    Action,
    CannotReportSelf,
    Decision,
    Limited,
    Subject,
    SubjectNotFound,
)
from hongshu.store.catalog.queries import list_products_by_id
from hongshu.store.catalog.services import hold_products, release_products


@transaction.atomic
def report(*, reporter_id: Id, subject: Subject, reason: str, words: str = "") -> Id:
    """Report something that the member sees; returns the case. A second report of the same changes nothing.

    Raises SubjectNotFound, CannotReportSelf, TooManyActions, AccountSuspended, UnknownReason, WordsNeeded,
    WordsTooLong.
    """
    trust.check_limit(user_id=reporter_id, action=Limited.REPORT)
    user_id = _member_behind(subject, viewer_id=reporter_id)
    if user_id == reporter_id:
        raise CannotReportSelf
    return trust.report_subject(
        reporter_id=reporter_id, subject=subject, user_id=user_id, reason=reason, words=words
    )


@transaction.atomic
def decide(
    *,
    case_id: Id,
    decider_id: Id,
    actions: Collection[Action],
    reason: str,
    words: str,
    is_grave: bool = False,
    days: int | None = None,
) -> tuple[Decision, ...]:
    """Decide a case; what is held is gone everywhere when this returns. Raises as trust's ``decide_case``."""
    decisions = trust.decide_case(
        case_id=case_id,
        decider_id=decider_id,
        actions=actions,
        reason=reason,
        words=words,
        is_grave=is_grave,
        days=days,
    )
    for decision in decisions:
        _carry_out(decision)
    return decisions


@transaction.atomic
def lift(*, decision_id: Id, lifter_id: Id, words: str) -> Decision:
    """End a decision and undo what it did. Raises as trust's ``lift_decision``."""
    decision = trust.lift_decision(decision_id=decision_id, lifter_id=lifter_id, words=words)
    _carry_out(decision)
    return decision


@transaction.atomic
def answer_appeal(*, decision_id: Id, answerer_id: Id, is_lifted: bool, words: str) -> Decision:
    """Answer an appeal; a lifted decision is undone. Raises as trust's ``answer_appeal``."""
    decision = trust.answer_appeal(
        decision_id=decision_id, answerer_id=answerer_id, is_lifted=is_lifted, words=words
    )
    _carry_out(decision)
    return decision


@transaction.atomic
def end_due() -> int:
    """Undo what has lasted its time; returns how many decisions ended. Idempotent."""
    ended = trust.end_due()
    for decision in ended:
        _carry_out(decision)
    return len(ended)


@transaction.atomic
def hold_latecomers() -> None:
    """Hold what members published in the very moment in which they were suspended. Idempotent."""
    for user_id in trusted.list_lately_suspended():
        _hold_all(user_id)


def _carry_out(decision: Decision) -> None:
    """Bring the subject, or the member, in line with all decisions in force. The member is locked."""
    if decision.action in HOLDING:
        _bring_in_line(decision.subject, decision.user_id)
    elif decision.action is Action.SUSPEND:
        if trusted.get_standing(decision.user_id).is_suspended:
            _hold_all(decision.user_id)
        else:
            _release_all(decision.user_id)


def _bring_in_line(subject: Subject, user_id: Id) -> None:
    # A suspended member's content is held for that reason too: lifting this one lifts not that.
    is_held = trusted.find_holding(subject) is not None or trusted.get_standing(user_id).is_suspended
    if subject.kind == "note":
        (hold_notes if is_held else release_notes)(author_id=user_id, note_ids=[subject.id])
    elif subject.kind == "comment":
        (hold_comments if is_held else release_comments)(user_id=user_id, comment_ids=[subject.id])
    elif subject.kind == "question":
        (hold_questions if is_held else release_questions)(user_id=user_id, question_ids=[subject.id])
    elif subject.kind == "answer":
        (hold_answers if is_held else release_answers)(user_id=user_id, answer_ids=[subject.id])
    elif subject.kind == "product":
        (hold_products if is_held else release_products)(product_ids=[subject.id])


def _hold_all(user_id: Id) -> None:
    suspend_profile(user_id=user_id, is_suspended=True)
    hold_notes(author_id=user_id)
    hold_comments(user_id=user_id)
    hold_questions(user_id=user_id)
    hold_answers(user_id=user_id)


def _release_all(user_id: Id) -> None:
    suspend_profile(user_id=user_id, is_suspended=False)
    release_notes(author_id=user_id, without=trusted.list_held_ids(user_id, "note"))
    release_comments(user_id=user_id, without=trusted.list_held_ids(user_id, "comment"))
    release_questions(user_id=user_id, without=trusted.list_held_ids(user_id, "question"))
    release_answers(user_id=user_id, without=trusted.list_held_ids(user_id, "answer"))


def _member_behind(subject: Subject, *, viewer_id: Id) -> Id:
    """Whose it is, if the viewer sees it. Raises SubjectNotFound."""
    hidden = list_hidden_ids(viewer_id)
    try:
        if subject.kind == "note":
            return get_note(subject.id, viewer_id=viewer_id).summary.author_id
        if subject.kind == "comment":
            comment = get_comment(subject.id, viewer_id=viewer_id, hidden=hidden)
            get_note(comment.note_id, viewer_id=viewer_id)
            if not comment.is_deleted:
                return comment.user_id
        if subject.kind == "question":
            return get_question(subject.id, hidden=hidden).user_id
    except NotFound:
        raise SubjectNotFound from None
    if subject.kind == "member":
        profile = find_profile(subject.id)
        if profile is not None and not profile.is_suspended and subject.id not in hidden:
            return profile.user_id
    if subject.kind == "answer" and (writer_id := find_writer(subject.id, hidden=hidden)) is not None:
        return writer_id
    if subject.kind == "product" and subject.id in list_products_by_id([subject.id]):
        return HOUSE
    raise SubjectNotFound
