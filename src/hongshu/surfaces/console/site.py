"""The console's site: only staff come in, and they sign in where everybody does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.sites import UnfoldAdminSite

from hongshu.kernel.admin import ReadOnlyAdmin


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc, unused-ignore]
    """One sign-in for the whole program, with its throttles and passkeys; every model read-only."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in only what is read-only by its base class: libraries bring admins that edit secrets."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("/")
        return redirect(f"{reverse('account_login')}?next={request.path}")
