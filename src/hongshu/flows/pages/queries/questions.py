"""Questions on products, and the pages about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hongshu.community.graph.queries import list_hidden_ids
from hongshu.community.members.contracts import Profile
from hongshu.community.questions.contracts import Question, QuestionNotFound
from hongshu.community.questions.queries import get_question, is_owner, list_questions, people_of
from hongshu.flows.pages.cards import known_profiles, member_chip, product_cards
from hongshu.flows.pages.contracts import (
    AnswerView,
    QuestionPage,
    QuestionSlice,
    QuestionsPage,
    QuestionView,
    Viewer,
)
from hongshu.kernel.ids import Id
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.contracts import ProductNotFound
from hongshu.store.catalog.queries import list_products_by_id

_QUESTIONS = 20
# On a product's own page; the others have a page of theirs.
SHOWN_QUESTIONS = 3


def question_views(viewer: Viewer, questions: Sequence[Question]) -> tuple[QuestionView, ...]:
    """Questions in their order, without those whom trust suspended. A query for people not known before."""
    profiles = known_profiles(people_of(questions), viewer) if questions else {}
    avatars = [profiles[key].avatar_id for key in people_of(questions) if key in profiles]
    pictures = list_pictures_by_id([key for key in avatars if key is not None])
    return tuple(
        QuestionView(
            id=each.id,
            member=member_chip(profiles.get(each.user_id), pictures),
            body=each.body,
            asked_at=each.asked_at,
            asked_count=len(each.asked_ids),
            answers=tuple(
                AnswerView(
                    id=answer.id,
                    member=member_chip(profiles.get(answer.user_id), pictures),
                    body=answer.body,
                    answered_at=answer.answered_at,
                )
                for answer in each.answers
                if not _is_suspended(profiles, answer.user_id)
            ),
            is_own=each.user_id == viewer.user_id,
        )
        for each in questions
        if not _is_suspended(profiles, each.user_id)
    )


def first_questions(product_id: Id, *, hidden: Collection[Id]) -> tuple[tuple[Question, ...], bool]:
    """The newest questions on a product, for its page, and whether there are more. One query."""
    questions, onward = list_questions(product_id, hidden=hidden, limit=SHOWN_QUESTIONS)
    return questions, bool(onward)


def product_questions(viewer: Viewer, *, product_id: Id, cursor: str) -> QuestionSlice:
    """A page of the questions on a product. Raises InvalidCursor."""
    questions, onward = list_questions(
        product_id, hidden=list_hidden_ids(viewer.user_id), cursor=cursor, limit=_QUESTIONS
    )
    return QuestionSlice(questions=question_views(viewer, questions), next_cursor=onward)


def questions_page(viewer: Viewer, *, product_id: Id, cursor: str) -> QuestionsPage:
    """The questions on a product, with it. Six queries. Raises ProductNotFound, InvalidCursor."""
    products = list_products_by_id([product_id])
    if product_id not in products:
        raise ProductNotFound
    found = product_questions(viewer, product_id=product_id, cursor=cursor)
    (card,) = product_cards([products[product_id]], viewer)
    return QuestionsPage(product=card, questions=found.questions, next_cursor=found.next_cursor)


def question_page(viewer: Viewer, *, question_id: Id) -> QuestionPage:
    """One question with its answers. Six queries. Raises QuestionNotFound."""
    question = get_question(question_id, hidden=list_hidden_ids(viewer.user_id))
    views = question_views(viewer, [question])
    products = list_products_by_id([question.product_id])
    if not views or question.product_id not in products:
        raise QuestionNotFound
    (card,) = product_cards([products[question.product_id]], viewer)
    others = {answer.user_id for answer in question.answers} | {question.user_id}
    return QuestionPage(
        product=card,
        question=views[0],
        may_answer=viewer.user_id is not None
        and viewer.user_id not in others
        and is_owner(viewer.user_id, question.product_id),
    )


def _is_suspended(profiles: Mapping[Id, Profile], user_id: Id) -> bool:
    return user_id in profiles and profiles[user_id].is_suspended
