"""The buyers' pages: orders by state, a new one, and one with what it costs landed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.queries import stockroom_orders
from hongshu.flows.pages.queries.finding_skus import skus_found
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.kernel.money import CURRENCY_DIGITS, Money
from hongshu.store.catalog.queries import list_rates, list_skus_by_code
from hongshu.store.inventory.contracts import (
    MOST_LINES,
    InvalidPurchaseOrder,
    PurchaseLineDraft,
    PurchaseOrderDraft,
    PurchaseState,
    UnknownAct,
)
from hongshu.store.inventory.queries import get_supplier, list_suppliers, list_warehouses
from hongshu.store.inventory.services import (
    cancel_purchase_order,
    close_purchase_order,
    create_purchase_order,
    place_purchase_order,
)
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

_FREE = 5
# What the shop sells in.
_OURS = Money(0).currency


@require_safe
@desk.only_for(desk.SEE_ORDERS)
def orders(request: HttpRequest) -> HttpResponse:
    """Orders, the newest first, all or in one state."""
    wanted = request.GET.get("state", "")
    state = PurchaseState(wanted) if wanted in list(PurchaseState) else None
    found = stockroom_orders.orders_page(
        language=desk.language(), today=desk.today(), state=state, cursor=request.GET.get("cursor", "")
    )
    return page(
        request,
        "orders.html",
        title=_("Purchase orders"),
        page=found,
        state=state,
        states=list(PurchaseState),
        may_buy=sees(request, desk.BUYERS),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.BUYERS)
def new_order(request: HttpRequest) -> HttpResponse:
    """A new order; what was entered stays in the form when it is refused."""
    error, status = "", 200
    form = request.POST
    looks = form.get("act") == "find" or bool(form.get("add"))
    if request.method == "POST" and not looks:
        try:
            made = create_purchase_order(
                draft=_draft(form), created_by=desk.staff(request), key=form.get("key", "")
            )
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, _("Kept as a draft. Look at the landed cost, then order."))
            return redirect("admin:order", wire_form(made))
    return page(
        request,
        "new_order.html",
        title=_("New purchase order"),
        status=status,
        error=error,
        form=form,
        rows=_rows(form),
        found=skus_found(form.get("find", ""), language=desk.language()) if looks else (),
        looks=looks and not form.get("add") and bool(form.get("find", "").strip()),
        suppliers=list_suppliers(),
        warehouses=list_warehouses(),
        currencies=_currencies(),
        is_chinese=desk.language() == "zh",
        key=desk.fresh_key(),
    )


def _rows(form: QueryDict) -> list[tuple[str, str, str]]:
    """The lines as they were entered, with a SKU that was found and chosen in the first free one."""
    rows = list(zip(form.getlist("sku"), form.getlist("quantity"), form.getlist("price"), strict=False))
    if (chosen := form.get("add", "")) and chosen not in [code for code, _quantity, _price in rows]:
        free = next((at for at, row in enumerate(rows) if not any(map(str.strip, row))), len(rows))
        rows[free : free + 1] = [(chosen, "", "")]
    return [*rows, *[("", "", "")] * max(0, _FREE - len(rows))][:MOST_LINES]


def _currencies() -> tuple[str, ...]:
    """The selling currency, and those that have a rate."""
    return tuple(dict.fromkeys((_OURS, *sorted({rate.currency for rate in list_rates()}))))


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.SEE_ORDERS)
def order(request: HttpRequest, key: str) -> HttpResponse:
    """One order; a POST places, cancels or closes it."""
    order_id = parse_id(key)
    error, status = "", 200
    if request.method == "POST":
        desk.demand(request, desk.BUYERS)
        try:
            said = _act(order_id, request.POST.get("act", ""))
        except NotFound:
            raise
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, said)
            return redirect("admin:order", key)
    found = stockroom_orders.order_page(order_id, language=desk.language(), today=desk.today())
    return page(
        request,
        "order.html",
        title=found.order.number,
        status=status,
        error=error,
        page=found,
        may_buy=sees(request, desk.BUYERS),
        may_receive=sees(request, desk.PORTERS),
    )


def _act(order_id: Id, act: str) -> str:
    if act == "place":
        place_purchase_order(order_id=order_id)
        return _("Ordered. The warehouse sees it among what is to come.")
    if act == "cancel":
        cancel_purchase_order(order_id=order_id)
        return _("Cancelled.")
    if act == "close":
        close_purchase_order(order_id=order_id)
        return _("Closed. Nothing more is waited for.")
    raise UnknownAct(field="act")


def _draft(form: QueryDict) -> PurchaseOrderDraft:
    supplier = get_supplier(parse_id(form.get("supplier", "")))
    currency = form.get("currency", "") or supplier.currency
    if currency not in CURRENCY_DIGITS:
        raise InvalidPurchaseOrder(field="currency", why="unknown_currency")
    rows = [
        (code.strip(), quantity, price)
        for code, quantity, price in zip(
            form.getlist("sku"), form.getlist("quantity"), form.getlist("price"), strict=False
        )
        if code.strip()
    ]
    known = list_skus_by_code([code for code, _quantity, _price in rows])
    if any(code not in known for code, _quantity, _price in rows):
        raise InvalidPurchaseOrder(field="lines", why="no_such_sku")
    return PurchaseOrderDraft(
        supplier_id=supplier.id,
        warehouse_id=parse_id(form.get("warehouse", "")),
        currency=currency,
        lines=tuple(
            PurchaseLineDraft(
                sku_id=known[code],
                quantity=desk.units(quantity),
                unit_price_minor=desk.minor(price, currency),
            )
            for code, quantity, price in rows
        ),
        freight_minor=desk.minor(form.get("freight", ""), currency),
        insurance_minor=desk.minor(form.get("insurance", ""), currency),
        duty_minor=desk.minor(form.get("duty", ""), currency),
        expected_on=desk.day(form.get("expected_on", "")),
    )
