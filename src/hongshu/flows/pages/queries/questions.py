"""Questions on products, and the pages about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hongshu.community.members.contracts import Profile
from hongshu.community.notes.queries import ask_product_counts
from hongshu.community.questions.contracts import Question, QuestionNotFound
from hongshu.community.questions.queries import ask_is_owner, get_question, list_questions, people_of
from hongshu.flows.pages.cards import member_chip, pictures_for, product_cards
from hongshu.flows.pages.contracts import (
    AnswerView,
    QuestionPage,
    QuestionSlice,
    QuestionsPage,
    QuestionView,
    Viewer,
)
from hongshu.flows.pages.viewers import hidden_of, known_profiles, meet
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import ProductNotFound
from hongshu.store.catalog.queries import list_products_by_id

_QUESTIONS = 20
# On a product's own page; the others have a page of theirs.
SHOWN_QUESTIONS = 3


def question_views(
    viewer: Viewer, questions: Sequence[Question], *, beside: Collection[Id] = ()
) -> tuple[QuestionView, ...]:
    """Questions in their order, without those whom trust suspended. A query for people not known before.

    The pictures of *beside*, which the page shows too, are read together with the avatars.
    """
    profiles = known_profiles(people_of(questions), viewer) if questions else {}
    avatars = [profiles[key].avatar_id for key in people_of(questions) if key in profiles]
    pictures = pictures_for(viewer, [*(key for key in avatars if key is not None), *beside])
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
                    is_own=answer.user_id == viewer.user_id,
                )
                for answer in each.answers
                if not _is_suspended(profiles, answer.user_id)
            ),
            is_own=each.user_id == viewer.user_id,
        )
        for each in questions
        if not _is_suspended(profiles, each.user_id)
    )


def product_questions(
    viewer: Viewer, *, product_id: Id, cursor: str, beside: Collection[Id] = ()
) -> QuestionSlice:
    """A page of the questions on a product. Raises InvalidCursor."""
    questions, onward = list_questions(product_id, hidden=hidden_of(viewer), cursor=cursor, limit=_QUESTIONS)
    return QuestionSlice(questions=question_views(viewer, questions, beside=beside), next_cursor=onward)


def questions_page(viewer: Viewer, *, product_id: Id, cursor: str) -> QuestionsPage:
    """The questions on a product, with it. Six queries. Raises ProductNotFound, InvalidCursor."""
    products = list_products_by_id([product_id])
    if product_id not in products:
        raise ProductNotFound
    shown = products[product_id].picture_id
    counts = ask_product_counts([product_id])
    meet(viewer, counts)
    found = product_questions(
        viewer, product_id=product_id, cursor=cursor, beside=() if shown is None else (shown,)
    )
    (card,) = product_cards([products[product_id]], viewer, note_counts=counts.answer)
    return QuestionsPage(product=card, questions=found.questions, next_cursor=found.next_cursor)


def question_page(viewer: Viewer, *, question_id: Id) -> QuestionPage:
    """One question with its answers. Six queries. Raises QuestionNotFound."""
    question = get_question(question_id, hidden=hidden_of(viewer))
    product_id = question.product_id
    counts = ask_product_counts([product_id])
    owns = Asked.known(False) if viewer.user_id is None else ask_is_owner(viewer.user_id, product_id)
    meet(viewer, counts, owns, people=people_of([question]))
    products = list_products_by_id([product_id])
    beside = [product.picture_id for product in products.values() if product.picture_id is not None]
    views = question_views(viewer, [question], beside=beside)
    if not views or product_id not in products:
        raise QuestionNotFound
    (card,) = product_cards([products[product_id]], viewer, note_counts=counts.answer)
    others = {answer.user_id for answer in question.answers} | {question.user_id}
    return QuestionPage(
        product=card,
        question=views[0],
        may_answer=viewer.user_id is not None and viewer.user_id not in others and owns.answer,
    )


def _is_suspended(profiles: Mapping[Id, Profile], user_id: Id) -> bool:
    return user_id in profiles and profiles[user_id].is_suspended
