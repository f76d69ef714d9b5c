"""The warehouse's pages of what is to come, and of taking it in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.contracts.stockroom import OrderPage
from hongshu.flows.pages.queries import stockroom_orders
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import parse_id, wire_form
from hongshu.store.inventory.contracts import PurchaseState, ReceivedLine
from hongshu.store.inventory.services import receive_lots
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of


@require_safe
@desk.only_for(desk.PORTERS)
def expected(request: HttpRequest) -> HttpResponse:
    """Orders that wait for goods."""
    found = stockroom_orders.orders_page(
        language=desk.language(),
        today=desk.today(),
        state=PurchaseState.ORDERED,
        cursor=request.GET.get("cursor", ""),
    )
    return page(request, "expected.html", title=_("Receive"), page=found)


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.PORTERS)
def receive(request: HttpRequest, key: str) -> HttpResponse:
    """What an order waits for; a POST takes in what came, all of the form or nothing."""
    order_id = parse_id(key)
    found = stockroom_orders.order_page(order_id, language=desk.language(), today=desk.today())
    error, status = "", 200
    if request.method == "POST":
        try:
            lots = receive_lots(
                order_id=order_id,
                lines=_came(found, request.POST),
                received_by=desk.staff(request),
                key=request.POST.get("key", ""),
            )
        except NotFound:
            raise
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(
                request,
                ngettext(
                    "%(num)s lot received. An inspector sees it now.",
                    "%(num)s lots received. An inspector sees them now.",
                    len(lots),
                )
                % {"num": len(lots)},
            )
            return redirect("admin:expected")
    return page(
        request,
        "receive.html",
        title=_("Receive %(number)s") % {"number": found.order.number},
        status=status,
        error=error,
        page=found,
        form=request.POST,
        key=desk.fresh_key(),
    )


def _came(found: OrderPage, form: QueryDict) -> list[ReceivedLine]:
    """The lines into which somebody wrote a quantity."""
    return [
        ReceivedLine(
            line_id=line.id,
            quantity=desk.units(quantity),
            code=form.get(f"code-{name}", "").strip(),
            produced_on=desk.day(form.get(f"produced-{name}", "")),
            expires_on=desk.day(form.get(f"expires-{name}", "")),
        )
        for line, name in ((line, wire_form(line.id)) for line in found.lines)
        if (quantity := form.get(f"quantity-{name}", "").strip())
    ]
