"""What a guest holds of their cart: its id under a signature."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from hongshu.kernel.ids import Id, InvalidId, new_id, parse_id, wire_form
from hongshu.store.carts.contracts import GUEST_CART_KEPT_DAYS

_SALT = "hongshu.carts.guest"


def new_guest_cart() -> Id:
    """The id of a guest's cart. Nothing is written until something is put into it."""
    return new_id()


def guest_cart_key(cart_id: Id) -> str:
    """The key of a guest's cart, for a cookie."""
    return signing.TimestampSigner(salt=_SALT).sign(wire_form(cart_id))


def read_guest_cart_key(key: str) -> Id | None:
    """The cart of a key; None when it is forged or older than such carts are kept."""
    try:
        told = signing.TimestampSigner(salt=_SALT).unsign(key, max_age=timedelta(days=GUEST_CART_KEPT_DAYS))
        return parse_id(told)
    except (signing.BadSignature, InvalidId):
        return None
