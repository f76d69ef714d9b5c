"""Exporting one's data, and deleting the account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.flows.exporting import services as exporting
from hongshu.flows.leaving import services as leaving
from hongshu.kernel import clock
from hongshu.kernel.errors import DomainError
from hongshu.platform.accounts.contracts import EXPORT_KEPT_FOR, LEAVING_TAKES, ExportState
from hongshu.platform.accounts.queries import find_export, find_leaving
from hongshu.surfaces.web.viewer import member_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of, words_of


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """The state of the last export, and the way to delete the account."""
    return _show(request)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have one's data put together."""
    member = member_of(request)
    try:
        exporting.ask_for_data(user_id=member, password=request.POST.get("password", ""))
    except DomainError as error:
        return _show(request, error=words_of(error), about="export", status=status_of(error))
    messages.success(request, _("Your data are being put together. This page says when they are ready."))
    return redirect("own_data")


@require_safe
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, for the member whose data it has."""
    path, export = exporting.open_export(user_id=member_of(request), token=token)
    day = (export.ready_at or export.asked_at).date().isoformat()
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"hongshu-{day}.zip",
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Hide the account now; it is erased after seven days."""
    member = member_of(request)
    try:
        leaving.leave(user_id=member, password=request.POST.get("password", ""))
    except DomainError as error:
        return _show(request, error=words_of(error), about="leave", status=status_of(error))
    return redirect("leaving")


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest) -> HttpResponse:
    """All that a leaving member sees: until when it can be undone, and the button that does it."""
    member = member_of(request)
    found = find_leaving(member)
    if found is None or found.erased_at is not None:
        return redirect("explore")
    if request.method == "POST":
        if request.POST.get("out"):
            logout(request)
            return redirect("explore")
        if leaving.come_back(user_id=member):
            messages.success(request, _("Welcome back. Everything is where it was."))
            return redirect("settings")
    return page(request, "pages/leaving.html", leaving=found, place="settings")


def _show(request: HttpRequest, *, error: str = "", about: str = "", status: int = 200) -> HttpResponse:
    member = member_of(request)
    export = find_export(member)
    is_ready = (
        export is not None
        and export.state is ExportState.READY
        and export.expires_at is not None
        and export.expires_at > clock.now()
    )
    link = reverse("download_data", args=[exporting.sign_link(export)]) if export and is_ready else ""
    return page(
        request,
        "pages/own_data.html",
        status=status,
        export=export,
        link=link,
        is_waiting=export is not None and export.state is ExportState.WAITING,
        error=error,
        about=about,
        days={"export": EXPORT_KEPT_FOR.days, "leaving": LEAVING_TAKES.days},
        has_password=request.user.has_usable_password(),  # type: ignore[union-attr, unused-ignore]
    )
