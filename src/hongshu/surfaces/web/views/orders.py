"""A member's orders, and their addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.store.trade import services as trade
from hongshu.store.trade.contracts import Actor, AddressDraft, OrderNotFound
from hongshu.store.trade.queries import list_provinces
from hongshu.surfaces.web.invoices import invoice_pdf, orders_csv
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import next_url, page
from hongshu.surfaces.words import status_of, words_of

_FIELDS = ("recipient", "phone", "country", "province", "city", "district", "street", "postcode")
_CANCEL_REASONS = ("changed_mind", "wrong_address", "wrong_choice", "too_slow")


@never_cache
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The member's orders by state."""
    tab = request.GET.get("tab", "all")
    shown = queries.orders_page(viewer_of(request), tab=tab, cursor=request.GET.get("cursor", ""))
    onward = next_url(reverse("orders"), shown.next_cursor, tab=tab)
    return page(request, "pages/orders.html", page=shown, next_url=onward)


@never_cache
@require_safe
def order(request: HttpRequest, order_id: Id) -> HttpResponse:
    """One order with its way."""
    shown = queries.order_page(viewer_of(request), order_id=order_id)
    return page(request, "pages/order.html", page=shown, reasons=_CANCEL_REASONS)


@never_cache
@require_POST
def cancel(request: HttpRequest, order_id: Id) -> HttpResponse:
    """Cancel an order."""
    member = member_of(request)
    reason = request.POST.get("reason", "")
    try:
        trade.cancel_order(
            order_id=order_id,
            actor=Actor.BUYER,
            actor_id=member,
            user_id=member,
            reason=reason if reason in _CANCEL_REASONS else "",
        )
        messages.success(request, _("Cancelled. What you paid goes back by itself."))
    except DomainError as error:
        if status_of(error) == 404:
            raise
        messages.error(request, words_of(error))
    return redirect("order", order_id)


@never_cache
@require_POST
def received(request: HttpRequest, order_id: Id) -> HttpResponse:
    """All is well: the order is complete."""
    trade.confirm_receipt(order_id=order_id, user_id=member_of(request))
    return redirect("order", order_id)


@never_cache
@require_safe
def invoice(request: HttpRequest, order_id: Id) -> HttpResponse:
    """The invoice of a paid order."""
    shown = queries.order_page(viewer_of(request), order_id=order_id)
    if shown.paid_at is None:
        raise OrderNotFound
    answer = HttpResponse(invoice_pdf(shown), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{shown.number}.pdf"'
    return answer


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The member's newest orders as CSV."""
    shown = queries.orders_export(viewer_of(request))
    answer = HttpResponse("\ufeff" + orders_csv(shown), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="orders.csv"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """The member's addresses; a POST keeps, prefers or removes one, and leads back to a checkout."""
    member = member_of(request)
    if request.method != "POST":
        return _addresses(request)
    act = request.POST.get("act", "save")
    try:
        if act == "remove":
            trade.remove_address(user_id=member, address_id=_id_of(request.POST.get("address", "")))
        elif act == "prefer":
            trade.choose_default_address(user_id=member, address_id=_id_of(request.POST.get("address", "")))
        else:
            saved = trade.save_address(user_id=member, draft=_draft(request))
            checkout_id = _id_of(request.POST.get("checkout", ""))
            if checkout_id:
                trade.change_checkout(checkout_id=checkout_id, user_id=member, address_id=saved)
    except DomainError as error:
        if status_of(error) == 404:
            raise
        return _addresses(request, error=error)
    onward = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        return redirect(onward)
    return redirect("addresses")


def _addresses(request: HttpRequest, *, error: DomainError | None = None) -> HttpResponse:
    onward = request.POST.get("next", "") or request.GET.get("next", "")
    return page(
        request,
        "pages/addresses.html",
        status=status_of(error) if error else 200,
        addresses=queries.addresses_page(viewer_of(request)),
        provinces=list_provinces(),
        given={name: request.POST.get(name, "") for name in _FIELDS},
        error=words_of(error) if error else "",
        error_field=error.field if error else "",
        onward=onward if url_has_allowed_host_and_scheme(onward, {request.get_host()}) else "",
        checkout=request.POST.get("checkout", "") or request.GET.get("checkout", ""),
    )


def _draft(request: HttpRequest) -> AddressDraft:
    told = {name: request.POST.get(name, "").replace("\0", "")[:300] for name in _FIELDS}
    told["country"] = told["country"].strip().upper() or "CN"
    if told["country"] == "CN":
        # A city's name is in one province only, so that a person without a script chooses once.
        told["province"] = next(
            (each.code for each in list_provinces() if told["city"] in each.cities), told["province"]
        )
    return AddressDraft(**told, is_default=request.POST.get("is_default") == "1")


def _id_of(text: str) -> Id:
    try:
        return parse_id(text)
    except InvalidId:
        return Id(0)
