"""Questions on a product, and what members who wrote about it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import MemberChip, ProductCard
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer: who, what, when."""

    id: Id
    member: MemberChip
    body: str
    answered_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answers. ``asked_count`` members who wrote about the product were asked."""

    id: Id
    member: MemberChip
    body: str
    asked_at: datetime
    asked_count: int
    answers: tuple[AnswerView, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class QuestionSlice:
    """A page of questions, the newest first."""

    questions: tuple[QuestionView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """All questions on a product."""

    product: ProductCard
    questions: tuple[QuestionView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question. ``may_answer``: the viewer wrote about the product and has not answered yet."""

    product: ProductCard
    question: QuestionView
    may_answer: bool
