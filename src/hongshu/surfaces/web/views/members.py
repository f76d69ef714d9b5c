"""A member's profile."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.surfaces.web.viewer import viewer_of
from hongshu.surfaces.web.views.answers import more_notes_answer, next_url, page


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """The member and their notes; with ``cursor`` the next notes."""
    viewer = viewer_of(request)
    address = reverse("member", args=[handle])
    if cursor := request.GET.get("cursor", ""):
        more = queries.profile_notes(viewer, handle=handle, cursor=cursor)
        return more_notes_answer(request, more, title=f"@{handle}", address=address)
    found = queries.profile_page(viewer, handle=handle)
    return page(request, "pages/member.html", page=found, next_url=next_url(address, found.next_cursor))
