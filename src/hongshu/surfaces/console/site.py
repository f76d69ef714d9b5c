"""The console's site: only staff come in, and they sign in where everybody does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.sites import UnfoldAdminSite


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc, unused-ignore]
    """One sign-in for the whole program, with its throttles and passkeys."""

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("/")
        return redirect(f"{reverse('account_login')}?next={request.path}")
