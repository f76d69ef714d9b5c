"""The shop's categories, and looking for a product by its name."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.surfaces.web.viewer import viewer_of, wants_fragment
from hongshu.surfaces.web.views.answers import page, products_answer

# What says of an address that the grid is meant: "all" is the grid without any choice.
_CHOICES = frozenset({"all", "brand", "band", "stock", "new", "sort", "cursor"})


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The shop's front; with a choice in its address, the whole shop as a grid."""
    if _CHOICES.isdisjoint(request.GET):
        return page(request, "pages/shop_home.html", page=queries.shop_home(viewer_of(request)))
    return _grid(request, "")


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category."""
    return _grid(request, slug)


def _grid(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = {name: [value.replace("\0", "") for value in values] for name, values in request.GET.lists()}
    found = queries.category_page(
        viewer_of(request), slug=slug, cursor=request.GET.get("cursor", ""), chosen=chosen
    )
    address = reverse("category", args=[slug]) if slug else reverse("shop")
    onward = ""
    if found.next_cursor:
        query = [(one.name, one.value) for one in found.query]
        onward = f"{address}?{urlencode([*query, ('cursor', found.next_cursor)])}"
    if wants_fragment(request):
        return products_answer(request, products=found.products, view=found.view, onward=onward)
    return page(request, "pages/shop.html", page=found, next_url=onward, address=address)
