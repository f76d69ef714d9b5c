"""The checkout: from the cart or one thing to orders, and to where they are paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.flows.ordering import services as ordering
from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError, all_refusals
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.platform.identity.contracts import ConsentKind
from hongshu.store.payments.contracts import Device, Provider
from hongshu.store.trade import services as trade
from hongshu.store.trade.contracts import (
    CheckoutChanged,
    CheckoutPlaced,
    NothingToBuy,
    PriceChanged,
)
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.web.ways import touch_of, way_of
from hongshu.surfaces.words import status_of, words_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Prepare what is chosen in the cart, or (a POST) one thing at once; then its page.

    Who is not signed in is asked to, and comes back.
    """
    viewer = viewer_of(request)
    if viewer.user_id is None:
        return _to_sign_in(request)
    try:
        if request.method == "POST":
            touch = touch_of(request.POST.get("touch", ""), at=datetime.now(tz=UTC))
            made = ordering.buy_now(
                user_id=viewer.user_id,
                sku_id=_id_of(request.POST.get("sku_id", "")),
                quantity=_whole(request.POST.get("quantity", "1")),
                touches=[*way_of(request), *([touch] if touch else [])],
            )
        else:
            made = trade.prepare_checkout(user_id=viewer.user_id)
    except NothingToBuy as error:
        messages.error(request, words_of(error))
        return redirect("cart")
    return redirect("open_checkout", made.id)


@never_cache
@require_safe
def open_checkout(request: HttpRequest, checkout_id: Id) -> HttpResponse:
    """The checkout with the prices of now."""
    member = member_of(request)
    try:
        trade.change_checkout(checkout_id=checkout_id, user_id=member)
    except CheckoutPlaced:
        return redirect("paid", checkout_id)
    except NothingToBuy as error:
        messages.error(request, words_of(error))
        return redirect("cart")
    return _page(request, checkout_id)


@never_cache
@require_POST
def change(request: HttpRequest, checkout_id: Id) -> HttpResponse:
    """Another address, or other coupons."""
    member = member_of(request)
    if request.POST.get("what") == "address":
        trade.change_checkout(
            checkout_id=checkout_id, user_id=member, address_id=_id_of(request.POST.get("address", ""))
        )
    else:
        chosen = [_id_of(value) for value in request.POST.getlist("coupon")]
        trade.change_checkout(checkout_id=checkout_id, user_id=member, coupon_ids=chosen)
    return redirect("open_checkout", checkout_id)


@never_cache
@require_POST
def place(request: HttpRequest, checkout_id: Id) -> HttpResponse:
    """Order it, and on to where it is paid. A refusal shows the checkout anew, with what has changed."""
    member = member_of(request)
    provider = _provider_of(request)
    try:
        ordering.order_checkout(
            checkout_id=checkout_id,
            user_id=member,
            version=_whole(request.POST.get("version", "0")),
            key=request.POST.get("key", ""),
            consents=_consents(request),
            provider=provider,
        )
    except (PriceChanged, CheckoutChanged) as error:
        trade.change_checkout(checkout_id=checkout_id, user_id=member)
        return _page(request, checkout_id, error=error)
    except CheckoutPlaced:
        return redirect("paid", checkout_id)
    except DomainError as error:
        return _page(request, checkout_id, error=error)
    return _to_pay(request, checkout_id, provider)


@never_cache
@require_POST
def pay(request: HttpRequest, checkout_id: Id) -> HttpResponse:
    """Pay what is ordered, with the provider that is chosen now."""
    member_of(request)
    return _to_pay(request, checkout_id, _provider_of(request))


@never_cache
@require_safe
def paid(request: HttpRequest, checkout_id: Id) -> HttpResponse:
    """Where a buyer comes back to: it loads itself again until the provider's word is there."""
    member = member_of(request)
    is_paid = ordering.look_after_payment(checkout_id=checkout_id, user_id=member)
    orders = queries.orders_of_checkout(viewer_of(request), checkout_id=checkout_id)
    is_waiting = not is_paid and any(order.state == "placed" for order in orders)
    return page(
        request, "pages/paid.html", orders=orders, is_paid=is_paid, is_waiting=is_waiting,
        checkout_id=checkout_id,
    )  # fmt: skip


def _page(request: HttpRequest, checkout_id: Id, *, error: DomainError | None = None) -> HttpResponse:
    shown = queries.checkout_page(viewer_of(request), checkout_id=checkout_id)
    return page(
        request,
        "pages/checkout.html",
        status=status_of(error) if error else 200,
        page=shown,
        error=words_of(error) if error else "",
        problem=_words_of_problem(shown.problem, shown.details),
    )


def _words_of_problem(code: str, details: Mapping[str, str | int]) -> str:
    if not code:
        return ""
    refusal = next(each for each in all_refusals() if each.code == code)()
    refusal.details = dict(details)
    return words_of(refusal)


def _to_pay(request: HttpRequest, checkout_id: Id, provider: Provider) -> HttpResponse:
    back = reverse("paid", args=[checkout_id])
    try:
        there = ordering.pay_checkout(
            checkout_id=checkout_id,
            user_id=member_of(request),
            provider=provider,
            return_url=request.build_absolute_uri(back),
            device=_device_of(request),
            client_ip=request.META.get("REMOTE_ADDR", ""),
        )
    except DomainError as error:
        if status_of(error) == 404:
            raise
        messages.error(request, words_of(error))
        return redirect(back)
    if there.is_scanned:
        return page(
            request,
            "pages/scan_to_pay.html",
            address=there.url,
            code=_code_of(there.url),
            checkout_id=checkout_id,
        )
    return redirect(there.url)


def _code_of(address: str) -> str:
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(scale=6, border=4, light="#fff")
    return drawn


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Sign in to order: your cart comes with you."))
    onward = reverse("checkout") if request.method != "POST" else request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        onward = reverse("cart")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")


def _consents(request: HttpRequest) -> dict[ConsentKind, int]:
    found = {}
    for kind in ConsentKind:
        version = request.POST.get(f"consent-{kind.value}", "")
        if version.isascii() and version.isdigit():
            found[kind] = int(version[:6])
    return found


def _provider_of(request: HttpRequest) -> Provider:
    told = request.POST.get("provider", "")
    return Provider(told) if told in set(Provider) else Provider.ALIPAY


def _device_of(request: HttpRequest) -> Device:
    return Device.PHONE if "Mobi" in request.headers.get("User-Agent", "") else Device.COMPUTER


def _id_of(text: str) -> Id:
    try:
        return parse_id(text)
    except InvalidId:
        return Id(0)


def _whole(text: str) -> int:
    return int(text[:4]) if text.isascii() and text.isdigit() else 1
