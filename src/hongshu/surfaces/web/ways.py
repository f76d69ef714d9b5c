"""The way that led a browser to what it buys: its last touches, in a signed cookie that only it holds.

A touch is told as "search" or "note:<id>". Nothing is written on the server until something is put into the
cart, and what a browser tells is checked there.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.store.carts.contracts import SURFACE, TOUCHES_MAX, Touch

_COOKIE = "way"
_SALT = "hongshu.way"
_KEPT_S = 30 * 24 * 3600


def touch_of(text: str, *, at: datetime) -> Touch | None:
    """A touch as an address or a form names it; None for what is none."""
    surface, _, note = text.partition(":")
    if not SURFACE.match(surface):
        return None
    try:
        return Touch(surface, at, note_id=parse_id(note) if note else None)
    except InvalidId:
        return None


def way_of(request: HttpRequest) -> tuple[Touch, ...]:
    """The touches that this browser remembers, the latest last; none when they were changed."""
    try:
        told = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_KEPT_S)
        return tuple(
            Touch(surface, datetime.fromtimestamp(at, tz=UTC), note_id=parse_id(note) if note else None)
            for surface, note, at in told
        )
    except (signing.BadSignature, InvalidId, ValueError, TypeError):
        return ()


def keep_way(request: HttpRequest, answer: HttpResponse, touch: Touch) -> None:
    """Let the browser remember a touch, beside at most TOUCHES_MAX others."""
    way = [one for one in way_of(request) if (one.surface, one.note_id) != (touch.surface, touch.note_id)]
    told = [
        [one.surface, _wire(one.note_id), int(one.at.timestamp())] for one in [*way, touch][-TOUCHES_MAX:]
    ]
    answer.set_cookie(
        _COOKIE,
        signing.dumps(told, salt=_SALT, compress=True),
        max_age=_KEPT_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _wire(note_id: Id | None) -> str:
    return "" if note_id is None else wire_form(note_id)
