"""What waits for a member: the page, marking it read, and which kinds are wanted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.flows.pages import queries
from hongshu.kernel.ids import parse_id
from hongshu.platform.notifications import services as notifications
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_json
from hongshu.surfaces.web.views.answers import next_url, page


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What the member was told, of one tab or of all."""
    tab = request.GET.get("tab", "")
    found = queries.notifications_page(viewer_of(request), tab=tab, cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse("notifications"), found.next_cursor, tab=tab)
    tabs = (None, *queries.SHOWN_TABS)
    return page(request, "pages/notifications.html", page=found, next_url=onward, tabs=tabs)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notification (``notice``), a tab (``tab``), or everything as read."""
    member, tab = member_of(request), request.POST.get("tab", "")
    if notice := request.POST.get("notice", ""):
        notifications.mark_notice_read(user_id=member, notice_id=parse_id(notice))
    else:
        notifications.mark_read(user_id=member, tab=queries.shown_tab(tab) if tab else None)
    if wants_json(request):
        return JsonResponse({"read": True})
    return redirect(reverse("notifications") + (f"?tab={tab}" if tab else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Which kinds of notifications the member wants."""
    found = queries.notification_choices(viewer_of(request))
    if request.method == "POST":
        wanted = request.POST.getlist("kind")
        off = [choice.kind for choice in found if choice.kind not in wanted]
        notifications.choose_kinds(user_id=member_of(request), off=off)
        messages.success(request, _("Saved."))
        return redirect("notification_choices")
    tabs = dict.fromkeys(choice.tab for choice in found)
    return page(request, "pages/notification_choices.html", choices=found, tabs=tuple(tabs))
