"""Language and theme: two cookies, set by plain links so that they work without a script."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from hongshu.surfaces.web.chrome import THEME_COOKIE, THEMES

_YEAR_S = 365 * 24 * 3600


@require_safe
def language(request: HttpRequest, language: str) -> HttpResponse:
    """Remember the language and go back to where the person was."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    response = _back(request)
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@require_safe
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Remember the theme and go back to where the person was."""
    if theme not in THEMES:
        raise Http404
    response = _back(request)
    _remember(response, THEME_COOKIE, theme)
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR_S, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if is_ours else reverse("explore"))
