"""Commands of a buyer that cross packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hongshu.flows.carting.services import true_touches
from hongshu.kernel.ids import Id
from hongshu.platform.identity.contracts import ConsentKind
from hongshu.store.carts.contracts import Touch
from hongshu.store.carts.services import remove_lines
from hongshu.store.payments.contracts import Device, PaymentState, PayPage, Provider
from hongshu.store.payments.queries import get_payment
from hongshu.store.payments.services import ask_after, change_provider, start_payment
from hongshu.store.trade.contracts import BuyNow, Checkout, OrderNotFound, Placed
from hongshu.store.trade.queries import get_checkout, list_orders_of_checkout
from hongshu.store.trade.services import place_order, prepare_checkout, settle_capture


def buy_now(*, user_id: Id, sku_id: Id, quantity: int, touches: Sequence[Touch]) -> Checkout:
    """A checkout of one SKU, with the touches that a browser tells as far as they are true.

    Raises NothingToBuy.
    """
    told = true_touches(touches, viewer_id=user_id)
    return prepare_checkout(user_id=user_id, buy_now=BuyNow(sku_id=sku_id, quantity=quantity, touches=told))


def order_checkout(
    *,
    checkout_id: Id,
    user_id: Id,
    version: int,
    key: str,
    consents: Mapping[ConsentKind, int],
    provider: Provider,
) -> Placed:
    """Place a checkout and take its lines out of the cart. As ``trade.place_order``.

    Killed between the two, the event of the placing takes them out.
    """
    placed = place_order(
        checkout_id=checkout_id,
        user_id=user_id,
        version=version,
        key=key,
        consents=consents,
        provider=provider,
    )
    clear_cart(checkout_id=checkout_id, user_id=user_id)
    return placed


def clear_cart(*, checkout_id: Id, user_id: Id) -> None:
    """Take what was ordered out of the cart. Idempotent."""
    line_ids = get_checkout(checkout_id, user_id=user_id).line_ids
    if line_ids:
        remove_lines(cart_id=user_id, line_ids=line_ids)


def pay_checkout(
    *,
    checkout_id: Id,
    user_id: Id,
    provider: Provider,
    return_url: str,
    device: Device,
    client_ip: str = "",
) -> PayPage:
    """Where the buyer pays, with whichever provider they choose now. Not in a transaction.

    Raises PaymentNotFound (also for somebody else's), PaymentNotOpen, ProviderUnavailable.
    """
    payment = get_payment(checkout_id)
    if payment.provider is not provider and payment.payer_user_id == user_id:
        payment = change_provider(payment_id=payment.id, payer_user_id=user_id, provider=provider)
    return start_payment(
        payment_id=payment.id,
        payer_user_id=user_id,
        return_url=return_url,
        device=device,
        client_ip=client_ip,
    )


def look_after_payment(*, checkout_id: Id, user_id: Id) -> bool:
    """Whether the checkout is paid; its provider is asked where nobody has told. Not in a transaction.

    Raises OrderNotFound, also for somebody else's.
    """
    if not list_orders_of_checkout(checkout_id, user_id=user_id):
        raise OrderNotFound
    payment = get_payment(checkout_id)
    payment = ask_after(payment_id=payment.id, payer_user_id=user_id)
    if payment.state is not PaymentState.CAPTURED:
        return False
    # The event does the same; the buyer need not wait for it.
    settle_capture(checkout_id=checkout_id)
    return True
