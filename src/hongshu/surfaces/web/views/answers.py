"""Making answers: pages, parts of lists, addresses of next parts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from hongshu.flows.pages.contracts import CardSlice, NoteCard, ProductCard
from hongshu.surfaces.web.viewer import wants_fragment


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page for exactly this viewer: browsers ask again, proxies keep nothing."""
    response = render(request, template, context, status=status)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    # The service worker keeps pages for one reader: another one's are dropped.
    response.headers["X-Reader"] = _reader(request)
    return response


def _reader(request: HttpRequest) -> str:
    """A text that tells one reader from another on this site, and nobody who they are."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "visitor"
    return salted_hmac("hongshu.reader", str(user.pk), algorithm="sha256").hexdigest()[:16]


def next_url(address: str, cursor: str, *, name: str = "cursor", **query: str) -> str:
    """The address of a list's next part; empty at its end."""
    if not cursor:
        return ""
    wanted = {key: value for key, value in query.items() if value}
    return f"{address}?{urlencode({**wanted, name: cursor})}"


def slice_answer(
    request: HttpRequest,
    *,
    cards: tuple[NoteCard, ...],
    view: str,
    onward: str,
    heading: str = "h2",
) -> HttpResponse:
    """The next cards of a waterfall, for the script."""
    return page(
        request, "pages/slice.html", cards=cards, view=view, next_url=onward, heading=heading, label=""
    )


def more_notes_answer(
    request: HttpRequest, more: CardSlice, *, title: str, address: str, **query: str
) -> HttpResponse:
    """The next notes of a page's list: the part for the script, or a page of their own that leads back."""
    onward = next_url(address, more.next_cursor, **query)
    if wants_fragment(request):
        return slice_answer(request, cards=more.cards, view=more.view, onward=onward, heading="h3")
    return page(
        request,
        "pages/more_notes.html",
        title=title,
        cards=more.cards,
        view=more.view,
        next_url=onward,
        back_url=address,
    )


def products_answer(
    request: HttpRequest, *, products: tuple[ProductCard, ...], view: str, onward: str
) -> HttpResponse:
    """The next products of a grid, for the script."""
    return page(request, "pages/product_slice.html", products=products, view=view, next_url=onward)
