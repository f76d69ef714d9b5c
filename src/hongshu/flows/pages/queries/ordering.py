"""The checkout, orders and addresses, composed for their buyer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hongshu.flows.pages.cards import FALLBACK_COLOR, Pictures, picture_view, pictures_for
from hongshu.flows.pages.contracts import OffView, Viewer
from hongshu.flows.pages.contracts.ordering import (
    CheckoutPage,
    ConsentView,
    OrderedLine,
    OrdersPage,
    OrderView,
    OwnAddress,
    RefundView,
    SplitView,
    StepView,
    TaxPart,
    UnknownOrderTab,
)
from hongshu.flows.pages.queries.promotions import coupon_view
from hongshu.flows.pages.viewers import meet
from hongshu.kernel import clock
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.identity.queries import consent_texts
from hongshu.store.payments.contracts import RefundState
from hongshu.store.payments.queries import list_providers, list_refunds_of_orders
from hongshu.store.promotions.contracts import CouponState
from hongshu.store.promotions.queries import ask_coupons_of
from hongshu.store.trade import queries as trade
from hongshu.store.trade.contracts import (
    Actor,
    Address,
    Checkout,
    CheckoutLine,
    Order,
    OrderLine,
    OrderMode,
    OrderState,
    Step,
)

_SHIPPING = {OrderMode.DOMESTIC: "domestic", OrderMode.BONDED: "bonded", OrderMode.DIRECT: "overseas"}
_TAX_NAMES = ("tariff", "consumption", "vat")
# The tabs of the list and the states in each; the first one has all.
ORDER_TABS: dict[str, tuple[OrderState, ...]] = {
    "all": (),
    "unpaid": (OrderState.PLACED,),
    "preparing": (
        OrderState.PAID,
        OrderState.DECLARED,
        OrderState.RELEASED,
        OrderState.ALLOCATED,
        OrderState.PACKED,
    ),
    "shipped": (OrderState.SHIPPED,),
    "delivered": (OrderState.DELIVERED, OrderState.COMPLETED),
    "ended": (OrderState.CANCELLED, OrderState.REFUSED),
}


def checkout_page(viewer: Viewer, *, checkout_id: Id) -> CheckoutPage:
    """A checkout of the signed-in viewer as it was prepared last. Raises CheckoutNotFound, SignInNeeded."""
    return checkout_view(viewer, trade.get_checkout(checkout_id, user_id=_signed_in(viewer)))


def checkout_view(viewer: Viewer, checkout: Checkout) -> CheckoutPage:
    """The page of a checkout that was prepared just now."""
    at = clock.now()
    coupons = ask_coupons_of(checkout.user_id, at)
    meet(viewer, coupons)
    addresses = trade.list_addresses(checkout.user_id)
    lines = [line for order in checkout.orders for line in order.lines]
    pictures = pictures_for(viewer, [line.picture_id for line in lines if line.picture_id is not None])
    texts = {text.kind.value: text for text in consent_texts(at.astimezone(clock.BUSINESS_ZONE).date())}
    return CheckoutPage(
        id=checkout.id,
        version=checkout.version,
        is_from_cart=checkout.is_from_cart,
        address=None if checkout.address is None else address_view(checkout.address),
        addresses=tuple(map(address_view, addresses)),
        splits=tuple(
            SplitView(
                shipping=_SHIPPING[order.mode],
                reason=order.reason,
                lines=tuple(_checkout_line(line, viewer, pictures) for line in order.lines),
                goods=order.goods,
                freight=order.freight,
                tax=order.tax,
                total=order.total,
            )
            for order in checkout.orders
        ),
        before=checkout.before,
        offs=tuple(
            OffView(each.source.value, each.name.in_language(viewer.language), Money(each.amount_minor))
            for each in checkout.discounts
        ),
        freight=checkout.freight,
        tax=checkout.tax,
        total=checkout.total,
        coupons=tuple(
            coupon_view(each.promotion, viewer, key=each.id, state=each.state.value, ends_at=each.expires_at)
            for each in coupons.answer
            if each.state is CouponState.USABLE
        ),
        coupon_ids=checkout.coupon_ids,
        consents=tuple(
            ConsentView(
                kind,
                texts[kind].version,
                texts[kind].text_zh if viewer.language == "zh" else texts[kind].text_en,
            )
            for kind in checkout.consents
        ),
        needs_identity=checkout.needs_identity,
        quota_wanted=checkout.quota_wanted,
        quota_left=checkout.quota_left,
        providers=tuple(provider.value for provider in list_providers()),
        problem=checkout.problem,
        details=dict(checkout.details),
    )


def orders_page(viewer: Viewer, *, tab: str = "all", cursor: str = "") -> OrdersPage:
    """The signed-in viewer's orders in a tab, the newest first.

    Raises SignInNeeded, UnknownOrderTab, InvalidCursor.
    """
    user_id = _signed_in(viewer)
    if tab not in ORDER_TABS:
        raise UnknownOrderTab
    meet(viewer)
    orders, onward = trade.list_orders_of(user_id, states=ORDER_TABS[tab], cursor=cursor)
    pictures = _pictures(viewer, orders)
    return OrdersPage(
        tab=tab,
        tabs=tuple(ORDER_TABS),
        orders=tuple(_order_view(order, viewer, pictures, ()) for order in orders),
        next_cursor=onward,
    )


def orders_export(viewer: Viewer, *, limit: int = 2000) -> tuple[OrderView, ...]:
    """The signed-in viewer's newest orders, for a table. Raises SignInNeeded."""
    orders, _ = trade.list_orders_of(_signed_in(viewer), limit=limit)
    return tuple(_order_view(order, viewer, {}, ()) for order in orders)


