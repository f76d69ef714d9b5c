"""The buyers' pages of the catalogue: its products, one product with its state and prices, exchange rates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.queries.staff_catalogue import staff_product_page
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, parse_id
from hongshu.kernel.money import CURRENCY_DIGITS, Money
from hongshu.store.catalog.contracts import (
    CannotPublish,
    InvalidPrice,
    InvalidRate,
    PriceKind,
    ProductState,
    Rate,
    SkuNotFound,
)
from hongshu.store.catalog.queries import get_product, list_products_for_staff, list_rates
from hongshu.store.catalog.services import (
    confirm_products,
    publish_products,
    save_rates,
    set_price,
    waive_picture,
    withdraw_products,
)
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.catalogue_names import catalogue_name, why
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

_TEXT_MAX = 80
_MOST_FEN = 10**10


@require_safe
@desk.only_for(desk.SEE_ORDERS)
def products(request: HttpRequest) -> HttpResponse:
    """Products of any state, the newest first; ``q`` and ``state`` say which."""
    form = request.GET
    state = form.get("state", "")
    found, cursor = list_products_for_staff(
        text=form.get("q", "").replace("\0", "")[:_TEXT_MAX],
        state=ProductState(state) if state in list(ProductState) else None,
        cursor=form.get("cursor", ""),
    )
    onward = form.copy()
    onward["cursor"] = cursor
    return page(
        request,
        "catalogue.html",
        title=_("Catalogue"),
        products=found,
        language=desk.language(),
        form=form,
        states=[each.value for each in ProductState],
        onward=onward.urlencode() if cursor else "",
        may_buy=sees(request, desk.BUYERS),
        named=catalogue_name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.SEE_ORDERS)
def product(request: HttpRequest, key: str) -> HttpResponse:
    """One product; a POST changes its state, confirms what a default filled, or sets a price."""
    product_id = parse_id(key)
    error, status = "", 200
    if request.method == "POST":
        desk.demand(request, desk.BUYERS)
        try:
            said = _act(request, product_id)
        except (InvalidPrice, CannotPublish) as refused:
            error, status = why(refused), status_of(refused)
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            messages.success(request, said)
            return redirect("admin:catalogue_product", key)
    found = staff_product_page(product_id, language=desk.language())
    return page(
        request,
        "catalogue_product.html",
        title=found.name,
        status=status,
        error=error,
        form=request.POST if error else QueryDict(),
        page=found,
        kinds=[each.value for each in PriceKind],
        may_buy=sees(request, desk.BUYERS),
        named=catalogue_name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.SEE_ORDERS)
def rates(request: HttpRequest) -> HttpResponse:
    """Exchange rates, the newest first; a POST enters a day's rate, or corrects it."""
    error, status = "", 200
    if request.method == "POST":
        desk.demand(request, desk.BUYERS)
        try:
            save_rates([_rate(request.POST)], actor_id=desk.staff(request))
        except InvalidRate as refused:
            error, status = why(refused), status_of(refused)
        else:
            messages.success(request, _("The rate is entered."))
            return redirect("admin:catalogue_rates")
    return page(
        request,
        "catalogue_rates.html",
        title=_("Exchange rates"),
        status=status,
        error=error,
        form=request.POST if error else QueryDict(),
        rates=list_rates(),
        currencies=[code for code in CURRENCY_DIGITS if code != "CNY"],
        today=desk.today(),
        may_buy=sees(request, desk.BUYERS),
    )


def _act(request: HttpRequest, product_id: Id) -> str:
    form, actor_id = request.POST, desk.staff(request)
    match form.get("act"):
        case "publish":
            refused = publish_products(product_ids=[product_id], actor_id=actor_id).refused
            if refused:
                raise CannotPublish(why=",".join(refused[product_id]))
            return _("Members see it now.")
        case "withdraw":
            withdraw_products(product_ids=[product_id], actor_id=actor_id)
            return _("It is taken from the shop. Notes about it stay.")
        case "waive":
            waive_picture(product_id=product_id, why=form.get("why", ""), actor_id=actor_id)
            return _("It may be shown without a picture.")
        case "confirm":
            confirm_products(product_ids=[product_id])
            return _("The values are confirmed.")
        case _:
            _price(form, product_id, actor_id)
            return _("The price is set.")


def _price(form: QueryDict, product_id: Id, actor_id: Id) -> None:
    sku_id = desk.chosen(form.get("sku", ""))
    own = {sku.id for sku in get_product(product_id, of_any_state=True).skus}
    kind = form.get("kind", "")
    if sku_id is None or sku_id not in own or kind not in list(PriceKind):
        raise SkuNotFound
    set_price(
        sku_id=sku_id,
        kind=PriceKind(kind),
        amount=Money(_fen(form.get("amount", ""))),
        starts_at=_moment(form.get("starts_at", ""), "starts_at"),
        ends_at=_moment(form.get("ends_at", ""), "ends_at"),
        actor_id=actor_id,
    )


def _fen(text: str) -> int:
    try:
        fen = Decimal(text.strip()) * 100
    except InvalidOperation:
        raise InvalidPrice(why="not_a_number", field="amount") from None
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 < fen <= _MOST_FEN:
        raise InvalidPrice(why="price_not_positive", field="amount")
    return int(fen)


def _moment(text: str, field: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidPrice(why="not_a_date", field=field) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_current_timezone())


def _rate(form: QueryDict) -> Rate:
    try:
        on, rate = date.fromisoformat(form.get("on", "")), Decimal(form.get("rate", "").strip())
    except (ValueError, InvalidOperation):
        raise InvalidRate(line=1, why="rate_not_a_number") from None
    if not rate.is_finite() or rate != round(rate, 8):
        raise InvalidRate(line=1, why="rate_not_a_number")
    return Rate(currency=form.get("currency", ""), on=on, rate=rate, source=form.get("source", "").strip())
