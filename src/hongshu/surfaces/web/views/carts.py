"""The cart and the buy sheet. Every button is a form first; a script only saves loading the page anew."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hongshu.flows.carting.services import put_into_cart
from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.store.carts import services as carts
from hongshu.store.carts.contracts import (
    GUEST_CART_KEPT_DAYS,
    LINES_MAX,
    QUANTITY_MAX,
    CannotBeBought,
    InvalidQuantity,
)
from hongshu.store.carts.queries import get_cart
from hongshu.surfaces.web.viewer import CART_COOKIE, viewer_of, wants_fragment, wants_json
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.web.ways import keep_way, touch_of, way_of
from hongshu.surfaces.words import status_of, words_of

_DAY_S = 24 * 3600


def checkout_address() -> str:
    """Where a checkout begins; empty while nothing can be ordered."""
    try:
        return reverse("checkout")
    except NoReverseMatch:
        return ""


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """The cart; its fragment for the script."""
    return _cart_answer(request)


@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Put units of a SKU into the cart."""
    viewer = viewer_of(request)
    cart_id = viewer.cart_id or carts.new_guest_cart()
    touch = touch_of(request.POST.get("touch", ""), at=datetime.now(tz=UTC))
    touches = [*way_of(request), *([touch] if touch else [])]
    put_into_cart(
        cart_id=cart_id,
        is_guest=viewer.user_id is None,
        sku_id=_sku_of(request.POST.get("sku_id", "")),
        quantity=_whole(request.POST.get("quantity", "1")),
        touches=touches,
    )
    viewer.own.pop("cart_units", None)
    if wants_json(request):
        units = queries.cart_units(viewer) if viewer.cart_id else _whole(request.POST.get("quantity", "1"))
        answer: HttpResponse = JsonResponse({"units": units})
    else:
        messages.success(request, _("It is in your cart."))
        answer = redirect("cart")
    if viewer.user_id is None:
        _keep_cart(answer, cart_id)
    return answer


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Quantities, what is chosen, what is taken out, what was told; then the cart, or on to the checkout."""
    cart_id = viewer_of(request).cart_id
    if cart_id is not None:
        try:
            _change(request, cart_id)
        except DomainError as error:
            if wants_fragment(request):
                return _cart_answer(request, error=error)
            messages.error(request, words_of(error))
    if request.POST.get("go") == "checkout" and (address := checkout_address()):
        return redirect(address)
    if wants_fragment(request):
        return _cart_answer(request)
    return redirect("cart")


@require_safe
def sheet(request: HttpRequest, product_id: Id) -> HttpResponse:
    """The buy sheet of a product, as a page or as what the dialog shows."""
    try:
        sku_id = parse_id(request.GET.get("sku", ""))
    except InvalidId:
        sku_id = None
    found = queries.buy_sheet(viewer_of(request), product_id=product_id, sku_id=sku_id)
    touch = touch_of(request.GET.get("via", ""), at=datetime.now(tz=UTC))
    answer = page(
        request,
        "parts/buy_sheet.html" if wants_fragment(request) else "pages/buy_sheet.html",
        page=found,
        touch=request.GET.get("via", "") if touch else "",
        checkout_url=checkout_address(),
    )
    if touch:
        keep_way(request, answer, touch)
    return answer


def _cart_answer(request: HttpRequest, *, error: DomainError | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.cart_page(viewer)
    return page(
        request,
        "parts/cart.html" if wants_fragment(request) else "pages/cart.html",
        status=status_of(error) if error else 200,
        page=found,
        error=words_of(error) if error else "",
        checkout_url=checkout_address(),
    )


def _change(request: HttpRequest, cart_id: Id) -> None:
    posted = request.POST
    if removed := _ids(posted.getlist("remove")):
        carts.remove_lines(cart_id=cart_id, line_ids=removed)
    lines = {line.id: line for line in get_cart(cart_id, is_guest=False).lines}
    if seen := [key for key in _ids(posted.getlist("seen")) if key in lines]:
        carts.see_prices(cart_id=cart_id, line_ids=seen)
    for key, line in lines.items():
        text = posted.get(f"quantity-{wire_form(key)}")
        if text is not None and (quantity := _whole(text)) != line.quantity:
            carts.set_quantity(cart_id=cart_id, line_id=key, quantity=quantity)
    if "choosing" in posted:
        chosen = [key for key in _ids(posted.getlist("chosen")) if key in lines]
        carts.choose_lines(cart_id=cart_id, line_ids=chosen)


def _keep_cart(answer: HttpResponse, cart_id: Id) -> None:
    answer.set_cookie(
        CART_COOKIE,
        carts.guest_cart_key(cart_id),
        max_age=GUEST_CART_KEPT_DAYS * _DAY_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _sku_of(text: str) -> Id:
    try:
        return parse_id(text)
    except InvalidId:
        raise CannotBeBought from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise InvalidQuantity(field="quantity", most=QUANTITY_MAX)
    return int(text)


def _ids(texts: list[str]) -> list[Id]:
    found = []
    for text in texts[: LINES_MAX * 2]:
        try:
            found.append(parse_id(text))
        except InvalidId:
            continue
    return found
