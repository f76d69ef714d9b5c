"""A product and a brand, each with what members say."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hongshu.flows.pages import queries
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.surfaces.web.viewer import viewer_of, wants_fragment
from hongshu.surfaces.web.views.answers import (
    more_notes_answer,
    next_url,
    page,
    products_answer,
)
from hongshu.surfaces.web.ways import keep_way, touch_of


@require_safe
def product(request: HttpRequest, product_id: Id) -> HttpResponse:
    """The product, ``by`` KOLs or others only; with ``cursor`` the next notes about it."""
    viewer = viewer_of(request)
    address = reverse("product", args=[product_id])
    voice = request.GET.get("by", "")
    like = {name: request.GET.get(name, "") for name in ("skin", "age", "climate")}
    if cursor := request.GET.get("cursor", ""):
        more = queries.product_notes(viewer, product_id=product_id, cursor=cursor, voice=voice, **like)
        title = _("What members say")
        return more_notes_answer(request, more, title=title, address=address, by=voice, **like)
    chosen = request.GET.get("sku", "")
    sku_id = _id_or_none(chosen)
    found = queries.product_page(viewer, product_id=product_id, voice=voice, sku_id=sku_id, **like)
    onward = next_url(address, found.next_cursor, by=voice, **like)
    via = request.GET.get("via", "")
    touch = touch_of(via, at=datetime.now(tz=UTC))
    answer = page(request, "pages/product.html", page=found, next_url=onward, via=via if touch else "")
    if touch:
        keep_way(request, answer, touch)
    return answer


def _id_or_none(text: str) -> Id | None:
    """What is chosen by an address that somebody may have changed."""
    try:
        return parse_id(text)
    except InvalidId:
        return None


@require_safe
def brand(request: HttpRequest, slug: str) -> HttpResponse:
    """The brand; with ``cursor`` the next notes, with ``products`` the next products."""
    viewer = viewer_of(request)
    address = reverse("brand", args=[slug])
    if cursor := request.GET.get("cursor", ""):
        more = queries.brand_notes(viewer, slug=slug, cursor=cursor)
        return more_notes_answer(request, more, title=_("What members say"), address=address)
    if cursor := request.GET.get("products", ""):
        grid = queries.brand_products(viewer, slug=slug, cursor=cursor)
        onward = next_url(address, grid.next_cursor, name="products")
        if wants_fragment(request):
            return products_answer(request, products=grid.products, view=grid.view, onward=onward)
        return page(
            request,
            "pages/products.html",
            title=_("Products"),
            products=grid.products,
            view=grid.view,
            next_url=onward,
            back_url=address,
        )
    found = queries.brand_page(viewer, slug=slug)
    return page(
        request,
        "pages/brand.html",
        page=found,
        next_url=next_url(address, found.next_cursor),
        next_products_url=next_url(address, found.next_product_cursor, name="products"),
    )
