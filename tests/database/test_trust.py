"""Reports, decisions, appeals: what they do, and that all of it can be undone."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.community import member, note, product

from hongshu.community.graph.services import follow_member
from hongshu.community.members.queries import get_profile
from hongshu.community.notes import queries as notes
from hongshu.community.notes.contracts import NoteNotFound
from hongshu.community.notes.services import recount_products
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.queries import list_comments
from hongshu.community.responses.services import like_note, post_comment, roll_up_comments
from hongshu.flows.moderation import services as moderation
from hongshu.flows.pages import queries as pages
from hongshu.flows.pages.contracts import Viewer
from hongshu.kernel.ids import Id
from hongshu.kernel.kept import forget_all
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.trust import queries as trusted
from hongshu.platform.trust import services as trust
from hongshu.platform.trust.contracts import (
    AccountSuspended,
    Action,
    AnotherMustAnswer,
    AppealedAlready,
    CannotReportSelf,
    CaseDecided,
    DecisionLifted,
    DecisionNotFound,
    InvalidDecision,
    Limit,
    Limited,
    NoAppeal,
    Standing,
    StepLeftOut,
    Subject,
    SubjectNotFound,
    TooManyActions,
    UnknownReason,
    WordsNeeded,
    parse_subject,
    subject_text,
)
from hongshu.platform.trust.models import AuditRow, PaceRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory_of_refusals() -> None:
    trust.forget_refusals()


def reported(subject: Subject, reporter_id: Id | None = None, reason: str = "spam", words: str = "") -> Id:
    return moderation.report(
        reporter_id=reporter_id or member("Reporter"), subject=subject, reason=reason, words=words
    )


def decided(subject: Subject, *actions: Action, decider_id: Id | None = None, **more: Any) -> Id:
    """The id of the first decision about the subject, reported by somebody new."""
    case_id = reported(subject)
    decisions = moderation.decide(
        case_id=case_id,
        decider_id=decider_id or member("Moderator"),
        actions=actions,
        reason="spam",
        words="Please do not advertise.",
        **more,
    )
    return decisions[0].id


def test_a_report_opens_a_case_and_a_second_one_joins_it() -> None:
    author = member("Author")
    subject = Subject("note", note(author))
    first = reported(subject)
    assert reported(subject, reason="minors") == first
    case = trusted.get_case(first)
    assert (case.report_count, case.user_id, case.is_open) == (2, author, True)
    assert [report.reason for report in trusted.list_reports(first)] == ["minors", "spam"]


def test_one_member_reports_something_once() -> None:
    subject, reporter = Subject("note", note(member())), member("Reporter")
    assert reported(subject, reporter) == reported(subject, reporter, reason="ad")
    assert len(trusted.list_reports(reported(subject, reporter))) == 1


def test_what_is_ones_own_or_not_seen_cannot_be_reported() -> None:
    author = member("Author")
    key = note(author)
    with pytest.raises(CannotReportSelf):
        reported(Subject("note", key), author)
    private = note(author, visibility="private")
    for subject in (Subject("note", private), Subject("member", Id(7)), Subject("comment", key)):
        with pytest.raises(SubjectNotFound):
            reported(subject)
    with pytest.raises(UnknownReason):
        reported(Subject("note", key), reason="dislike")
    with pytest.raises(WordsNeeded):
        reported(Subject("note", key), reason="other")


def test_a_subject_reads_back_from_an_address() -> None:
    subject = Subject("comment", Id(123_456_789))
    assert parse_subject(subject_text(subject)) == subject
    for text in ("", "note", "note:", "note:0", "note:11111111110"):
        with pytest.raises(SubjectNotFound):
            parse_subject(text)


def test_reporters_who_were_right_move_a_case_up() -> None:
    right, wrong = member("Right"), member("Wrong")
    for _ in range(2):
        moderation.decide(
            case_id=reported(Subject("note", note(member())), right),
            decider_id=member(),
            actions=[Action.HIDE],
            reason="ad",
            words="Advertising.",
        )
        moderation.decide(
            case_id=reported(Subject("note", note(member())), wrong),
            decider_id=member(),
            actions=[Action.DISMISS],
            reason="other",
            words="",
        )
    assert trusted.list_records([right, wrong]) == {right: (2, 0), wrong: (0, 2)}
    low = reported(Subject("note", note(member())), wrong)
    high = reported(Subject("note", note(member())), right)
    assert [case.id for case, _ in trusted.list_queue()] == [high, low]


def test_a_held_note_is_gone_for_all_but_its_author() -> None:
    author, other, lamp = member("Author", handle="author"), member("Other"), product("lamp")
    key = note(author, product_ids=(lamp,), topics=("lamps",))
    follow_member(user_id=other, followee_id=author)
    decided(Subject("note", key), Action.HIDE)
    for viewer in (None, other):
        with pytest.raises(NoteNotFound):
            notes.get_note(key, viewer_id=viewer)
        assert notes.list_summaries_by_id([key], viewer_id=viewer) == {}
        assert notes.list_notes_of_author(author, viewer_id=viewer)[0] == ()
        assert notes.count_notes_of_author(author, viewer_id=viewer) == 0
        assert pages.profile_page(Viewer(viewer, "en"), handle="author").notes == ()
        assert pages.explore_page(Viewer(viewer, "en"), channel="", cursor="").cards == ()
        assert pages.product_page(Viewer(viewer, "en"), product_id=lamp).notes == ()
    assert notes.list_newest()[0] == ()
    assert notes.list_notes_of_followed(other)[0] == ()
    assert notes.list_notes_of_products([lamp], listing="x")[0] == ()
    assert notes.count_notes_by_product([lamp]) == {}
    assert notes.get_note(key, viewer_id=author).summary.is_held
    with pytest.raises(NoteNotFound):
        like_note(user_id=other, note_id=key)


def test_lifting_brings_back_exactly_what_was() -> None:
    author, lamp = member("Author", handle="author"), product("lamp")
    keys = [note(author, product_ids=(lamp,), topics=("lamps",)) for _ in range(2)]
    recount_products([lamp])
    before = everything_about(author, lamp)
    decision = decided(Subject("note", keys[0]), Action.REMOVE)
    assert everything_about(author, lamp) != before
    moderation.lift(decision_id=decision, lifter_id=member(), words="It was a mistake.")
    assert everything_about(author, lamp) == before
    decision = decided(Subject("member", author), Action.SUSPEND, is_grave=True)
    assert everything_about(author, lamp)["newest"] == ()
    moderation.lift(decision_id=decision, lifter_id=member(), words="It was a mistake.")
    assert everything_about(author, lamp) == before


def everything_about(author: Id, lamp: Id) -> dict[str, object]:
    return {
        "newest": notes.list_newest()[0],
        "of_author": notes.list_notes_of_author(author, viewer_id=None)[0],
        "of_product": notes.list_notes_of_products([lamp], listing="x")[0],
        "count": notes.count_notes_by_product([lamp]),
        "profile": get_profile(author),
        "rows": rows_of("notes_note_of_topic", "topic, note_id, published_at"),
        "standing": trusted.get_standing(author),
    }


def rows_of(table: str, columns: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
        return list(cursor.fetchall())


def test_lifting_one_cause_leaves_the_other() -> None:
    author = member("Author")
    one, two = note(author), note(author)
    of_note = decided(Subject("note", one), Action.HIDE)
    of_member = decided(Subject("member", author), Action.SUSPEND, is_grave=True)
    # Nobody else sees the notes of a suspended member, so nobody can report them.
    with pytest.raises(SubjectNotFound):
        reported(Subject("note", two))
    moderation.lift(decision_id=of_member, lifter_id=member(), words="Enough.")
    assert [found.id for found in notes.list_newest()[0]] == [two]
    moderation.lift(decision_id=of_note, lifter_id=member(), words="Enough.")
    assert {found.id for found in notes.list_newest()[0]} == {one, two}


def test_a_note_held_twice_needs_both_to_be_lifted() -> None:
    author = member("Author")
    key = note(author)
    first_case, second = reported(Subject("note", key)), member("Second")
    hidden = moderation.decide(
        case_id=first_case, decider_id=member(), actions=[Action.HIDE], reason="ad", words="Says not so."
    )[0]
    case_id = trust.report_subject(
        reporter_id=second, subject=Subject("note", key), user_id=author, reason="fake"
    )
    removed = moderation.decide(
        case_id=case_id, decider_id=member(), actions=[Action.REMOVE], reason="fake", words="Counterfeit."
    )[0]
    moderation.lift(decision_id=hidden.id, lifter_id=member(), words="It does.")
    assert notes.list_newest()[0] == ()
    moderation.lift(decision_id=removed.id, lifter_id=member(), words="It is real.")
    assert len(notes.list_newest()[0]) == 1


def test_a_held_comment_is_gone_and_comes_back() -> None:
    author, writer = member("Author"), member("Writer")
    key = note(author)
    comment = post_comment(user_id=writer, note_id=key, draft=CommentDraft(body="Buy at my shop"))
    roll_up_comments()
    before = list_comments(key, viewer_id=None)
    decision = decided(Subject("comment", comment), Action.HIDE)
    for viewer in (None, author):
        assert list_comments(key, viewer_id=viewer).threads == ()
        assert list_comments(key, viewer_id=viewer).comment_count == 0
    with pytest.raises(SubjectNotFound):
        reported(Subject("comment", comment))
    moderation.lift(decision_id=decision, lifter_id=member(), words="Harmless.")
    roll_up_comments()
    assert list_comments(key, viewer_id=None) == before


def test_a_suspended_member_is_gone_and_writes_nothing() -> None:
    author, other = member("Author", handle="author"), member("Other", handle="other")
    own, others = note(author), note(other)
    post_comment(user_id=author, note_id=others, draft=CommentDraft(body="Hello"))
    follow_member(user_id=author, followee_id=other)
    decided(Subject("member", author), Action.SUSPEND, is_grave=True)
    with pytest.raises(NoteNotFound):
        notes.get_note(own, viewer_id=other)
    assert list_comments(others, viewer_id=other).threads == ()
    assert get_profile(author).is_suspended
    with pytest.raises(AccountSuspended):
        note(author)
    for command in (
        lambda: like_note(user_id=author, note_id=others),
        lambda: follow_member(user_id=author, followee_id=other),
        lambda: post_comment(user_id=author, note_id=others, draft=CommentDraft(body="Again")),
        lambda: reported(Subject("note", others), author),
    ):
        with pytest.raises(AccountSuspended):
            command()
    assert notes.get_note(own, viewer_id=author).summary.is_held


def test_the_ladder_is_climbed_step_by_step_unless_it_is_grave() -> None:
    author = member("Author")
    subject = Subject("member", author)
    with pytest.raises(StepLeftOut):
        decided(subject, Action.LIMIT)
    decided(subject, Action.WARN)
    decided(subject, Action.LIMIT)
    assert trusted.get_standing(author) == Standing(is_limited=True, is_suspended=False)
    decided(subject, Action.SUSPEND)
    assert trusted.get_standing(author) == Standing(is_limited=True, is_suspended=True)


def test_a_case_is_decided_once_and_by_nobody_concerned() -> None:
    author = member("Author")
    case_id = reported(Subject("note", note(author)))

    def decide(decider_id: Id, *actions: Action) -> object:
        return moderation.decide(
            case_id=case_id, decider_id=decider_id, actions=actions, reason="ad", words="An ad."
        )

    with pytest.raises(AnotherMustAnswer):
        decide(author, Action.DISMISS)
    for wrong in (
        (),
        (Action.DISMISS, Action.HIDE),
        (Action.HIDE, Action.REMOVE),
        (Action.WARN, Action.LIMIT),
    ):
        with pytest.raises(InvalidDecision):
            decide(member(), *wrong)
    made = decide(member(), Action.HIDE, Action.WARN)
    assert isinstance(made, tuple)
    assert [decision.action for decision in made] == [Action.HIDE, Action.WARN]
    with pytest.raises(CaseDecided):
        decide(member(), Action.DISMISS)


def test_one_appeal_answered_by_another() -> None:
    author, first, second = member("Author"), member("First"), member("Second")
    key = note(author)
    decision = decided(Subject("note", key), Action.HIDE, decider_id=first)
    with pytest.raises(NoAppeal):
        moderation.answer_appeal(decision_id=decision, answerer_id=second, is_lifted=True, words="Right.")
    with pytest.raises(DecisionNotFound):
        trust.appeal(user_id=second, decision_id=decision, words="Let it be.")
    trust.appeal(user_id=author, decision_id=decision, words="It is my own lamp.")
    trust.appeal(user_id=author, decision_id=decision, words="It is my own lamp.")
    with pytest.raises(AppealedAlready):
        trust.appeal(user_id=author, decision_id=decision, words="And it shines.")
    assert [waiting.id for waiting in trusted.list_waiting_appeals()] == [decision]
    with pytest.raises(AnotherMustAnswer):
        moderation.answer_appeal(decision_id=decision, answerer_id=first, is_lifted=False, words="No.")
    moderation.answer_appeal(decision_id=decision, answerer_id=second, is_lifted=True, words="You are right.")
    assert len(notes.list_newest()[0]) == 1
    assert trusted.list_waiting_appeals() == ()
    answered = trusted.get_decision(decision, user_id=author)
    assert answered.appeal is not None
    assert (answered.appeal.is_lifted, answered.appeal.answer) == (True, "You are right.")
    with pytest.raises(NoAppeal):
        moderation.answer_appeal(decision_id=decision, answerer_id=second, is_lifted=False, words="No.")


def test_an_appeal_in_vain_leaves_the_decision_in_force() -> None:
    author = member("Author")
    decision = decided(Subject("note", note(author)), Action.HIDE)
    trust.appeal(user_id=author, decision_id=decision, words="Please.")
    moderation.answer_appeal(
        decision_id=decision, answerer_id=member(), is_lifted=False, words="It is an ad."
    )
    assert notes.list_newest()[0] == ()
    with pytest.raises(AppealedAlready):
        trust.appeal(user_id=author, decision_id=decision, words="Please, please.")


def test_a_lifted_decision_is_not_appealed_and_a_dismissal_is_nobodys_to_know() -> None:
    author = member("Author")
    lifted = decided(Subject("note", note(author)), Action.HIDE)
    moderation.lift(decision_id=lifted, lifter_id=member(), words="Wrong note.")
    with pytest.raises(DecisionLifted):
        trust.appeal(user_id=author, decision_id=lifted, words="Thank you")
    dismissed = decided(Subject("note", note(author)), Action.DISMISS)
    with pytest.raises(DecisionNotFound):
        trusted.get_decision(dismissed, user_id=author)
    assert [found.id for found in trusted.list_decisions_about(author)] == [lifted]


def test_a_limit_ends_when_its_time_is_over() -> None:
    author = member("Author")
    decided(Subject("member", author), Action.LIMIT, is_grave=True, days=1)
    assert moderation.end_due() == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE trust_decision SET until_at = now() - interval '1 second' WHERE action = 'limit'"
        )
    assert moderation.end_due() == 1
    assert trusted.get_standing(author) == Standing()
    assert moderation.end_due() == 0


def test_every_act_is_written_down_and_nothing_changes_it() -> None:
    author, first = member("Author"), member("First")
    decision = decided(Subject("note", note(author)), Action.HIDE, decider_id=first)
    trust.appeal(user_id=author, decision_id=decision, words="Please.")
    moderation.answer_appeal(decision_id=decision, answerer_id=member(), is_lifted=True, words="Well.")
    log = trusted.list_log(user_id=author)
    assert [entry.act for entry in log] == ["lift_on_appeal", "appeal", "hide"]
    assert log[-1].actor_id == first
    with pytest.raises(AssertionError):
        AuditRow.objects.update(act="nothing")
    with pytest.raises(AssertionError):
        AuditRow.objects.all().delete()
    with pytest.raises(AssertionError):
        AuditRow.objects.get(act="hide").save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trust_audit SET act = 'nothing'")
        cursor.execute("DELETE FROM trust_audit")
    assert trusted.list_log(user_id=author) == log


def test_events_tell_who_is_concerned() -> None:
    author = member("Author")
    decision = decided(Subject("note", note(author)), Action.HIDE, Action.WARN)
    moderation.lift(decision_id=decision, lifter_id=member(), words="A mistake.")
    said = list(
        OutboxEvent.objects.filter(kind__startswith="trust.").order_by("id").values_list("kind", flat=True)
    )
    assert said == [
        "trust.content_held",
        "trust.decision_made",
        "trust.decision_made",
        "trust.reports_answered",
        "trust.content_released",
        "trust.penalty_ended",
    ]


def test_a_flood_of_likes_is_refused_and_costs_no_statement() -> None:
    author, fan = member("Author"), member("Fan")
    key = note(author)
    let_through = 0
    with pytest.raises(TooManyActions) as refused:
        for _ in range(1000):
            like_note(user_id=fan, note_id=key)
            let_through += 1
    assert 100 <= let_through < 200
    assert 1 <= int(refused.value.details["wait_s"]) <= 60
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        pytest.raises(TooManyActions),
    ):
        like_note(user_id=fan, note_id=key)
    assert not [query for query in asked.captured_queries if "trust_" in query["sql"]]


def test_a_limit_lets_as_many_through_as_the_table_says() -> None:
    trust.set_limit(actor_id=member(), limit=Limit(Limited.REPORT, 0, False, 3, 3600))
    forget_all()
    user_id = member()
    for _ in range(3):
        trust.check_limit(user_id=user_id, action=Limited.REPORT)
    with pytest.raises(TooManyActions) as refused:
        trust.check_limit(user_id=user_id, action=Limited.REPORT)
    assert 1150 <= int(refused.value.details["wait_s"]) <= 1200
    trust.check_limit(user_id=member(), action=Limited.REPORT)
    trust.check_limit(user_id=user_id, action=Limited.LIKE)
    # The clock is the database's: a third of the window later there is room for one more.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trust_pace SET free_at = free_at - interval '1201 seconds'")
    trust.forget_refusals()
    trust.check_limit(user_id=user_id, action=Limited.REPORT)
    with pytest.raises(TooManyActions):
        trust.check_limit(user_id=user_id, action=Limited.REPORT)


def test_a_limited_member_has_the_penal_limit() -> None:
    author = member("Author")
    decided(Subject("member", author), Action.LIMIT, is_grave=True)
    note(author)
    with pytest.raises(TooManyActions):
        note(author)


def test_worlds_are_written_without_limits() -> None:
    user_id = member()
    started = time.monotonic()
    with trust.without_limits():
        for _ in range(1000):
            trust.check_limit(user_id=user_id, action=Limited.LIKE)
    assert not PaceRow.objects.filter(user_id=user_id).exists()
    assert started
