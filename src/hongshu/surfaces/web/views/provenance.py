"""Pages that say where a unit came from: by its code, and for what is on sale."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from hongshu.flows.pages.queries import provenance, tracking
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.store.provenance.contracts import CodeNotGenuine
from hongshu.surfaces.web.viewer import viewer_of
from hongshu.surfaces.web.views.answers import page

_LONGEST = 60


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; with ``code`` it leads to the unit's page."""
    if typed := "".join(request.GET.get("code", "").split())[:_LONGEST]:
        return redirect(reverse("unit", args=[typed.replace("/", "")]) if typed.strip("/") else "check_code")
    samples = provenance.sample_codes()
    return page(request, "pages/check_code.html", code="", refused=False, samples=samples)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit by its code; a code that we did not make is said to be that."""
    typed = code[:_LONGEST]
    try:
        found = provenance.unit_page(viewer_of(request), code=typed, is_look=request.method == "GET")
    except CodeNotGenuine:
        response = page(request, "pages/check_code.html", status=404, code=typed, refused=True, samples=())
    else:
        response = page(request, "pages/unit.html", page=found)
    # Who has the code has the bottle: nobody finds it by searching.
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def parcels(request: HttpRequest, order_id: Id) -> HttpResponse:
    """Where the parcels of one's own order are, with the codes of what is in them."""
    return page(
        request, "pages/parcels.html", page=tracking.parcels_page(viewer_of(request), order_id=order_id)
    )


@require_safe
def on_sale(request: HttpRequest, product_id: Id) -> HttpResponse:
    """The way of the lot of a product that is sold next."""
    try:
        sku_id = parse_id(request.GET.get("sku", ""))
    except InvalidId:
        sku_id = None
    found = provenance.lot_on_sale_page(viewer_of(request), product_id=product_id, sku_id=sku_id)
    return page(request, "pages/lot_on_sale.html", page=found)
