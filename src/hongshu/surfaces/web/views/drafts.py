"""Drafts of the publish form: kept while one types, taken up again, discarded, scheduled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone as site_time
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hongshu.community.notes.contracts import InvalidPublishTime
from hongshu.flows.publishing.services import discard_draft, save_draft, schedule_draft
from hongshu.kernel.ids import Id
from hongshu.surfaces.web.forms.publishing import PublishForm, read_form
from hongshu.surfaces.web.viewer import member_of

_FURTHEST_OFFSET_MIN = 24 * 60


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the form has now. For scripts: an empty form lets its draft go."""
    member = member_of(request)
    form = read_form(request.POST)
    if form.is_empty:
        discard_draft(author_id=member, key=form.draft_key)
        return JsonResponse({"draft": "", "saved": False})
    saved = keep(member, form, serial=serial_of(request.POST.get("serial", "")))
    return JsonResponse({"draft": form.draft_key, "saved": saved})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Let a draft go."""
    discard_draft(author_id=member_of(request), key=request.POST.get("draft", "")[:80])
    messages.success(request, _("The draft is discarded."))
    return redirect("publish")


@require_POST
def unschedule(request: HttpRequest) -> HttpResponse:
    """Keep a scheduled note as a draft only."""
    schedule_draft(author_id=member_of(request), key=request.POST.get("draft", "")[:80], publish_at=None)
    messages.success(request, _("It is no longer scheduled, and kept as a draft."))
    return redirect("publish")


def serial_of(text: str) -> int:
    """The number of a save; 0 for what is none of our scripts'."""
    # One beyond a 64-bit number is of no script of ours either.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def keep(member: Id, form: PublishForm, *, serial: int = 0) -> bool:
    """Save the form as a draft. Raises TooManyDrafts."""
    return save_draft(author_id=member, key=form.draft_key, draft=form.unfinished(), serial=serial)


def chosen_moment(form: PublishForm, offset_min: str) -> datetime:
    """The moment of the form's date and time: of the browser's zone if it told one, else of the site's.

    Raises InvalidPublishTime for what is no time.
    """
    try:
        typed = datetime.fromisoformat(form.publish_at)
    except ValueError:
        raise InvalidPublishTime(field="publish_at", hours=1, days=14) from None
    if typed.tzinfo is not None:
        return typed.astimezone(UTC)
    minutes = offset_min.removeprefix("-")
    if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 and int(minutes) < _FURTHEST_OFFSET_MIN:
        zone = timezone(timedelta(minutes=-int(minutes) if offset_min.startswith("-") else int(minutes)))
        return typed.replace(tzinfo=zone).astimezone(UTC)
    return site_time.make_aware(typed).astimezone(UTC)
