"""The warehouse's pages of packing, made for a phone: a walk along shelves, scans, labels, the carrier."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.flows.delivering.services import advance, hand_over, pack_order
from hongshu.flows.pages.contracts.packing import OrderToPackPage, ParcelPage
from hongshu.flows.pages.queries import packing as pages
from hongshu.kernel import settings
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.store.fulfilment.contracts import Scan
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of


@require_safe
@desk.only_for(desk.PORTERS)
def packing(request: HttpRequest) -> HttpResponse:
    """A warehouse's orders that wait, what to fetch for them, and its parcels."""
    found = pages.packing_page(
        language=desk.language(),
        warehouse_id=_id_or_none(request.GET.get("warehouse", "")),
        cursor=request.GET.get("cursor", ""),
    )
    return page(request, "packing.html", title=_("Pack"), page=found)


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.PORTERS)
def pack(request: HttpRequest, key: str) -> HttpResponse:
    """What to take for an order; a POST packs what was scanned, all of the form or nothing."""
    order_id = parse_id(key)
    error, status = "", 200
    found = pages.order_to_pack_page(order_id, language=desk.language())
    if request.method == "POST":
        try:
            parcel_id = pack_order(
                order_id=order_id,
                warehouse_id=found.warehouse_id,
                scans=_scans(request, found),
                packed_by_id=desk.staff(request),
                is_partial=bool(request.POST.get("partial")),
            )
        except NotFound:
            raise
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
            found = pages.order_to_pack_page(order_id, language=desk.language())
        else:
            messages.success(request, _("Packed. Print the labels and stick one on each unit."))
            return redirect("admin:parcel", wire_form(parcel_id))
    return page(
        request,
        "pack.html",
        title=_("Pack order %(number)s") % {"number": found.number},
        status=status,
        error=error,
        page=found,
        form=request.POST,
    )


@require_safe
@desk.only_for(desk.PORTERS)
def parcel(request: HttpRequest, key: str) -> HttpResponse:
    """A parcel: its address, a label with a QR code for each unit, and where it is."""
    found = _parcel_page(parse_id(key))
    return page(
        request,
        "parcel.html",
        title=_("Parcel %(waybill)s") % {"waybill": found.parcel.waybill},
        page=found,
        codes={label.code: qr(label.address) for label in found.labels},
        may_advance=settings.current().demo,
        error="",
    )


@require_POST
@desk.only_for(desk.PORTERS)
def move(request: HttpRequest, key: str) -> HttpResponse:
    """The carrier takes a parcel; in a demo its next step, too."""
    parcel_id = parse_id(key)
    try:
        if request.POST.get("act") == "advance" and settings.current().demo:
            advance(parcel_id=parcel_id)
        else:
            hand_over(parcel_id=parcel_id)
    except NotFound:
        raise
    except DomainError as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, _("It is written down."))
    return redirect("admin:parcel", key)


def qr(address: str) -> SafeString:
    """An address as a picture that a phone's camera reads."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=3, border=2, dark="#000", light="#fff"
    )
    # Segno draws squares: nothing of the address is in it as text.
    return mark_safe(drawn)  # noqa: S308


def _parcel_page(parcel_id: Id) -> ParcelPage:
    return pages.parcel_page(parcel_id, language=desk.language(), unit_path=reverse("unit", args=["CODE"]))


def _scans(request: HttpRequest, found: OrderToPackPage) -> list[Scan]:
    """What was scanned or typed; a lot without a word is left out."""
    scans = []
    for pick in found.picks:
        name = wire_form(pick.reservation_id)
        if code := request.POST.get(f"lot-{name}", "").strip():
            units = desk.units(request.POST.get(f"units-{name}", "") or "0")
            scans.append(Scan(reservation_id=pick.reservation_id, lot_code=code[:60], units=units))
    return scans


def _id_or_none(text: str) -> Id | None:
    try:
        return parse_id(text)
    except InvalidId:
        return None
