"""Searching, suggestions while one types, and one's own searches."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hongshu.discovery.search.services import clear_history
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts.searching import SearchPage, SearchWish
from hongshu.kernel.wire import encode_json
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_fragment
from hongshu.surfaces.web.views.answers import page, products_answer, slice_answer

_OWN = ("q", "tab", "sort", "cursor", "fragment", "explain")


def wish_of(request: HttpRequest) -> SearchWish:
    """What an address asks for; filters by their names, empty ones left out."""
    given = {name: str(value).replace("\0", "") for name, value in request.GET.items() if value}
    return SearchWish(
        text=" ".join(given.get("q", "").split()),
        tab=given.get("tab", ""),
        sort=given.get("sort", ""),
        cursor=given.get("cursor", ""),
        chosen={name: value for name, value in given.items() if name not in _OWN},
        explain=given.get("explain") == "1" and bool(getattr(request.user, "is_staff", False)),
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for ``q``; without it, what one looked for before and what many look for."""
    wish = wish_of(request)
    if not wish.text:
        start = queries.search_start(viewer_of(request))
        return page(request, "pages/search.html", query="", start=start, found=None)
    found = queries.search_page(viewer_of(request), wish)
    onward = _address(found, cursor=found.next_cursor) if found.next_cursor else ""
    if wants_fragment(request):
        if found.tab == "product":
            return products_answer(request, products=found.products, view=found.products_view, onward=onward)
        return slice_answer(request, cards=found.notes, view=found.view, onward=onward)
    return page(
        request,
        "pages/search.html",
        query=wish.text,
        found=found,
        start=None,
        next_url=onward,
        address=lambda **changes: _address(found, **changes),
    )


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggestions for what was typed so far, for the script."""
    told = queries.suggest(begun=request.GET.get("q", "").replace("\0", "")[:200])
    answer = HttpResponse(encode_json(told), content_type="application/json")
    answer.headers["Cache-Control"] = "private, max-age=30"
    return answer


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget one's own searches."""
    clear_history(user_id=member_of(request))
    return redirect("search")


def _address(found: SearchPage, **changes: str) -> str:
    """The address of this search with something changed; what is empty is left out."""
    now = {
        "q": found.query,
        "tab": found.tab,
        "sort": found.sort,
        **{one.name: one.value for one in found.chosen},
        **changes,
    }
    return f"{reverse('search')}?{urlencode({name: value for name, value in now.items() if value})}"
