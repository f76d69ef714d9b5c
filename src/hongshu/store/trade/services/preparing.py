"""Preparing a checkout: from what somebody wants to the orders that it becomes, and what they cost."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.store.carts.contracts import QUANTITY_MAX, Touch
from hongshu.store.carts.queries import get_cart
from hongshu.store.trade.contracts import (
    BuyNow,
    Checkout,
    CheckoutNotFound,
    CheckoutPlaced,
    CheckoutState,
    NothingToBuy,
)
from hongshu.store.trade.models import CheckoutRow
from hongshu.store.trade.queries.checkouts import checkout_of
from hongshu.store.trade.services.composing import Wanted, compose

_UNCHANGED: Any = object()


def prepare_checkout(
    *,
    user_id: Id,
    buy_now: BuyNow | None = None,
    address_id: Id | None = None,
    coupon_ids: Collection[Id] | None = None,
) -> Checkout:
    """Prepare what is chosen in the cart, or one SKU; nothing is promised and nothing held by that.

    Without an address the default one is taken, without coupons (None) the best one is; () uses none. A
    member has one open checkout of their cart, which is prepared anew. Raises NothingToBuy, AddressNotFound.
    """
    asked = {
        "now": None if buy_now is None else _stored(buy_now),
        "address_id": None if address_id is None else int(address_id),
        "coupon_ids": None if coupon_ids is None else sorted(int(key) for key in coupon_ids),
    }
    row = None
    if buy_now is None:
        mine = CheckoutRow.objects.filter(user_id=user_id, state=CheckoutState.OPEN.value)
        row = mine.filter(asked__now=None).order_by("-id").first()
    return _keep(row or CheckoutRow(id=new_id(), user_id=user_id, version=0), asked)


def change_checkout(
    *,
    checkout_id: Id,
    user_id: Id,
    address_id: Id | None = _UNCHANGED,
    coupon_ids: Collection[Id] | None = _UNCHANGED,
) -> Checkout:
    """Prepare a checkout anew, with another address or other coupons, or with the prices of now.

    Raises CheckoutNotFound (also for another member's), CheckoutPlaced, NothingToBuy, AddressNotFound.
    """
    row = CheckoutRow.objects.filter(id=checkout_id, user_id=user_id).first()
    if row is None:
        raise CheckoutNotFound
    if row.state != CheckoutState.OPEN:
        raise CheckoutPlaced
    asked = dict(row.asked)
    if address_id is not _UNCHANGED:
        asked["address_id"] = None if address_id is None else int(address_id)
    if coupon_ids is not _UNCHANGED:
        asked["coupon_ids"] = None if coupon_ids is None else sorted(int(key) for key in coupon_ids)
    return _keep(row, asked)


def _keep(row: CheckoutRow, asked: dict[str, Any]) -> Checkout:
    wanted = _wanted(Id(row.user_id), asked)
    if not wanted:
        raise NothingToBuy
    body = compose(
        user_id=Id(row.user_id),
        wanted=wanted,
        address_id=None if asked["address_id"] is None else Id(asked["address_id"]),
        coupon_ids=None if asked["coupon_ids"] is None else [Id(key) for key in asked["coupon_ids"]],
        at=clock.now(),
    )
    row.asked, row.body, row.total_minor = asked, body, body["total"]
    row.version += 1
    with transaction.atomic():
        if row.version == 1:
            row.save(force_insert=True)
        else:
            # Placed meanwhile: it is nothing to be prepared any more.
            changed = CheckoutRow.objects.filter(id=row.id, state=CheckoutState.OPEN.value).update(
                asked=asked,
                body=body,
                total_minor=row.total_minor,
                version=row.version,
                prepared_at=Now(),
            )
            if not changed:
                raise CheckoutPlaced
    row.prepared_at = clock.now()
    return checkout_of(row)


def _wanted(user_id: Id, asked: dict[str, Any]) -> list[Wanted]:
    now = asked["now"]
    if now is not None:
        touches = tuple(map(Touch.restored, now["touches"]))
        return [Wanted(key=0, sku_id=Id(now["sku_id"]), quantity=now["quantity"], touches=touches)]
    return [
        Wanted(key=int(line.id), sku_id=line.sku_id, quantity=line.quantity, touches=line.touches)
        for line in reversed(get_cart(user_id, is_guest=False).lines)
        if line.is_chosen
    ]


def _stored(buy_now: BuyNow) -> dict[str, Any]:
    return {
        "sku_id": int(buy_now.sku_id),
        "quantity": max(1, min(QUANTITY_MAX, buy_now.quantity)),
        "touches": [touch.stored for touch in buy_now.touches],
    }
