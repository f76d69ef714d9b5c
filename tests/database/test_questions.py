"""Questions on products: to whom they go, who answers, who sees them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import member, note, product

from hongshu.community.graph.services import block_member
from hongshu.community.members.contracts import ImportedMember
from hongshu.community.members.services import import_members, suspend_profile
from hongshu.community.notes.contracts import ImportedNote
from hongshu.community.notes.services import import_notes
from hongshu.community.questions.contracts import (
    ANSWER_MAX,
    MOST_ASKED,
    QUESTION_MAX,
    AnsweredAlready,
    AskedToday,
    CannotAnswerOwn,
    DatedAnswer,
    DatedQuestion,
    NobodyToAsk,
    NotAnOwner,
    QuestionAnswered,
    QuestionAsked,
    QuestionEmpty,
    QuestionNotFound,
    QuestionTooLong,
)
from hongshu.community.questions.models import AnswerRow, QuestionRow
from hongshu.community.questions.queries import get_question, list_questions, list_questions_to
from hongshu.community.questions.services import (
    answer_question,
    ask_question,
    erase_questions,
    save_dated_questions,
)
from hongshu.config.subscriptions import SUBSCRIPTIONS
from hongshu.flows.notifying import handlers
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import notifications_page
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.notifications.contracts import SWITCHABLE, Kind
from hongshu.store.catalog.contracts import ProductNotFound

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    rows = OutboxEvent.objects.filter(kind__startswith="questions.").order_by("id")
    return list(rows.values_list("kind", flat=True))


def writers(lamp: Id, count: int) -> list[Id]:
    """The latest writer first."""
    made = [member(f"W{number}") for number in range(count)]
    for user_id in made:
        note(user_id, product_ids=(lamp,))
    return made[::-1]


def test_a_question_goes_to_at_most_five_who_wrote_about_the_product_and_the_next_to_others() -> None:
    lamp, robin, kim = product("lamp"), member("Robin"), member("Kim")
    owners = writers(lamp, 7)
    first = get_question(ask_question(user_id=robin, product_id=lamp, body=" Is it bright? "), hidden=())
    assert (first.body, first.asked_ids) == ("Is it bright?", tuple(owners[:MOST_ASKED]))
    second = get_question(ask_question(user_id=kim, product_id=lamp, body="Is it warm?"), hidden=())
    assert set(second.asked_ids[:2]) == set(owners[MOST_ASKED:])
    assert kinds() == ["questions.question_asked"] * 2
    assert [each.id for each in list_questions_to(owners[-1], hidden=())] == [second.id]


def test_nobody_is_asked_who_cannot_answer() -> None:
    lamp, robin = product("lamp"), member("Robin")
    note(robin, product_ids=(lamp,))
    blocked, suspended = member("Bo"), member("Su")
    for user_id in (blocked, suspended):
        note(user_id, product_ids=(lamp,))
    block_member(user_id=blocked, blocked_id=robin)
    suspend_profile(user_id=suspended, is_suspended=True)
    reviewer = import_members(source="sephora", drafts=[ImportedMember("1", "Reviewer")])["1"]
    import_notes(
        [
            ImportedNote(
                source="sephora", source_key="1", author_id=reviewer, title="Bright", body="", language="en",
                product_id=lamp, channel="home", published_at=datetime(2020, 1, 1, tzinfo=UTC), rating=5,
            )
        ]
    )  # fmt: skip
    with pytest.raises(NobodyToAsk):
        ask_question(user_id=robin, product_id=lamp, body="Is it bright?")
    assert not QuestionRow.objects.exists()


def test_one_question_a_product_and_day_and_the_same_words_are_the_same_question() -> None:
    lamp, bulb, robin = product("lamp"), product("bulb"), member("Robin")
    note(member("Kim"), product_ids=(lamp, bulb))
    asked = ask_question(user_id=robin, product_id=lamp, body="Is it bright?")
    assert ask_question(user_id=robin, product_id=lamp, body="Is it bright?") == asked
    with pytest.raises(AskedToday):
        ask_question(user_id=robin, product_id=lamp, body="Is it warm?")
    ask_question(user_id=robin, product_id=bulb, body="Is it warm?")
    assert kinds() == ["questions.question_asked"] * 2


def test_who_wrote_about_the_product_answers_once_and_others_do_not() -> None:
    lamp, robin, kim = product("lamp"), member("Robin"), member("Kim")
    note(kim, product_ids=(lamp,))
    note(robin, product_ids=(lamp,))
    asked = ask_question(user_id=robin, product_id=lamp, body="Is it bright?")
    answered = answer_question(user_id=kim, question_id=asked, body="Very.")
    assert answer_question(user_id=kim, question_id=asked, body="Very.") == answered
    with pytest.raises(AnsweredAlready):
        answer_question(user_id=kim, question_id=asked, body="Not at all.")
    with pytest.raises(CannotAnswerOwn):
        answer_question(user_id=robin, question_id=asked, body="Yes.")
    with pytest.raises(NotAnOwner):
        answer_question(user_id=member("Lee"), question_id=asked, body="I guess so.")
    (answer,) = get_question(asked, hidden=()).answers
    assert (answer.user_id, answer.body) == (kim, "Very.")
    assert list_questions_to(kim, hidden=()) == ()
    assert kinds() == ["questions.question_asked", "questions.question_answered"]


def test_words_that_cannot_be_kept_and_products_that_are_not_there_are_refused() -> None:
    lamp, robin, kim = product("lamp"), member("Robin"), member("Kim")
    note(kim, product_ids=(lamp,))
    for body, refusal in ((" \n ", QuestionEmpty), ("x" * (QUESTION_MAX + 1), QuestionTooLong)):
        with pytest.raises(refusal):
            ask_question(user_id=robin, product_id=lamp, body=body)
    with pytest.raises(ProductNotFound):
        ask_question(user_id=robin, product_id=Id(7), body="Is it there?")
    asked = ask_question(user_id=robin, product_id=lamp, body="Is it bright?")
    with pytest.raises(QuestionTooLong):
        answer_question(user_id=kim, question_id=asked, body="x" * (ANSWER_MAX + 1))
    with pytest.raises(QuestionNotFound):
        answer_question(user_id=kim, question_id=Id(7), body="Yes.")


def test_a_blocked_pair_sees_neither_questions_nor_answers_of_each_other() -> None:
    lamp, robin, kim, lee = product("lamp"), member("Robin"), member("Kim"), member("Lee")
    for user_id in (kim, lee):
        note(user_id, product_ids=(lamp,))
    asked = ask_question(user_id=robin, product_id=lamp, body="Is it bright?")
    for user_id in (kim, lee):
        answer_question(user_id=user_id, question_id=asked, body="Very.")
    block_member(user_id=kim, blocked_id=lee)
    (seen,), _ = list_questions(lamp, hidden={lee})
    assert [answer.user_id for answer in seen.answers] == [kim]
    with pytest.raises(QuestionNotFound):
        get_question(asked, hidden={robin})
    assert list_questions(lamp, hidden={robin}) == ((), "")


def test_paging_neither_skips_nor_repeats() -> None:
    lamp, robin, kim = product("lamp"), member("Robin"), member("Kim")
    wanted = [
        DatedQuestion(
            source_key=f"q{day}",
            product_id=lamp,
            user_id=robin,
            body=f"Question {day}?",
            asked_at=datetime(2026, 1, day, 12, tzinfo=UTC),
            answers=(DatedAnswer(kim, "Yes.", datetime(2026, 1, day, 15, tzinfo=UTC)),),
        )
        for day in range(1, 12)
    ]
    assert save_dated_questions(wanted) == 11
    assert save_dated_questions(wanted) == 0
    seen: list[str] = []
    cursor = ""
    while True:
        questions, cursor = list_questions(lamp, hidden=(), cursor=cursor, limit=4)
        seen += [each.body for each in questions]
        if not cursor:
            break
    assert seen == [f"Question {day}?" for day in range(11, 0, -1)]
    assert QuestionRow.objects.count() == AnswerRow.objects.count() == 11
    with CaptureQueriesContext(connection) as asked:
        list_questions(lamp, hidden=())
    assert len(asked) == 1


def test_who_leaves_takes_answers_and_unanswered_questions_along() -> None:
    lamp, bulb, robin, kim = product("lamp"), product("bulb"), member("Robin"), member("Kim")
    note(kim, product_ids=(lamp, bulb))
    asked = ask_question(user_id=robin, product_id=lamp, body="Is it bright?")
    ask_question(user_id=robin, product_id=bulb, body="Is it warm?")
    answer_question(user_id=kim, question_id=asked, body="Very.")
    assert erase_questions(user_id=robin) == 1
    assert erase_questions(user_id=robin) == 0
    assert [row.id for row in QuestionRow.objects.all()] == [asked]
    # The answer, and that she was asked.
    assert erase_questions(user_id=kim) == 2
    assert QuestionRow.objects.get(id=asked).asked_ids == []
    assert erase_questions(user_id=robin) == 1


def test_the_product_page_shows_the_question_its_answer_and_who_said_it() -> None:
    lamp, robin, kim = product("lamp"), member("Robin"), member("Kim", handle="kim_k")
    note(kim, product_ids=(lamp,))
    asked = ask_question(user_id=robin, product_id=lamp, body="Is it <b>bright</b>?")
    answer_question(user_id=kim, question_id=asked, body="Very & warm.")
    for address in (
        f"/product/{wire_form(lamp)}",
        f"/product/{wire_form(lamp)}/questions",
        f"/question/{wire_form(asked)}",
    ):
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            html = Client().get(address).content.decode()
        assert "Is it &lt;b&gt;bright&lt;/b&gt;?" in html, address
        assert "Very &amp; warm." in html, address
        assert "/member/kim_k" in html, address
        assert len(queries) <= 8, (address, [query["sql"][:120] for query in queries])
    suspend_profile(user_id=kim, is_suspended=True)
    assert "Very" not in Client().get(f"/question/{wire_form(asked)}").content.decode()


def test_those_who_were_asked_and_then_who_asked_are_told() -> None:
    lamp, robin, kim = product("lamp"), member("Robin"), member("Kim")
    note(kim, product_ids=(lamp,))
    asked = ask_question(user_id=robin, product_id=lamp, body="Is it bright?")
    handlers.on_question_asked(
        QuestionAsked(question_id=asked, product_id=lamp, user_id=robin, asked_ids=(kim,))
    )
    answered = answer_question(user_id=kim, question_id=asked, body="Very.")
    handlers.on_question_answered(
        QuestionAnswered(question_id=asked, answer_id=answered, product_id=lamp, user_id=kim, asker_id=robin)
    )
    for user_id, kind in ((kim, Kind.QUESTION), (robin, Kind.ANSWER)):
        (notice,) = notifications_page(Viewer(user_id=user_id, language="en")).notices
        assert (notice.kind, notice.question_id, notice.count) == (kind, asked, 1)
        assert kind.value in {each.value for each in SWITCHABLE}
    assert {QuestionAsked.kind, QuestionAnswered.kind} <= SUBSCRIPTIONS.keys()
