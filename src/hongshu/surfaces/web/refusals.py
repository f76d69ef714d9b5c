"""What a person sees when something cannot be: a page, a fragment or JSON, with what to do next."""

from __future__ import annotations

import logging
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.surfaces.web.viewer import page_language, wants_fragment, wants_json
from hongshu.surfaces.words import STATUS, status_of, words_of

log = logging.getLogger(__name__)


def refusal_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a refusal that a view let through. Who must sign in is led there."""
    is_script = wants_json(request) or wants_fragment(request)
    if error.kind is RefusalKind.SIGN_IN and request.method == "GET" and not is_script:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    return answer(request, status_of(error), words_of(error), code=error.code)


def answer(request: HttpRequest, status: int, words: str, *, code: str = "") -> HttpResponse:
    """*words* in the form that was asked for."""
    if wants_json(request):
        return JsonResponse({"code": code, "words": words}, status=status)
    if wants_fragment(request):
        return render(request, "pages/error_fragment.html", {"words": words}, status=status)
    context = {
        "title": _title(status),
        "words": words,
        "request_id": getattr(request, "request_id", "")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR
        else "",
        "action": _("Sign in") if status == HTTPStatus.UNAUTHORIZED else _("To the first page"),
        "action_url": reverse("account_login" if status == HTTPStatus.UNAUTHORIZED else "explore"),
    }
    return render(request, "pages/error.html", context, status=status)


def _title(status: int) -> str:
    return {
        400: _("That could not be read"),
        401: _("Please sign in"),
        403: _("You cannot open this"),
        404: _("Nothing grows here"),
        409: _("Somebody was first"),
        413: _("That is too large"),
        415: _("That is not a picture"),
        429: _("A little slower, please"),
        500: _("Something broke on our side"),
    }.get(status, _("That did not work"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400."""
    return answer(
        request, 400, _("The address or the form was incomplete. Go back, reload the page and try again.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403."""
    return answer(request, 403, _("Your account may not do this. If it should, ask whoever runs this site."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: mostly a form that was open too long, or cookies that are switched off."""
    return answer(
        request,
        403,
        _("The form was open for too long, or cookies are switched off. Reload the page and send it again."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    return answer(request, 404, words_of(NotFound()))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. When even our page cannot be made, plain words are sent."""
    words = _("It is not your fault, and it was written down. Try again in a minute.")
    try:
        return answer(request, 500, words)
    except Exception:
        log.exception("the error page failed too")
        language = "zh-Hans" if page_language() == "zh" else "en"
        head = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>500</title>'
        return HttpResponse(f"{head}<p>{words}</p></html>", status=500)


def too_many(request: HttpRequest) -> HttpResponse:
    """The page of a throttle."""
    return answer(
        request,
        STATUS[RefusalKind.TOO_MANY],
        _("That was a lot in a short time. Wait a minute and try again."),
    )
