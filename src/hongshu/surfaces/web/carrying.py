"""A guest who signs in brings their cart."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hongshu.kernel.ids import Id
from hongshu.store.carts.services import merge_guest_cart
from hongshu.surfaces.web.viewer import CART_COOKIE, guest_cart_of


class GuestCarts:
    """Puts a guest's cart into the member's at the first request of somebody who holds its key and has
    signed in; then the key is taken away. Requests without a key cost nothing.
    """

    def __init__(self, handler: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if CART_COOKIE not in request.COOKIES or not request.user.is_authenticated:
            return self.handler(request)
        guest_cart_id = guest_cart_of(request)
        if guest_cart_id is not None:
            merge_guest_cart(guest_cart_id=guest_cart_id, user_id=Id(request.user.pk))
        answer = self.handler(request)
        answer.delete_cookie(CART_COOKIE, samesite="Lax")
        return answer
