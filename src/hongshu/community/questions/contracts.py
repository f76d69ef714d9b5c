"""Shapes, refusals and events of questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

QUESTION_MAX = 200
ANSWER_MAX = 500
MOST_ASKED = 5
MOST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member answered."""

    id: Id
    question_id: Id
    user_id: Id
    body: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a product with its answers, in the order in which they came, at most MOST_ANSWERS.

    ``asked_ids`` are the members it was sent to.
    """

    id: Id
    product_id: Id
    user_id: Id
    body: str
    asked_at: datetime
    asked_ids: tuple[Id, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """An answer of the past."""

    user_id: Id
    body: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class DatedQuestion:
    """A question of the past with its answers, known by ``source_key``."""

    source_key: str
    product_id: Id
    user_id: Id
    body: str
    asked_at: datetime
    answers: tuple[DatedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A question or an answer as its writer and moderators read it; of a question both ids are one."""

    id: Id
    question_id: Id
    product_id: Id
    user_id: Id
    body: str
    written_at: datetime
    is_held: bool


class QuestionNotFound(NotFound):
    """There is no such question, or nothing that this member sees of it."""

    code = "question_not_found"


class QuestionEmpty(DomainError):
    """A question, or an answer, says something."""

    code = "question_empty"


class QuestionTooLong(DomainError):
    """At most QUESTION_MAX characters, an answer ANSWER_MAX. Details: ``max``, ``length``."""

    code = "question_too_long"


class AskedToday(DomainError):
    """One question a member and product a day."""

    code = "asked_today"
    kind = RefusalKind.CONFLICT


class NobodyToAsk(DomainError):
    """Nobody who could be asked has written about the product."""

    code = "nobody_to_ask"
    kind = RefusalKind.CONFLICT


class CannotAnswerOwn(DomainError):
    """Others answer what one asked."""

    code = "cannot_answer_own"
    kind = RefusalKind.FORBIDDEN


class NotAnOwner(DomainError):
    """Only who wrote about the product answers questions on it."""

    code = "not_an_owner"
    kind = RefusalKind.FORBIDDEN


class AnsweredAlready(DomainError):
    """One answer a member and question."""

    code = "answered_already"
    kind = RefusalKind.CONFLICT


@dataclass(frozen=True)
class QuestionAsked(DomainEvent):
    """A member asked; the question goes to ``asked_ids``."""

    kind: ClassVar[str] = "questions.question_asked"
    question_id: Id
    product_id: Id
    user_id: Id
    asked_ids: tuple[Id, ...]


@dataclass(frozen=True)
class QuestionAnswered(DomainEvent):
    """A member answered a question of ``asker_id``."""

    kind: ClassVar[str] = "questions.question_answered"
    question_id: Id
    answer_id: Id
    product_id: Id
    user_id: Id
    asker_id: Id