def order_page(viewer: Viewer, *, order_id: Id) -> OrderView:
    """One of the signed-in viewer's orders with its way. Raises SignInNeeded, OrderNotFound."""
    user_id = _signed_in(viewer)
    order = trade.get_order(order_id, user_id=user_id)
    meet(viewer)
    steps = trade.list_steps([order_id])[order_id]
    refunds = list_refunds_of_orders([order_id])[order_id]
    return _order_view(
        order,
        viewer,
        _pictures(viewer, [order]),
        steps,
        refunds=tuple(
            RefundView(
                each.amount, each.reason, each.requested_at, is_settled=each.state is RefundState.SETTLED
            )
            for each in refunds
        ),
    )


def orders_of_checkout(viewer: Viewer, *, checkout_id: Id) -> tuple[OrderView, ...]:
    """What a checkout of the signed-in viewer became; nothing for another member's."""
    user_id = _signed_in(viewer)
    meet(viewer)
    orders = trade.list_orders_of_checkout(checkout_id, user_id=user_id)
    pictures = _pictures(viewer, orders)
    return tuple(_order_view(order, viewer, pictures, ()) for order in orders)


def addresses_page(viewer: Viewer) -> tuple[OwnAddress, ...]:
    """The signed-in viewer's addresses. Raises SignInNeeded."""
    user_id = _signed_in(viewer)
    meet(viewer)
    return tuple(map(address_view, trade.list_addresses(user_id)))


def address_view(address: Address) -> OwnAddress:
    """An address in one line."""
    return OwnAddress(
        id=address.id,
        recipient=address.recipient,
        phone=address.phone,
        line=address.in_one_line,
        is_default=address.is_default,
    )


def _order_view(
    order: Order,
    viewer: Viewer,
    pictures: Pictures,
    steps: Sequence[Step],
    *,
    refunds: tuple[RefundView, ...] = (),
) -> OrderView:
    return OrderView(
        id=order.id,
        number=order.number,
        checkout_id=order.checkout_id,
        shipping=_SHIPPING[order.mode],
        state=order.state.value,
        reason=order.reason,
        split_number=order.split_number,
        split_count=order.split_count,
        lines=tuple(_order_line(line, viewer, pictures) for line in order.lines),
        before=order.before,
        discount=order.discount,
        goods=order.goods,
        freight=order.freight,
        tax=order.tax,
        total=order.total,
        refunded=order.refunded,
        refund_state=order.refund_state.value,
        carrier=order.carrier,
        tracking=order.tracking,
        end_reason=order.end_reason,
        recipient=order.address.recipient,
        address_line=order.address.in_one_line,
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        steps=_way(order, steps),
        can_cancel=trade.may_cancel(order.state, order.mode, Actor.BUYER),
        refunds=refunds,
        providers=tuple(provider.value for provider in list_providers()) if steps else (),
    )


def _way(order: Order, steps: Sequence[Step]) -> tuple[StepView, ...]:
    """What was done, and what is to come while the order goes on."""
    done = [StepView(step.state.value, step.at, step.reason) for step in steps]
    if order.state in (OrderState.CANCELLED, OrderState.REFUSED):
        return tuple(done)
    known = {step.state for step in steps}
    return tuple(
        done + [StepView(state.value, None, "") for state in trade.way_of(order.mode) if state not in known]
    )


def _order_line(line: OrderLine, viewer: Viewer, pictures: Pictures) -> OrderedLine:
    return OrderedLine(
        id=line.id,
        refunded_units=line.refunded_units,
        left=None,
        **_common(line, viewer, pictures),  # type: ignore[arg-type]
    )


def _checkout_line(line: CheckoutLine, viewer: Viewer, pictures: Pictures) -> OrderedLine:
    return OrderedLine(id=None, left=line.left, **_common(line, viewer, pictures))  # type: ignore[arg-type]


def _common(line: OrderLine | CheckoutLine, viewer: Viewer, pictures: Pictures) -> dict[str, object]:
    return {
        "product_id": line.product_id,
        "sku_id": line.sku_id,
        "name": line.name.in_language(viewer.language),
        "option": line.option.in_language(viewer.language),
        "picture": picture_view(line.picture_id, pictures),
        "color": FALLBACK_COLOR,
        "brand_name": line.name.in_language(viewer.language),
        "quantity": line.quantity,
        "unit_before": line.unit_before,
        "unit": line.unit,
        "total": line.total,
        "tax": line.tax,
        "tax_parts": tuple(
            TaxPart(name, _percent(rate), Money(amount))
            for name, rate, amount in zip(_TAX_NAMES, line.rates, line.tax_parts, strict=True)
            if amount
        ),
    }


def _percent(millionths: int) -> str:
    return f"{millionths / 10_000:.2f}".rstrip("0").rstrip(".")


def _pictures(viewer: Viewer, orders: Iterable[Order]) -> Pictures:
    return pictures_for(
        viewer, [line.picture_id for order in orders for line in order.lines if line.picture_id is not None]
    )


def _signed_in(viewer: Viewer) -> Id:
    if viewer.user_id is None:
        raise SignInNeeded
    return viewer.user_id
