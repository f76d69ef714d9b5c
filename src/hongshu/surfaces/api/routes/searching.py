"""Searching, and suggestions while one types."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts.searching import SearchPage, SearchWish, Suggestions
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import anybody, viewer_of

router = Router(tags=["discovery"])
Text = Annotated[str, Query("", alias="q", description='Words, "exact phrases" and -words.')]
Choice = Annotated[str, Query("", max_length=100)]


@router.get("/search", auth=anybody, openapi_extra=gives(SearchPage))
def search(
    request: HttpRequest,
    q: Text,
    tab: Choice,
    sort: Choice,
    cursor: Annotated[str, Query("")],
) -> HttpResponse:
    """What is found. Filters by name: channel, brand, category, since (days), low, high (yuan), stock,
    followed, place.
    """
    own = ("q", "tab", "sort", "cursor")
    chosen = {name: str(value) for name, value in request.GET.items() if name not in own and value}
    wish = SearchWish(
        text=" ".join(q.replace("\0", "").split()), tab=tab, sort=sort, cursor=cursor, chosen=chosen
    )
    return answer(queries.search_page(viewer_of(request), wish))


@router.get("/search/suggestions", auth=anybody, openapi_extra=gives(Suggestions))
def suggest(request: HttpRequest, q: Text) -> HttpResponse:
    """What may be meant by what was typed so far; at most eight."""
    return answer(queries.suggest(begun=q.replace("\0", "")[:200]))
