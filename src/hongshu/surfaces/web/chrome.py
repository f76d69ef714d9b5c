"""What surrounds every page: language, theme, the viewer's own picture, where in the site the page is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import MemberChip
from hongshu.platform.notifications.contracts import NOTHING_UNREAD, UnreadCounts
from hongshu.surfaces.web.viewer import page_language, viewer_of

THEME_COOKIE = "theme"
THEMES = ("light", "dark", "auto")


@dataclass(frozen=True, slots=True)
class Chrome:
    """``language`` is "zh" or "en", ``lang`` the attribute; ``place`` names the part of the site."""

    language: str
    lang: str
    theme: str
    viewer: MemberChip | None
    unread: UnreadCounts
    is_signed_in: bool
    is_staff: bool
    path: str
    next_query: str
    other_language_url: str
    is_suspended: bool = False
    cart_units: int = 0


def chrome_of(request: HttpRequest) -> Chrome:
    """The chrome of this request; made once a request."""
    made: Chrome | None = getattr(request, "_chrome", None)
    if made is None:
        made = _make(request)
        request._chrome = made  # type: ignore[attr-defined]
    return made


def _make(request: HttpRequest) -> Chrome:
    language = page_language()
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    user = getattr(request, "user", None)
    is_signed_in = bool(user is not None and user.is_authenticated)
    here = request.get_full_path() if request.method == "GET" else request.path
    next_query = urlencode({"next": here})
    other = "en" if language == "zh" else "zh-hans"
    viewer = viewer_of(request)
    chip = queries.viewer_chip(viewer) if is_signed_in else None
    # The chip has read the viewer's own profile, so this costs no query.
    own = None if viewer.user_id is None else viewer.known.get(viewer.user_id)
    return Chrome(
        language=language,
        lang="zh-Hans" if language == "zh" else "en",
        theme=theme if theme in THEMES else "auto",
        viewer=chip,
        unread=queries.unread_of(viewer_of(request)) if is_signed_in else NOTHING_UNREAD,
        is_signed_in=is_signed_in,
        is_staff=bool(getattr(user, "is_staff", False)),
        path=request.path,
        next_query=next_query,
        other_language_url=f"{reverse('language', args=[other])}?{next_query}",
        is_suspended=own is not None and own.is_suspended,
        cart_units=queries.cart_units(viewer),
    )


def stream_url_of(request: HttpRequest) -> str:
    """Where the page hears of its member's counts. Not in the chrome: parts are kept by what they show."""
    return queries.stream_of(viewer_of(request)).url
