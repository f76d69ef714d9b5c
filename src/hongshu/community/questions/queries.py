"""Reads of questions. What a person may not see is not in any answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from hongshu.community.notes.queries import ask_authors_of_product
from hongshu.community.questions.contracts import MOST_ANSWERS, Answer, Question, QuestionNotFound, Written
from hongshu.community.questions.models import AnswerRow, QuestionRow
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import HIGHEST_ID, Id

Answered = TypeVar("Answered")
_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
# With its answers in the same statement, so that a page's questions are one query.
_WITH_ANSWERS = """
SELECT id, product_id, user_id, body, asked_at, asked_ids, (
    SELECT json_agg(json_build_array(a.id::text, a.user_id::text, a.body, a.answered_at) ORDER BY a.id)
    FROM (
        SELECT id, user_id, body, answered_at FROM questions_answer
        WHERE question_id = asked.id AND NOT is_held AND NOT user_id = ANY (%(hidden)s::bigint[])
        ORDER BY id LIMIT %(most)s
    ) AS a
) FROM questions_question AS asked
"""
_OF_PRODUCT = (
    _WITH_ANSWERS
    + """
WHERE product_id = %(product)s AND NOT is_held AND NOT user_id = ANY (%(hidden)s::bigint[])
    AND (asked_at, id) < (%(at)s, %(key)s)
ORDER BY asked_at DESC, id DESC LIMIT %(limit)s
"""
)
_ONE = _WITH_ANSWERS + " WHERE id = %(key)s AND NOT is_held AND NOT user_id = ANY (%(hidden)s::bigint[])"
_TO_MEMBER = (
    _WITH_ANSWERS
    + """
WHERE asked_ids @> ARRAY[%(member)s]::bigint[] AND NOT is_held AND NOT user_id = ANY (%(hidden)s::bigint[])
    AND NOT EXISTS (
        SELECT FROM questions_answer WHERE question_id = asked.id AND user_id = %(member)s
    )
ORDER BY asked_at DESC, id DESC LIMIT %(limit)s
"""
)


def list_questions(
    product_id: Id, *, hidden: Collection[Id], cursor: str = "", limit: int = 20
) -> tuple[tuple[Question, ...], str]:
    """A page of a product's questions with their answers, the newest first, and the next page's cursor.

    Without those of *hidden* members. One query. Raises InvalidCursor.
    """
    return ask_questions(product_id, hidden=hidden, cursor=cursor, limit=limit).answer


def ask_questions(
    product_id: Id, *, hidden: Collection[Id], cursor: str = "", limit: int = 20
) -> Asked[tuple[tuple[Question, ...], str]]:
    """``list_questions``, to be sent with others. Raises InvalidCursor."""
    listing = f"questions:{product_id}"
    at, key = _END_OF_TIME, int(HIGHEST_ID)
    if cursor:
        asked_us, number = decode_cursor(listing, cursor)
        at, key = moment_of(asked_us), int(number)

    def page(found: tuple[Question, ...]) -> tuple[tuple[Question, ...], str]:
        shown = found[:limit]
        if len(found) <= limit:
            return shown, ""
        return shown, encode_cursor(listing, [microseconds_of(shown[-1].asked_at), int(shown[-1].id)])

    return _asked(_OF_PRODUCT, page, hidden=hidden, product=product_id, at=at, key=key, limit=limit + 1)


def get_question(question_id: Id, *, hidden: Collection[Id]) -> Question:
    """A question with its answers; one query. Raises QuestionNotFound."""
    found = _asked(_ONE, tuple, hidden=hidden, key=question_id).answer
    if not found:
        raise QuestionNotFound
    return found[0]


def list_questions_to(member_id: Id, *, hidden: Collection[Id], limit: int = 50) -> tuple[Question, ...]:
    """What a member was asked and has not answered, the newest first. One query."""
    return _asked(_TO_MEMBER, tuple, hidden=hidden, member=member_id, limit=limit).answer


def is_owner(user_id: Id, product_id: Id) -> bool:
    """Whether a member may answer questions on a product: they have a public note about it. One query."""
    return ask_is_owner(user_id, product_id).answer


def ask_is_owner(user_id: Id, product_id: Id) -> Asked[bool]:
    """``is_owner``, to be sent with others."""
    return ask_authors_of_product(product_id, only=[user_id], limit=1).then(bool)


def people_of(questions: Sequence[Question]) -> set[Id]:
    """Everybody who asked or answered."""
    return {each.user_id for each in questions} | {
        answer.user_id for each in questions for answer in each.answers
    }


def _asked(
    statement: str,
    answer_of: Callable[[tuple[Question, ...]], Answered],
    *,
    hidden: Collection[Id],
    **values: Any,
) -> Asked[Answered]:
    return Asked(
        statement,
        {"hidden": list(hidden), "most": MOST_ANSWERS, **values},
        lambda rows: answer_of(tuple(map(_question, rows))),
        columns=7,
        moments=[4],
    )


def _question(row: tuple[Any, ...]) -> Question:
    key, product_id, user_id, body, asked_at, asked_ids, answers = row
    told = json.loads(answers) if isinstance(answers, str) else answers
    return Question(
        id=Id(key),
        product_id=Id(product_id),
        user_id=Id(user_id),
        body=body,
        asked_at=asked_at,
        asked_ids=tuple(Id(each) for each in asked_ids),
        answers=tuple(
            Answer(
                id=Id(int(answer_id)),
                question_id=Id(key),
                user_id=Id(int(writer_id)),
                body=said,
                answered_at=datetime.fromisoformat(answered_at),
            )
            for answer_id, writer_id, said, answered_at in told or ()
        ),
    )


def each_question_of(user_id: Id) -> Iterator[Written]:
    """What a member asked, held ones too; for the export of their data. Read in batches."""
    yield from map(
        _written_question, QuestionRow.objects.filter(user_id=user_id).order_by("id").iterator(1000)
    )


def each_answer_of(user_id: Id) -> Iterator[Written]:
    """What a member answered, held ones too; for the export of their data. Read in batches."""
    yield from map(_written_answer, AnswerRow.objects.filter(user_id=user_id).order_by("id").iterator(1000))


def list_written_questions(ids: Collection[Id]) -> dict[Id, Written]:
    """Questions as they were written, held ones too; for moderators only. One query, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): _written_question(row) for row in QuestionRow.objects.filter(id__in=set(ids))}


def list_written_answers(ids: Collection[Id]) -> dict[Id, Written]:
    """Answers as they were written, held ones too; for moderators only. One query, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): _written_answer(row) for row in AnswerRow.objects.filter(id__in=set(ids))}


def find_writer(answer_id: Id, *, hidden: Collection[Id]) -> Id | None:
    """Who gave an answer that a viewer who does not see *hidden* reads, with its question; or None."""
    answer = list_written_answers([answer_id]).get(answer_id)
    if answer is None or answer.is_held or answer.user_id in hidden:
        return None
    question = list_written_questions([answer.question_id]).get(answer.question_id)
    return None if question is None or question.is_held or question.user_id in hidden else answer.user_id


def _written_question(row: QuestionRow) -> Written:
    return Written(
        id=Id(row.id),
        question_id=Id(row.id),
        product_id=Id(row.product_id),
        user_id=Id(row.user_id),
        body=row.body,
        written_at=row.asked_at,
        is_held=row.is_held,
    )


def _written_answer(row: AnswerRow) -> Written:
    return Written(
        id=Id(row.id),
        question_id=Id(row.question_id),
        product_id=Id(row.product_id),
        user_id=Id(row.user_id),
        body=row.body,
        written_at=row.answered_at,
        is_held=row.is_held,
    )
