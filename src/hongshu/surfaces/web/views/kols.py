"""Applying for the KOL badge, and seeing what became of it. A plain form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hongshu.community.members.contracts import (
    KOL_FIELD_MAX,
    KOL_LINKS_MAX,
    KOL_NOTES_MAX,
    KOL_WORDS_MAX,
    InvalidKolNotes,
    KolEvidence,
)
from hongshu.flows.kols.services import apply_for_kol
from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import InvalidId, parse_id
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of, words_of


@require_http_methods(["GET", "HEAD", "POST"])
def kol_settings(request: HttpRequest) -> HttpResponse:
    """The state of the badge, and the form to apply for it."""
    user_id = member_of(request)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            apply_for_kol(user_id=user_id, evidence=_evidence(request))
        except DomainError as refused:
            if refused.kind is not RefusalKind.INVALID:
                raise
            error = refused
        else:
            messages.success(request, _("Your application is on its way. Staff answer it with a reason."))
            return redirect("kol_settings")
    given = request.POST
    return page(
        request,
        "pages/kol.html",
        status=200 if error is None else status_of(error),
        page=queries.kol_page(viewer_of(request)),
        given={
            "field": given.get("field", ""),
            "words": given.get("words", ""),
            "links": given.get("links", ""),
            "notes": given.getlist("notes"),
        },
        limits={
            "field": KOL_FIELD_MAX,
            "words": KOL_WORDS_MAX,
            "links": KOL_LINKS_MAX,
            "notes": KOL_NOTES_MAX,
        },
        error="" if error is None else words_of(error),
        error_field="" if error is None else error.field,
    )


def _evidence(request: HttpRequest) -> KolEvidence:
    given = request.POST
    try:
        note_ids = tuple(parse_id(key) for key in given.getlist("notes"))
    except InvalidId:
        raise InvalidKolNotes(field="notes", max=KOL_NOTES_MAX) from None
    return KolEvidence(
        field=given.get("field", ""),
        words=given.get("words", ""),
        links=tuple(given.get("links", "").split()),
        note_ids=note_ids,
    )
