"""A topic."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.surfaces.web.viewer import viewer_of, wants_fragment
from hongshu.surfaces.web.views.answers import next_url, page, slice_answer


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """The notes under a topic, the newest first."""
    found = queries.topic_page(viewer_of(request), topic=topic, cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse("topic", args=[topic]), found.next_cursor)
    if wants_fragment(request):
        return slice_answer(request, cards=found.cards, view=found.view, onward=onward)
    return page(request, "pages/topic.html", page=found, next_url=onward)
