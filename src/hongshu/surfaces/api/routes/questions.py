"""Questions on products, and their answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hongshu.community.questions.services import answer_question, ask_question
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import QuestionPage, QuestionSlice
from hongshu.kernel.ids import parse_id
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, anybody, member_of, viewer_of
from hongshu.surfaces.api.inputs import Cursor, IdInPath, Text

router = Router(tags=["questions"])


class QuestionInput(Schema):
    """A question, or an answer."""

    body: Text = Field(
        "", max_length=5000, description="A question has at most 200 characters, an answer 500."
    )


@router.get("/products/{product_id}/questions", auth=anybody, openapi_extra=gives(QuestionSlice))
def list_questions(request: HttpRequest, product_id: IdInPath, cursor: Cursor) -> HttpResponse:
    """The questions on a product with their answers, the newest first."""
    found = queries.product_questions(viewer_of(request), product_id=parse_id(product_id), cursor=cursor)
    return answer(found)


@router.post(
    "/products/{product_id}/questions",
    auth=MEMBERS,
    response={201: None},
    openapi_extra=gives(QuestionPage, status=201, text="Asked, or asked today with these words"),
)
def ask(request: HttpRequest, product_id: IdInPath, question: QuestionInput) -> HttpResponse:
    """Ask at most five members who wrote about a product. One question a product and day; the same again is
    the same.
    """
    question_id = ask_question(
        user_id=member_of(request), product_id=parse_id(product_id), body=question.body
    )
    return answer(queries.question_page(viewer_of(request), question_id=question_id), status=201)


@router.get("/questions/{question_id}", auth=anybody, openapi_extra=gives(QuestionPage))
def get_question(request: HttpRequest, question_id: IdInPath) -> HttpResponse:
    """A question with its answers."""
    return answer(queries.question_page(viewer_of(request), question_id=parse_id(question_id)))


@router.post(
    "/questions/{question_id}/answers",
    auth=MEMBERS,
    response={201: None},
    openapi_extra=gives(QuestionPage, status=201, text="Answered, or answered before with these words"),
)
def answer_one(request: HttpRequest, question_id: IdInPath, given: QuestionInput) -> HttpResponse:
    """Answer as somebody who wrote about the product. One answer a question; the same again is the same."""
    key = parse_id(question_id)
    answer_question(user_id=member_of(request), question_id=key, body=given.body)
    return answer(queries.question_page(viewer_of(request), question_id=key), status=201)
