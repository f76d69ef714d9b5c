"""The moderators' page of the channels: their names, their order, and which are shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hongshu.community.notes.contracts import CHANNEL_NAME_MAX, CHANNEL_SLUG_MAX, Channel
from hongshu.community.notes.queries import list_all_channels
from hongshu.community.notes.services import move_channel, save_channel
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.surfaces.console.moderation import for_moderators
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def channels(request: HttpRequest) -> HttpResponse:
    """All channels; a POST changes, adds or moves one."""
    error, status = "", 200
    if request.method == "POST":
        try:
            _change(request, request.POST)
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, _("Changed. All processes follow within seconds."))
            return redirect("admin:channels")
    return page(
        request,
        "channels.html",
        title=_("Channels"),
        status=status,
        channels=list_all_channels(),
        form=request.POST if error else QueryDict(),
        error=error,
        limits={"slug": CHANNEL_SLUG_MAX, "name": CHANNEL_NAME_MAX},
    )


def _change(request: HttpRequest, form: QueryDict) -> None:
    user: Any = request.user
    actor_id, slug = Id(user.pk), form.get("slug", "")
    step = {"forth": -1, "back": 1}.get(form.get("act", ""))
    if step is not None:
        move_channel(actor_id=actor_id, slug=slug, step=step)
        return
    channel = Channel(
        slug=slug,
        name_zh=form.get("name_zh", ""),
        name_en=form.get("name_en", ""),
        is_shown=bool(form.get("is_shown")),
    )
    save_channel(actor_id=actor_id, channel=channel)
