"""The console's site: only staff come in, and they sign in where everybody does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from hongshu.kernel.admin import ReadOnlyAdmin, sees
from hongshu.surfaces.console import channels, kols, moderation


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc, unused-ignore]
    """One sign-in for the whole program, with its throttles and passkeys; every model read-only.

    Besides the models it has the pages of staff workflows.
    """

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in only what is read-only by its base class: libraries bring admins that edit secrets."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("/")
        return redirect(f"{reverse('account_login')}?next={request.path}")

    def get_urls(self) -> list[Any]:
        """Our pages come first: the admin's last pattern takes everything."""
        own = (
            ("queue", moderation.queue, "trust_queue"),
            ("queue/case/<str:key>", moderation.case, "trust_case"),
            ("queue/decision/<str:key>/lift", moderation.lift, "trust_lift"),
            ("queue/decision/<str:key>/answer", moderation.answer, "trust_answer"),
            ("limits", moderation.limits, "trust_limits"),
            ("channels", channels.channels, "channels"),
            ("kols", kols.queue, "kol_queue"),
            ("kols/<slug:handle>", kols.candidate, "kol_candidate"),
        )
        return [path(route, self.admin_view(view), name=name) for route, view, name in own] + list(
            super().get_urls()
        )

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Workflows first, then the models that this person may see."""
        groups = []
        if sees(request, moderation.ROLES):
            items = [
                _item(request, _("Reports and appeals"), "admin:trust_queue", "flag"),
                _item(request, _("Limits"), "admin:trust_limits", "speed"),
                _item(request, _("KOLs"), "admin:kol_queue", "verified"),
                _item(request, _("Channels"), "admin:channels", "tab"),
            ]
            groups.append(_group(_("Moderation"), items))
        for app in self.get_app_list(request):
            models = [
                {
                    "title": model["name"],
                    "link": model["admin_url"],
                    "icon": "table_rows",
                    "active": str(model["admin_url"]) in request.path,
                    "has_permission": True,
                }
                for model in app["models"]
                if model.get("admin_url")
            ]
            groups.append(_group(app["name"], models))
        return groups


def _group(title: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "separator": False, "collapsible": False, "items": items}


def _item(request: HttpRequest, title: str, name: str, icon: str) -> dict[str, Any]:
    link = reverse(name)
    return {
        "title": title,
        "link": link,
        "icon": icon,
        "active": request.path.startswith(link),
        "has_permission": True,
    }
