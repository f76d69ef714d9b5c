"""A member who deletes the account sees one page: the one that undoes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

_VIEWS = "hongshu.surfaces.web.views."
_OPEN = frozenset({"leaving", "language", "theme"})


class LeavingMembers:
    """Sends leaving members to the page that undoes it, whatever page of ours they asked for."""

    def __init__(self, handler: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.handler(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not view.__module__.startswith(_VIEWS):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in _OPEN:
            return None
        # No query of its own: every one of these views asks who is signed in.
        user = request.user
        if user.is_authenticated and user.is_leaving:
            return redirect("leaving")
        return None
