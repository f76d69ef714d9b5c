"""Members to follow: a page, and a block that the first page fetches for who is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_fragment
from hongshu.surfaces.web.views.answers import page


@require_safe
def suggested(request: HttpRequest) -> HttpResponse:
    """Members whom the viewer might follow; as a fragment, nothing for who follows enough."""
    member_of(request)
    found = queries.suggested_page(viewer_of(request))
    template = "pages/suggested_fragment.html" if wants_fragment(request) else "pages/suggested.html"
    return page(request, template, page=found)
