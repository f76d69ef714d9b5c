"""Customer service's pages of orders: finding one, seeing its whole way, cancelling and giving back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.queries import service_desk as pages
from hongshu.flows.pages.queries.ordering import ORDER_TABS
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.store.trade.contracts import Actor
from hongshu.store.trade.services import cancel_order, refund_lines
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

SERVICE = ("service",)
SEE_SOLD = ("service", "analyst")


@require_safe
@desk.only_for(SEE_SOLD)
def sold(request: HttpRequest) -> HttpResponse:
    """Orders by state, or the one of a number."""
    tab = request.GET.get("tab", "all")
    found = pages.sold_page(
        tab=tab if tab in ORDER_TABS else "all",
        number=request.GET.get("number", "").replace("\0", "").strip()[:20],
        cursor=request.GET.get("cursor", ""),
        language=desk.language(),
    )
    return page(request, "sold.html", title=_("Orders of members"), page=found)


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(SEE_SOLD)
def sold_order(request: HttpRequest, key: str) -> HttpResponse:
    """One order; a POST cancels it, or gives back units."""
    order_id = parse_id(key)
    error, status = "", 200
    if request.method == "POST":
        desk.demand(request, SERVICE)
        try:
            _act(request, order_id)
        except NotFound:
            raise
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, _("It is written down."))
            return redirect("admin:sold_order", key)
    found = pages.sold_order_page(order_id, language=desk.language())
    return page(
        request,
        "sold_order.html",
        title=_("Order %(number)s") % {"number": found.order.number},
        status=status,
        page=found,
        error=error,
        key=desk.fresh_key(),
        may_act=sees(request, SERVICE),
    )


def _act(request: HttpRequest, order_id: Id) -> None:
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    if request.POST.get("act") == "cancel":
        cancel_order(order_id=order_id, actor=Actor.STAFF, actor_id=desk.staff(request), reason=reason)
        return
    lines = {}
    for name, value in request.POST.items():
        if name.startswith("units-") and str(value).strip() not in ("", "0"):
            try:
                lines[parse_id(name.removeprefix("units-"))] = desk.units(str(value))
            except InvalidId:
                continue
    refund_lines(
        order_id=order_id,
        lines=lines,
        reason=reason,
        key=f"staff:{request.POST.get('key', '')[:40]}",
        with_freight=request.POST.get("freight") == "1",
    )
