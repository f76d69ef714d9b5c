"""The wish list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hongshu.flows.pages import queries
from hongshu.kernel.ids import Id
from hongshu.store.carts import services as carts
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_json
from hongshu.surfaces.web.views.answers import next_url, page


@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """What the member wishes for."""
    member_of(request)
    found = queries.wishes_page(viewer_of(request), cursor=request.GET.get("cursor", ""))
    return page(
        request, "pages/wishes.html", page=found, next_url=next_url(reverse("wishes"), found.next_cursor)
    )


@require_POST
def wish(request: HttpRequest, product_id: Id) -> HttpResponse:
    """Wish for a product, or no more: ``wished`` says which, so that a repeat changes nothing."""
    member = member_of(request)
    is_wished = bool(request.POST.get("wished"))
    (carts.wish if is_wished else carts.unwish)(user_id=member, product_id=product_id)
    if wants_json(request):
        return JsonResponse({"wished": is_wished})
    if request.POST.get("back") == "wishes":
        return redirect("wishes")
    return redirect("product", product_id)
