"""Middleware of the whole program: the request's identity, its language, and refusals."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
import secrets
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from hongshu.kernel import clock, logs
from hongshu.kernel import settings as house
from hongshu.kernel.errors import DomainError

Handler = Callable[[HttpRequest], HttpResponseBase]
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestIdentity:
    """Gives each request an id (a trusted proxy's, or a new one), for logs, answers and the behaviour log."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        identity = given if _REQUEST_ID.fullmatch(given) else secrets.token_urlsafe(9)
        request.request_id = identity  # type: ignore[attr-defined]
        token = logs.request_id.set(identity)
        try:
            response = self.handler(request)
        finally:
            logs.request_id.reset(token)
        response["X-Request-ID"] = identity
        return response


class VisitorPseudonym:
    """Gives each request ``address`` and ``visitor``: who it is of, for throttles and the behaviour log.

    The pseudonym is made of address and browser under a key that is another one every day (UTC): the same
    person is recognised within a day without a cookie, and nobody can tell two days, or the address, from
    it. It costs two microseconds, so it is a plain text, made for each request.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = address_of(request)
        request.address = address  # type: ignore[attr-defined]
        request.visitor = pseudonym(  # type: ignore[attr-defined]
            address, request.META.get("HTTP_USER_AGENT", ""), clock.now().date()
        )
        return self.handler(request)


def address_of(request: HttpRequest) -> str:
    """The network address of the caller; behind a proxy of our own network, the one that the proxy saw."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    # What stands before the last comma was written by the caller, and anybody can write anything.
    seen_by_proxy = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return seen_by_proxy if seen_by_proxy and _is_of_our_network(peer) else peer


def _is_of_our_network(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        # A unix socket has no address.
        return not address


def pseudonym(address: str, browser: str, day: date) -> str:
    """Sixteen characters that stand for a visitor on one day."""
    key = hashlib.blake2b(f"visitor:{day}:{house.current().secret_key}".encode()).digest()
    digest = hashlib.blake2b(f"{address}\0{browser}".encode(errors="replace"), digest_size=12, key=key)
    return base64.urlsafe_b64encode(digest.digest()).decode()


class ChosenLanguage:
    """The language of the answer: the cookie of the switch, else what the browser asks for, else English."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.handler(request)
        # A rendition is the same for everybody: a cache in front keeps one.
        if not request.path.startswith(settings.MEDIA_URL):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", "zh-Hans" if language == "zh-hans" else "en")
        return response


def language_of(request: HttpRequest) -> str:
    """``zh-hans`` or ``en``. Every kind of Chinese gets the Chinese page; so does who asks for it first."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in ("zh-hans", "en"):
        return chosen
    wishes = []
    for part in request.headers.get("Accept-Language", "")[:400].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wishes.append((-float(quality or 1), tag.lower()))
        except ValueError:
            continue
    for _weight, tag in sorted(wishes, key=lambda wish: wish[0]):
        if tag.split("-")[0] == "zh":
            return "zh-hans"
        if tag.split("-")[0] == "en":
            return "en"
    return "en"


class RefusalsAsPages:
    """A DomainError that a view lets through becomes the page (or fragment) that says what to do."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.handler(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        from hongshu.surfaces.web.refusals import refusal_page

        return refusal_page(request, error)
