"""Who calls: readers may be anybody, writers are members."""

from __future__ import annotations

from allauth.headless.contrib.ninja.security import x_session_token_auth
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from ninja.security.apikey import APIKeyCookie, APIKeyHeader
from ninja.utils import check_csrf

from hongshu.flows.pages.contracts import Viewer
from hongshu.kernel.errors import DomainError, RefusalKind, SignInNeeded
from hongshu.kernel.ids import Id

_HEADER = "X-Session-Token"


class CsrfFailed(DomainError):
    """A session writes only with its CSRF token, or any page on the web could make it write."""

    code = "csrf_failed"
    kind = RefusalKind.FORBIDDEN


class SessionToken(APIKeyHeader):
    """The session token of a program that signed in by itself; it needs no CSRF token."""

    param_name = _HEADER

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        user = x_session_token_auth(request) if key else None
        return None if user is None or user.is_leaving else _viewer(request, Id(user.pk))


class SessionCookie(APIKeyCookie):
    """The session of the pages, with the CSRF token in ``X-CSRFToken``."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        # Who is nobody is asked to sign in, before anything is said about tokens.
        if not request.user.is_authenticated or request.user.is_leaving:
            return None
        if check_csrf(request) is not None:
            raise CsrfFailed
        return _viewer(request, Id(request.user.pk))


MEMBERS = [SessionToken(), SessionCookie()]


def anybody(request: HttpRequest) -> Viewer:
    """The viewer of a request that only reads. Raises SignInNeeded for a session token that is none."""
    if request.headers.get(_HEADER):
        user = x_session_token_auth(request)
        if user is None:
            raise SignInNeeded
        return _viewer(request, Id(user.pk))
    return _viewer(request, Id(request.user.pk) if request.user.is_authenticated else None)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer that the entrance let in."""
    viewer: Viewer = request.auth  # type: ignore[attr-defined]
    return viewer


def member_of(request: HttpRequest) -> Id:
    """The member that the entrance let in."""
    user_id = viewer_of(request).user_id
    assert user_id is not None, "this operation lets in members only"
    return user_id


def _viewer(request: HttpRequest, user_id: Id | None) -> Viewer:
    return Viewer(
        user_id=user_id,
        language="zh" if (translation.get_language() or "").startswith("zh") else "en",
        request_id=getattr(request, "request_id", ""),
        visitor=getattr(request, "visitor", ""),
        cart_id=user_id,
    )
