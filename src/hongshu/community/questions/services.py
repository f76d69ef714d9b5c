"""Commands on questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Func

from hongshu.community.graph.queries import list_hidden_ids
from hongshu.community.members.queries import list_profiles_by_id
from hongshu.community.notes.queries import list_authors_of_product
from hongshu.community.questions import rules
from hongshu.community.questions.contracts import (
    ANSWER_MAX,
    MOST_ASKED,
    QUESTION_MAX,
    AnsweredAlready,
    AskedToday,
    CannotAnswerOwn,
    DatedQuestion,
    NobodyToAsk,
    NotAnOwner,
    QuestionAnswered,
    QuestionAsked,
)
from hongshu.community.questions.models import AnswerRow, QuestionRow
from hongshu.community.questions.queries import get_question, is_owner
from hongshu.kernel import clock, outbox
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit
from hongshu.store.catalog.queries import get_product

_OWNERS_LOOKED_AT = 40
_LATELY = timedelta(days=30)


@transaction.atomic
def ask_question(*, user_id: Id, product_id: Id, body: str) -> Id:
    """Ask on a product: it goes to at most MOST_ASKED members who wrote about it; returns the question.

    The same words again on the same day are the same question. Raises ProductNotFound, QuestionEmpty,
    QuestionTooLong, AskedToday, NobodyToAsk, TooManyActions, AccountSuspended.
    """
    check_limit(user_id=user_id, action=Limited.COMMENT)
    kept = rules.checked_body(body, most=QUESTION_MAX)
    get_product(product_id)
    asked_ids = _chosen(user_id, product_id)
    if not asked_ids:
        raise NobodyToAsk
    row = QuestionRow(
        id=new_id(),
        product_id=product_id,
        user_id=user_id,
        body=kept,
        asked_ids=[int(key) for key in asked_ids],
        asked_on=clock.now().date(),
        asked_at=clock.now(),
    )
    # Of two at once the second waits for the first here, and then finds its row.
    QuestionRow.objects.bulk_create([row], ignore_conflicts=True)
    there = QuestionRow.objects.get(product_id=product_id, user_id=user_id, asked_on=row.asked_on)
    if there.id != row.id:
        if there.body != kept:
            raise AskedToday
        return Id(there.id)
    outbox.append(
        QuestionAsked(question_id=Id(row.id), product_id=product_id, user_id=user_id, asked_ids=asked_ids)
    )
    return Id(row.id)


@transaction.atomic
def answer_question(*, user_id: Id, question_id: Id, body: str) -> Id:
    """Answer a question as somebody who wrote about the product; returns the answer.

    The same words again are the same answer. Raises QuestionNotFound, CannotAnswerOwn, NotAnOwner,
    AnsweredAlready, QuestionEmpty, QuestionTooLong, TooManyActions, AccountSuspended.
    """
    check_limit(user_id=user_id, action=Limited.COMMENT)
    question = get_question(question_id, hidden=list_hidden_ids(user_id))
    if question.user_id == user_id:
        raise CannotAnswerOwn
    if not is_owner(user_id, question.product_id):
        raise NotAnOwner
    kept = rules.checked_body(body, most=ANSWER_MAX)
    row = AnswerRow(
        id=new_id(), product_id=question.product_id, question_id=question_id, user_id=user_id, body=kept
    )
    AnswerRow.objects.bulk_create([row], ignore_conflicts=True)
    there = AnswerRow.objects.get(product_id=question.product_id, question_id=question_id, user_id=user_id)
    if there.id != row.id:
        if there.body != kept:
            raise AnsweredAlready
        return Id(there.id)
    outbox.append(
        QuestionAnswered(
            question_id=question_id,
            answer_id=Id(row.id),
            product_id=question.product_id,
            user_id=user_id,
            asker_id=question.user_id,
        )
    )
    return Id(row.id)


@transaction.atomic
def save_dated_questions(questions: Sequence[DatedQuestion]) -> int:
    """Keep questions of the past with their answers, without telling anybody; how many are new.

    Idempotent on (product, source key): a known question stays as it is. Raises QuestionEmpty,
    QuestionTooLong.
    """
    known = set(
        QuestionRow.objects.filter(
            product_id__in={each.product_id for each in questions},
            source_key__in={each.source_key for each in questions},
        ).values_list("product_id", "source_key")
    )
    asked, answered = [], []
    for each in questions:
        if (each.product_id, each.source_key) in known:
            continue
        row = QuestionRow(
            id=new_id(),
            product_id=each.product_id,
            user_id=each.user_id,
            body=rules.checked_body(each.body, most=QUESTION_MAX),
            asked_ids=[int(answer.user_id) for answer in each.answers][:MOST_ASKED],
            asked_on=each.asked_at.date(),
            asked_at=each.asked_at,
            source_key=each.source_key,
        )
        asked.append(row)
        answered += [
            AnswerRow(
                id=new_id(),
                product_id=each.product_id,
                question_id=row.id,
                user_id=answer.user_id,
                body=rules.checked_body(answer.body, most=ANSWER_MAX),
                answered_at=answer.answered_at,
            )
            for answer in each.answers
        ]
    QuestionRow.objects.bulk_create(asked)
    AnswerRow.objects.bulk_create(answered)
    return len(asked)


@transaction.atomic
def erase_questions(*, user_id: Id) -> int:
    """Delete a member's answers, and their questions that nobody answered; how many rows. Idempotent.

    Answered questions stay for those who need the answer: their asker has no name any more. Nobody's
    question says any more that this member was asked.
    """
    count: int = AnswerRow.objects.filter(user_id=user_id).delete()[0]
    was_asked = QuestionRow.objects.filter(asked_ids__contains=[user_id])
    count += was_asked.update(asked_ids=Func(F("asked_ids"), user_id, function="array_remove"))
    own = QuestionRow.objects.filter(user_id=user_id)
    answered = set(
        AnswerRow.objects.filter(question_id__in=own.values_list("id", flat=True)).values_list(
            "question_id", flat=True
        )
    )
    return count + own.exclude(id__in=answered).delete()[0]


@transaction.atomic
def hold_questions(*, user_id: Id, question_ids: Collection[Id] | None = None) -> int:
    """Take questions of a member (all of them without ``question_ids``) out of every read, with their
    answers.

    Idempotent; returns how many were not held before.
    """
    rows = QuestionRow.objects.filter(user_id=user_id, is_held=False)
    return (rows if question_ids is None else rows.filter(id__in=set(question_ids))).update(is_held=True)


@transaction.atomic
def release_questions(
    *, user_id: Id, question_ids: Collection[Id] | None = None, without: Collection[Id] = ()
) -> int:
    """Let held questions of a member be read again, but for those of *without*. Idempotent; how many."""
    rows = QuestionRow.objects.filter(user_id=user_id, is_held=True).exclude(id__in=set(without))
    return (rows if question_ids is None else rows.filter(id__in=set(question_ids))).update(is_held=False)


@transaction.atomic
def hold_answers(*, user_id: Id, answer_ids: Collection[Id] | None = None) -> int:
    """Take answers of a member (all without ``answer_ids``) out of every read. Idempotent; how many."""
    rows = AnswerRow.objects.filter(user_id=user_id, is_held=False)
    return (rows if answer_ids is None else rows.filter(id__in=set(answer_ids))).update(is_held=True)


@transaction.atomic
def release_answers(
    *, user_id: Id, answer_ids: Collection[Id] | None = None, without: Collection[Id] = ()
) -> int:
    """Let held answers of a member be read again, but for those of *without*. Idempotent; how many."""
    rows = AnswerRow.objects.filter(user_id=user_id, is_held=True).exclude(id__in=set(without))
    return (rows if answer_ids is None else rows.filter(id__in=set(answer_ids))).update(is_held=False)


def _chosen(user_id: Id, product_id: Id) -> tuple[Id, ...]:
    """Members who can be asked: they wrote about the product, can sign in, and see the asker."""
    authors = list_authors_of_product(product_id, limit=_OWNERS_LOOKED_AT)
    profiles = list_profiles_by_id(authors)
    able = [
        key
        for key in authors
        if key in profiles
        and profiles[key].origin == "member"
        and not (profiles[key].is_suspended or profiles[key].is_leaving)
    ]
    if not able:
        return ()
    lately = QuestionRow.objects.filter(
        asked_ids__overlap=[int(key) for key in able], asked_at__gt=clock.now() - _LATELY
    ).values_list("asked_ids", flat=True)
    busy = Counter(Id(key) for keys in lately for key in keys)
    return rules.chosen_owners(able, asked_lately=busy, without={user_id, *list_hidden_ids(user_id)})
