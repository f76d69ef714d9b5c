"""A cover of one's own words: looked at, and added to the note."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from hongshu.flows.text_covers.queries import preview_cover
from hongshu.flows.text_covers.services import store_cover
from hongshu.kernel.ids import wire_form
from hongshu.surfaces.web.viewer import member_of
from hongshu.surfaces.web.views.pictures import picture_view


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """How the line looks; kept by the browser, because the same line always looks the same."""
    member_of(request)
    wanted = request.GET.get("line", "").replace("\0", ""), request.GET.get("template", "")
    response = HttpResponse(preview_cover(line=wanted[0], template=wanted[1]), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Make the picture while the person goes on writing; the form carries its id."""
    line = request.POST.get("cover_line", "").replace("\0", "")
    picture = store_cover(
        owner_id=member_of(request), line=line, template=request.POST.get("cover_template", "")
    )
    view = picture_view(picture)
    return JsonResponse(
        {"id": wire_form(picture.id), "src": view.src(360), "large": view.src(1080),
         "alt": " ".join(line.split())}
    )  # fmt: skip
