"""The moderators' pages of the KOL badge: who waits, and one member with the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.community.members.contracts import KOL_FIELD_MAX, KOL_WORDS_MAX, ProfileNotFound
from hongshu.community.members.queries import find_by_handle
from hongshu.community.members.services import end_kol, refuse_kol, verify_kol
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import Viewer
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.surfaces.console.moderation import for_moderators
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of


@require_safe
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits for the badge, and who has it."""
    return page(request, "kols.html", title=_("KOLs"), page=queries.kol_queue(), kol_url=_kol_url)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def candidate(request: HttpRequest, handle: str) -> HttpResponse:
    """One member; a POST verifies, refuses, or takes the badge away."""
    error, status = "", 200
    if request.method == "POST":
        try:
            said = _decide(request, handle)
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, said)
            return redirect("admin:kol_queue")
    found = queries.kol_case(_viewer(request), handle=handle)
    return page(
        request,
        "kol.html",
        title=found.member.name,
        status=status,
        page=found,
        form=request.POST,
        error=error,
        limits={"field": KOL_FIELD_MAX, "words": KOL_WORDS_MAX},
        deed_name=_deed_name,
    )


def _decide(request: HttpRequest, handle: str) -> str:
    form = request.POST
    profile = find_by_handle(handle)
    if profile is None:
        raise ProfileNotFound
    decider_id, reason = _staff(request), form.get("reason", "")
    act = form.get("act", "")
    if act == "verify":
        verify_kol(user_id=profile.user_id, decider_id=decider_id, reason=reason, field=form.get("field", ""))
        return _("Verified. The badge shows at once.")
    if act == "refuse":
        refuse_kol(user_id=profile.user_id, decider_id=decider_id, reason=reason)
        return _("Refused. The member reads your reason.")
    end_kol(user_id=profile.user_id, decider_id=decider_id, reason=reason)
    return _("The badge is taken away. The member reads your reason.")


def _staff(request: HttpRequest) -> Id:
    user: Any = request.user
    return Id(user.pk)


def _viewer(request: HttpRequest) -> Viewer:
    language = "zh" if (translation.get_language() or "").startswith("zh") else "en"
    return Viewer(user_id=_staff(request), language=language)


def _kol_url(handle: str) -> str:
    return reverse("admin:kol_candidate", args=[handle])


def _deed_name(deed: str) -> str:
    return {
        "applied": _("Applied"),
        "verified": _("Verified"),
        "refused": _("Refused"),
        "ended": _("Taken away"),
    }[deed]
