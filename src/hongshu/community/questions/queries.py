"""Reads of questions. What a person may not see is not in any answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from hongshu.community.notes.queries import list_authors_of_product
from hongshu.community.questions.contracts import MOST_ANSWERS, Answer, Question, QuestionNotFound
from hongshu.community.questions.models import AnswerRow, QuestionRow
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import HIGHEST_ID, Id

_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
# With its answers in the same statement, so that a page's questions are one query.
_WITH_ANSWERS = """
SELECT id, product_id, user_id, body, asked_at, asked_ids, (
    SELECT json_agg(json_build_array(a.id::text, a.user_id::text, a.body, a.answered_at) ORDER BY a.id)
    FROM (
        SELECT id, user_id, body, answered_at FROM questions_answer
        WHERE question_id = asked.id AND NOT user_id = ANY (%(hidden)s::bigint[])
        ORDER BY id LIMIT %(most)s
    ) AS a
) FROM questions_question AS asked
"""
_OF_PRODUCT = (
    _WITH_ANSWERS
    + """
WHERE product_id = %(product)s AND NOT user_id = ANY (%(hidden)s::bigint[])
    AND (asked_at, id) < (%(at)s, %(key)s)
ORDER BY asked_at DESC, id DESC LIMIT %(limit)s
"""
)
_ONE = _WITH_ANSWERS + " WHERE id = %(key)s AND NOT user_id = ANY (%(hidden)s::bigint[])"
_TO_MEMBER = (
    _WITH_ANSWERS
    + """
WHERE asked_ids @> ARRAY[%(member)s]::bigint[] AND NOT user_id = ANY (%(hidden)s::bigint[])
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
    listing = f"questions:{product_id}"
    at, key = _END_OF_TIME, int(HIGHEST_ID)
    if cursor:
        asked_us, number = decode_cursor(listing, cursor)
        at, key = moment_of(asked_us), int(number)
    found = _asked(_OF_PRODUCT, hidden=hidden, product=product_id, at=at, key=key, limit=limit + 1)
    shown = found[:limit]
    if len(found) <= limit:
        return shown, ""
    return shown, encode_cursor(listing, [microseconds_of(shown[-1].asked_at), int(shown[-1].id)])


def get_question(question_id: Id, *, hidden: Collection[Id]) -> Question:
    """A question with its answers; one query. Raises QuestionNotFound."""
    found = _asked(_ONE, hidden=hidden, key=question_id)
    if not found:
        raise QuestionNotFound
    return found[0]


def list_questions_to(member_id: Id, *, hidden: Collection[Id], limit: int = 50) -> tuple[Question, ...]:
    """What a member was asked and has not answered, the newest first. One query."""
    return _asked(_TO_MEMBER, hidden=hidden, member=member_id, limit=limit)


def is_owner(user_id: Id, product_id: Id) -> bool:
    """Whether a member may answer questions on a product: they have a public note about it. One query."""
    return bool(list_authors_of_product(product_id, only=[user_id], limit=1))


def people_of(questions: Sequence[Question]) -> set[Id]:
    """Everybody who asked or answered."""
    return {each.user_id for each in questions} | {
        answer.user_id for each in questions for answer in each.answers
    }


def _asked(statement: str, *, hidden: Collection[Id], **values: Any) -> tuple[Question, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"hidden": list(hidden), "most": MOST_ANSWERS, **values})
        return tuple(map(_question, cursor.fetchall()))


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


def each_question_of(user_id: Id) -> Iterator[tuple[Id, str, datetime]]:
    """What a member asked: product, words, time; for the export of their data."""
    rows = QuestionRow.objects.filter(user_id=user_id).order_by("id")
    for product_id, body, at in rows.values_list("product_id", "body", "asked_at").iterator(1000):
        yield Id(product_id), body, at


def each_answer_of(user_id: Id) -> Iterator[tuple[Id, str, datetime]]:
    """What a member answered: question, words, time; for the export of their data."""
    rows = AnswerRow.objects.filter(user_id=user_id).order_by("id")
    for question_id, body, at in rows.values_list("question_id", "body", "answered_at").iterator(1000):
        yield Id(question_id), body, at
