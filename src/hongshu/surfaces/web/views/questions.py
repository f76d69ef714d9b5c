"""Questions on a product: asking those who wrote about it, and answering. Plain forms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hongshu.community.questions.contracts import ANSWER_MAX, QUESTION_MAX
from hongshu.community.questions.services import answer_question, ask_question
from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id, wire_form
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import next_url, page
from hongshu.surfaces.words import status_of, words_of

# What is told beside the form; the others are pages of their own.
_AT_THE_FORM = (RefusalKind.INVALID, RefusalKind.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def product_questions(request: HttpRequest, product_id: Id) -> HttpResponse:
    """All questions on a product; a POST asks one."""
    error, status = "", 200
    if request.method == "POST":
        user_id = member_of(request)
        try:
            question_id = ask_question(
                user_id=user_id, product_id=product_id, body=request.POST.get("body", "")
            )
        except DomainError as refused:
            if refused.kind not in _AT_THE_FORM:
                raise
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, _("Asked. You hear of every answer."))
            return redirect(f"{reverse('product_questions', args=[product_id])}#q-{wire_form(question_id)}")
    found = queries.questions_page(
        viewer_of(request), product_id=product_id, cursor=request.GET.get("cursor", "")
    )
    return page(
        request,
        "pages/questions.html",
        status=status,
        page=found,
        next_url=next_url(reverse("product_questions", args=[product_id]), found.next_cursor),
        body=request.POST.get("body", ""),
        error=error,
        limit=QUESTION_MAX,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: Id) -> HttpResponse:
    """One question; a POST answers it."""
    error, status = "", 200
    if request.method == "POST":
        user_id = member_of(request)
        try:
            answer_question(user_id=user_id, question_id=question_id, body=request.POST.get("body", ""))
        except DomainError as refused:
            if refused.kind not in _AT_THE_FORM:
                raise
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, _("Thank you: your answer shows on the product’s page."))
            return redirect("question", question_id)
    return page(
        request,
        "pages/question.html",
        status=status,
        page=queries.question_page(viewer_of(request), question_id=question_id),
        body=request.POST.get("body", ""),
        error=error,
        limit=ANSWER_MAX,
    )
