"""The first page: the waterfall with its channels."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.surfaces.web.viewer import viewer_of, wants_fragment
from hongshu.surfaces.web.views.answers import next_url, page, slice_answer


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """Notes in the trending order or the newest first, of all channels or of one."""
    found = queries.explore_page(
        viewer_of(request),
        channel=request.GET.get("channel", ""),
        cursor=request.GET.get("cursor", ""),
        order=request.GET.get("order", ""),
    )
    order = "" if found.channel else found.order
    onward = next_url(reverse("explore"), found.next_cursor, channel=found.channel, order=order)
    if wants_fragment(request):
        return slice_answer(request, cards=found.cards, view=found.view, onward=onward)
    return page(request, "pages/explore.html", page=found, next_url=onward)
