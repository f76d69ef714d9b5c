"""Reports of single questions and answers, and of products: from their place on the page to a decision."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.support.community import member, note, product
from tests.support.events import deliver_all

from hongshu.community.graph.services import block_member
from hongshu.community.questions.contracts import DatedAnswer, DatedQuestion, QuestionNotFound
from hongshu.community.questions.queries import get_question, list_questions, list_questions_to
from hongshu.community.questions.services import answer_question, save_dated_questions
from hongshu.flows.moderation.services import decide, lift, report
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import case_page, decisions_page, queue_page
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import grant_role
from hongshu.platform.notifications.models import GroupRow
from hongshu.platform.trust.contracts import (
    HOUSE,
    Action,
    CannotReportSelf,
    InvalidDecision,
    Subject,
    SubjectNotFound,
)
from hongshu.platform.trust.queries import find_open_case
from hongshu.store.catalog.queries import list_products_by_id
from hongshu.store.catalog.services import publish_products, withdraw_products

pytestmark = pytest.mark.django_db


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def asked_and_answered(lamp: Id, asker: Id, owner: Id) -> tuple[Id, Id]:
    note(owner, product_ids=(lamp,))
    now = datetime.now(UTC)
    answers = (DatedAnswer(user_id=owner, body="Very.", answered_at=now),)
    asked = DatedQuestion("q", lamp, asker, "Is it bright?", now, answers)
    save_dated_questions([asked])
    ((question,), _) = list_questions(lamp, hidden=())
    return question.id, question.answers[0].id


def decided(subject: Subject, *actions: Action, reporter_id: Id) -> tuple[Id, Id]:
    """A decision about the subject, and its case."""
    case_id = report(reporter_id=reporter_id, subject=subject, reason="fake")
    decisions = decide(
        case_id=case_id, decider_id=member("Mo"), actions=actions, reason="fake", words="It is not true."
    )
    return decisions[0].id, case_id


def test_a_hidden_answer_is_gone_and_comes_back_and_a_hidden_question_takes_its_answers_along() -> None:
    lamp, robin, owner, kim = product("lamp"), member("Robin"), member("Owner"), member("Kim")
    question_id, answer_id = asked_and_answered(lamp, robin, owner)
    decision, _ = decided(Subject("answer", answer_id), Action.HIDE, reporter_id=kim)
    assert get_question(question_id, hidden=()).answers == ()
    assert "Very." not in Client().get(f"/product/{wire_form(lamp)}").content.decode()
    lift(decision_id=decision, lifter_id=member("Mo2"), words="It was.")
    assert len(get_question(question_id, hidden=()).answers) == 1
    decision, _ = decided(Subject("question", question_id), Action.REMOVE, reporter_id=kim)
    with pytest.raises(QuestionNotFound):
        get_question(question_id, hidden=())
    assert list_questions(lamp, hidden=())[0] == list_questions_to(owner, hidden=()) == ()
    with pytest.raises(QuestionNotFound):
        answer_question(user_id=member("W"), question_id=question_id, body="So it is.")
    with pytest.raises(SubjectNotFound):
        report(reporter_id=kim, subject=Subject("answer", answer_id), reason="spam")
    deliver_all()
    shown = decisions_page(Viewer(robin, "en")).decisions
    assert [(one.subject.kind, one.subject.text) for one in shown] == [("question", "Is it bright?")]
    lift(decision_id=decision, lifter_id=member("Mo3"), words="It was.")
    assert len(list_questions(lamp, hidden=())[0]) == 1


def test_a_suspended_member_s_questions_and_answers_are_gone_and_come_back_but_for_what_is_held() -> None:
    lamp, robin, owner, kim = product("lamp"), member("Robin"), member("Owner"), member("Kim")
    question_id, answer_id = asked_and_answered(lamp, robin, owner)
    decided(Subject("answer", answer_id), Action.HIDE, reporter_id=kim)
    case_id = report(reporter_id=kim, subject=Subject("member", robin), reason="abuse")
    (decision,) = decide(
        case_id=case_id,
        decider_id=member("Mo4"),
        actions=[Action.SUSPEND],
        reason="abuse",
        words="No.",
        is_grave=True,
    )
    assert list_questions(lamp, hidden=())[0] == ()
    lift(decision_id=decision.id, lifter_id=member("Mo5"), words="Yes.")
    assert get_question(question_id, hidden=()).answers == ()


def test_only_what_one_sees_and_did_not_write_can_be_reported() -> None:
    lamp, robin, owner, kim = product("lamp"), member("Robin"), member("Owner"), member("Kim")
    question_id, answer_id = asked_and_answered(lamp, robin, owner)
    with pytest.raises(CannotReportSelf):
        report(reporter_id=owner, subject=Subject("answer", answer_id), reason="spam")
    block_member(user_id=robin, blocked_id=kim)
    for subject in (
        Subject("question", question_id),
        Subject("answer", answer_id),
        Subject("answer", Id(5)),
        Subject("product", Id(5)),
        Subject("nonsense", lamp),
    ):
        with pytest.raises(SubjectNotFound):
            report(reporter_id=kim, subject=subject, reason="spam")


def test_a_product_is_hidden_by_a_decision_that_punishes_nobody_and_listed_again() -> None:
    lamp, kim = product("lamp"), member("Kim")
    subject = Subject("product", lamp)
    case_id = report(reporter_id=kim, subject=subject, reason="danger", words="It burns.")
    assert [row.subject.title for row in queue_page(language="en").cases] == ["Lamp lamp"]
    for wrong in (Action.WARN, Action.REMOVE, Action.SUSPEND):
        with pytest.raises(InvalidDecision):
            decide(case_id=case_id, decider_id=member("M"), actions=[wrong], reason="danger", words="x")
    staff = member("Mo")
    (decision,) = decide(
        case_id=case_id, decider_id=staff, actions=[Action.HIDE], reason="danger", words="Recalled."
    )
    assert list_products_by_id([lamp]) == {}
    assert Client().get(f"/product/{wire_form(lamp)}").status_code == 404
    deliver_all()
    assert not GroupRow.objects.filter(user_id=HOUSE).exists()
    assert GroupRow.objects.filter(user_id=kim).count() == 1
    found = case_page(Viewer(member("Mo6"), "en"), case_id=case_id)
    assert (found.actions, len(found.decisions), found.earlier) == (("dismiss", "hide"), 1, ())
    assert [entry.act for entry in found.log] == ["hide"]
    lift(decision_id=decision.id, lifter_id=staff, words="Safe again.")
    assert lamp in list_products_by_id([lamp])
    assert find_open_case(subject) is None


def test_what_was_withdrawn_for_another_reason_stays_so_when_a_decision_is_lifted() -> None:
    lamp, kettle, staff, kim = product("lamp"), product("kettle"), member("Mo"), member("Kim")
    first, _ = decided(Subject("product", lamp), Action.HIDE, reporter_id=kim)
    second, _ = decided(Subject("product", kettle), Action.HIDE, reporter_id=kim)
    assert publish_products(product_ids=[lamp]).refused == {lamp: ("held",)}
    withdraw_products(product_ids=[kettle], actor_id=staff)
    for decision in (first, second):
        lift(decision_id=decision, lifter_id=staff, words="It was true.")
    assert list(list_products_by_id([lamp, kettle])) == [lamp]
    assert publish_products(product_ids=[kettle]).changed == (kettle,)


def test_each_is_reported_from_its_place_on_the_page_and_read_in_the_queue() -> None:
    lamp, robin, owner, kim = product("lamp"), member("Robin"), member("Owner"), member("Kim")
    question_id, answer_id = asked_and_answered(lamp, robin, owner)
    keys = [
        f"question:{wire_form(question_id)}",
        f"answer:{wire_form(answer_id)}",
        f"product:{wire_form(lamp)}",
    ]
    address = f"/product/{wire_form(lamp)}"
    html = signed_in(kim).get(address).content.decode()
    staff = member("Mo")
    grant_role(user_id=staff, role=Role.MODERATOR)
    moderator = signed_in(staff)
    for key in keys:
        assert f"/report?subject={key}" in html
        assert f"/report?subject={key}" not in Client().get(address).content.decode()
        assert signed_in(kim).get(f"/report?subject={key}").status_code == 200
        sent = signed_in(kim).post("/report", {"subject": key, "reason": "spam"})
        assert sent.status_code == 302
        api = signed_in(robin).post("/api/v1/reports", {"subject": key, "reason": "spam"}, "application/json")
        assert api.status_code == (422 if key.startswith("question") else 202)
    assert f"subject={keys[1]}" not in signed_in(owner).get(address).content.decode()
    assert f"subject={keys[0]}" not in signed_in(robin).get(address).content.decode()
    queue = moderator.get("/console/queue").content.decode()
    assert "Is it bright?" in queue
    assert "Very." in queue
    for row in queue_page().cases:
        assert moderator.get(f"/console/queue/case/{wire_form(row.id)}").status_code == 200
