"""Who looks at a page, and in which language."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation

from hongshu.flows.pages.contracts import Viewer
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.store.carts.services import read_guest_cart_key

CART_COOKIE = "cart"


def page_language() -> str:
    """ "zh" or "en", as contracts name the languages."""
    return "zh" if (translation.get_language() or "").startswith("zh") else "en"


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of this request; the same object as long as the request lasts."""
    user = request.user
    user_id = Id(user.pk) if user.is_authenticated else None
    made: Viewer | None = getattr(request, "_viewer", None)
    if made is None or (made.user_id, made.language) != (user_id, page_language()):
        made = Viewer(
            user_id=user_id,
            language=page_language(),
            request_id=getattr(request, "request_id", ""),
            visitor=getattr(request, "visitor", ""),
            has_chrome=request.method == "GET" and not wants_fragment(request),
            cart_id=user_id if user_id is not None else guest_cart_of(request),
        )
        request._viewer = made  # type: ignore[attr-defined]
    return made


def guest_cart_of(request: HttpRequest) -> Id | None:
    """The cart whose key this browser holds; None without one, or with one that is not ours."""
    key = request.COOKIES.get(CART_COOKIE, "")
    return read_guest_cart_key(key) if key else None


def member_of(request: HttpRequest) -> Id:
    """The signed-in member's id. Raises SignInNeeded."""
    user_id = viewer_of(request).user_id
    if user_id is None:
        raise SignInNeeded
    return user_id


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks, and wants data instead of a page."""
    return "application/json" in request.headers.get("Accept", "")


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script of ours asks for the inner part of a page."""
    return request.GET.get("fragment") == "1"
