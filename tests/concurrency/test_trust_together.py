"""Moderators and members at the same moment, each with a connection of their own."""

from __future__ import annotations

import pytest
from tests.concurrency.together import together
from tests.support.community import member, note

from hongshu.community.notes.queries import list_newest
from hongshu.flows.moderation import services as moderation
from hongshu.kernel.ids import Id
from hongshu.platform.trust import queries as trusted
from hongshu.platform.trust import services as trust
from hongshu.platform.trust.contracts import (
    Action,
    AppealedAlready,
    CaseDecided,
    DecisionLifted,
    Limited,
    Subject,
    TooManyActions,
)
from hongshu.platform.trust.models import AppealRow, CaseRow, DecisionRow, ReportRow

pytestmark = pytest.mark.django_db(transaction=True)


def _decide(case_id: Id, decider_id: Id, action: Action) -> Id:
    decisions = moderation.decide(
        case_id=case_id, decider_id=decider_id, actions=[action], reason="ad", words="An ad.", is_grave=True
    )
    return decisions[0].id


def test_of_two_moderators_one_decides() -> None:
    author, reporter, first, second = (member(name) for name in ("Author", "Reporter", "First", "Second"))
    subject = Subject("note", note(author))
    case_id = moderation.report(reporter_id=reporter, subject=subject, reason="ad")
    outcomes = together(
        [
            lambda: _decide(case_id, first, Action.HIDE),
            lambda: _decide(case_id, second, Action.DISMISS),
        ]
    )
    assert sum(outcome is CaseDecided for outcome in outcomes) == 1
    (decision,) = DecisionRow.objects.all()
    assert bool(list_newest()[0]) is (decision.action == Action.DISMISS)


def test_reports_at_once_make_one_case_and_are_all_counted() -> None:
    subject = Subject("note", note(member("Author")))
    reporters = [member(f"Reporter {number}") for number in range(4)]
    cases = together(
        [
            lambda key=key: moderation.report(reporter_id=key, subject=subject, reason="spam")  # type: ignore[misc]
            for key in reporters
        ]
    )
    assert len(set(cases)) == 1
    case = CaseRow.objects.get()
    assert (case.report_count, case.weight) == (4, 4.0)


def test_a_report_that_meets_a_decision_is_in_its_case_or_opens_the_next() -> None:
    author, first = member("Author"), member("First")
    subject = Subject("member", author)
    case_id = moderation.report(reporter_id=member("One"), subject=subject, reason="spam")
    late = member("Late")
    together(
        [
            lambda: _decide(case_id, first, Action.WARN),
            lambda: moderation.report(reporter_id=late, subject=subject, reason="spam"),
        ]
    )
    report = ReportRow.objects.get(reporter_id=late)
    case = CaseRow.objects.get(id=report.case_id)
    assert (report.is_upheld is None) is case.is_open
    assert sum(row.report_count for row in CaseRow.objects.all()) == 2


def test_two_causes_lifted_at_once_leave_nothing_held() -> None:
    author, staff = member("Author"), member("Staff")
    key = note(author)
    of_note = _decide(
        moderation.report(reporter_id=member("One"), subject=Subject("note", key), reason="ad"),
        staff,
        Action.HIDE,
    )
    of_member = _decide(
        moderation.report(reporter_id=member("Two"), subject=Subject("member", author), reason="ad"),
        staff,
        Action.SUSPEND,
    )
    together(
        [
            lambda: moderation.lift(decision_id=of_note, lifter_id=staff, words="No."),
            lambda: moderation.lift(decision_id=of_member, lifter_id=staff, words="No."),
        ]
    )
    assert [found.id for found in list_newest()[0]] == [key]
    assert not trusted.get_standing(author).is_suspended


def test_a_decision_is_appealed_once_and_lifted_once() -> None:
    author, staff = member("Author"), member("Staff")
    subject = Subject("note", note(author))
    case_id = moderation.report(reporter_id=member("One"), subject=subject, reason="ad")
    decision = _decide(case_id, staff, Action.HIDE)
    outcomes = together(
        [
            lambda words=words: trust.appeal(user_id=author, decision_id=decision, words=words)  # type: ignore[misc]
            for words in ("It is mine.", "It is not an ad.", "Please look again.")
        ]
    )
    assert sum(outcome is AppealedAlready for outcome in outcomes) == 2
    assert AppealRow.objects.count() == 1
    outcomes = together(
        [lambda: moderation.lift(decision_id=decision, lifter_id=staff, words="No.") for _ in range(2)]
    )
    assert sum(outcome is DecisionLifted for outcome in outcomes) == 1


def test_a_limit_holds_over_connections() -> None:
    user_id = member("Fan")
    trust.forget_refusals()

    def act() -> int:
        done = 0
        for _ in range(60):
            try:
                trust.check_limit(user_id=user_id, action=Limited.LIKE)
            except TooManyActions:
                continue
            done += 1
        return done

    done = sum(int(str(outcome)) for outcome in together([act] * 4))
    # A hundred at once, and one more for each 0.6 s that the loops took.
    assert 100 <= done <= 130
