"""Reporting, what was decided about oneself, and the appeal. All of it are plain forms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.community.members.queries import find_by_handle
from hongshu.flows.moderation.services import report
from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id
from hongshu.platform.trust.contracts import WORDS_MAX, Subject, SubjectNotFound, parse_subject
from hongshu.platform.trust.services import appeal
from hongshu.surfaces.reasons import reason_choices
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of, words_of


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with something: ``subject`` names it."""
    viewer = viewer_of(request)
    given = request.POST if request.method == "POST" else request.GET
    subject = _subject(given.get("subject", ""))
    found = queries.report_subject_view(viewer, subject=subject)
    words = given.get("words", "")
    error: DomainError | None = None
    if request.method == "POST":
        try:
            report(
                reporter_id=member_of(request),
                subject=subject,
                reason=given.get("reason", ""),
                words=words,
            )
        except DomainError as refused:
            if refused.kind is not RefusalKind.INVALID:
                raise
            error = refused
        else:
            messages.success(request, _("Thank you. Somebody will have a look."))
            return redirect(found.url or "explore")
    return page(
        request,
        "pages/report.html",
        status=200 if error is None else status_of(error),
        subject=found,
        reasons=reason_choices(),
        chosen=given.get("reason", ""),
        words=words,
        limit=WORDS_MAX,
        error=None if error is None else words_of(error),
        error_field="" if error is None else error.field,
    )


def _subject(text: str) -> Subject:
    """A member is named by the handle, everything else by its id."""
    if not text.startswith("@"):
        return parse_subject(text)
    profile = find_by_handle(text[1:])
    if profile is None:
        raise SubjectNotFound
    return Subject("member", profile.user_id)


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """What was decided about the member."""
    return page(request, "pages/decisions.html", page=queries.decisions_page(viewer_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest, decision_id: Id) -> HttpResponse:
    """One decision, and the appeal against it."""
    error = ""
    status = 200
    words = request.POST.get("words", "")
    found = queries.decision_view(viewer_of(request), decision_id=decision_id)
    if request.method == "POST":
        try:
            appeal(user_id=member_of(request), decision_id=decision_id, words=words)
        except DomainError as refused:
            if refused.kind is not RefusalKind.INVALID:
                raise
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, _("Your appeal is on its way. Somebody else will read it."))
            return redirect("decisions")
    return page(
        request,
        "pages/appeal.html",
        status=status,
        decision=found,
        words=words,
        limit=WORDS_MAX,
        error=error,
    )
