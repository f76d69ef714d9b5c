"""The real name of one's own account: proving it, seeing who opened it, removing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError, OutsideFailure
from hongshu.platform.identity.services import prove_identity, remove_identity
from hongshu.surfaces.web.viewer import member_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of, words_of


@never_cache
@sensitive_post_parameters("name", "number")
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """What is kept, masked; a POST proves a name and a number, or removes what is there.

    What was typed is never shown again, not even beside an error.
    """
    member = member_of(request)
    if request.method != "POST":
        return page(request, "pages/identity.html", page=queries.identity_page(member), error="")
    try:
        if request.POST.get("act") == "remove":
            remove_identity(user_id=member)
            messages.success(request, _("Removed. What the law wants kept is destroyed on its day."))
        else:
            prove_identity(
                user_id=member, name=request.POST.get("name", ""), number=request.POST.get("number", "")
            )
            messages.success(request, _("Your real name is proven."))
    except DomainError as refused:
        return _refused(request, words_of(refused), status_of(refused))
    except OutsideFailure:
        return _refused(request, _("The register does not answer just now. Try again in a few minutes."), 503)
    # Who came from a checkout goes on there.
    onward = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        return redirect(onward)
    return redirect("identity")


def _refused(request: HttpRequest, error: str, status: int) -> HttpResponse:
    shown = queries.identity_page(member_of(request))
    return page(request, "pages/identity.html", status=status, page=shown, error=error)
