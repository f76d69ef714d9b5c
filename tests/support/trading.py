"""Members who buy, for tests: shelves with stock, addresses, checkouts, payments as their provider tells."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping

from tests.support import stock
from tests.support.community import product

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.identity.contracts import ConsentKind
from hongshu.platform.identity.queries import consent_texts, list_sample_people
from hongshu.platform.identity.services import prove_identity
from hongshu.store.carts.services import put_line
from hongshu.store.catalog.contracts import SkuDraft
from hongshu.store.catalog.queries import list_skus_of_products
from hongshu.store.payments.contracts import Provider
from hongshu.store.payments.models import AttemptRow
from hongshu.store.payments.ports import Raw, Trade, TradeState
from hongshu.store.payments.queries import get_payment
from hongshu.store.payments.services.capturing import settle_trade
from hongshu.store.trade.contracts import AddressDraft, BuyNow, Checkout, Placed
from hongshu.store.trade.queries import list_addresses
from hongshu.store.trade.services import place_order, prepare_checkout, save_address, settle_capture

_keys = itertools.count(1)
CREAM_CODE = "3304990029"


def goods(
    key: str = "lamp",
    *,
    units: int = 10,
    price_minor: int = 9_900,
    kind: str = "domestic",
    weight_g: int = 400,
) -> Id:
    """A SKU of a listed product with so many units in a warehouse of that kind."""
    draft = SkuDraft(
        code=f"NRD-{key}",
        price=Money(price_minor),
        weight_g=weight_g,
        hs_code=CREAM_CODE,
        origin_country="JP",
    )
    product_id = product(key, skus=(draft,))
    [sku_id] = list_skus_of_products([product_id])[product_id]
    if units:
        stock.lot(sku_id, units=units, place=stock.warehouse(kind, kind=kind))
    return Id(sku_id)


def at_home(user_id: Id, **changes: object) -> Id:
    """An address in Shanghai."""
    values: dict[str, object] = {
        "recipient": "林小满", "phone": "13800000000", "province": "310000", "city": "上海市",
        "district": "黄浦区", "street": "演示路 1 号",
    }  # fmt: skip
    return save_address(user_id=user_id, draft=AddressDraft(**{**values, **changes}))  # type: ignore[arg-type]


def proven(user_id: Id, *, person: int = 0) -> None:
    """The member's real name."""
    who = list_sample_people()[person]
    prove_identity(user_id=user_id, name=who.name, number=who.number)


def in_cart(user_id: Id, wanted: Mapping[Id, int]) -> list[Id]:
    """Units in the member's cart, chosen."""
    return [
        put_line(cart_id=user_id, is_guest=False, sku_id=sku_id, quantity=units)
        for sku_id, units in wanted.items()
    ]


def prepared(
    user_id: Id, sku_id: Id, quantity: int = 1, *, coupon_ids: Collection[Id] | None = None
) -> Checkout:
    """A checkout of one SKU to the member's address, which is made when there is none."""
    if not list_addresses(user_id):
        at_home(user_id)
    now = BuyNow(sku_id=sku_id, quantity=quantity)
    return prepare_checkout(user_id=user_id, buy_now=now, coupon_ids=coupon_ids)


def all_consents() -> dict[ConsentKind, int]:
    """What every page shows and a buyer agrees to."""
    return {text.kind: text.version for text in consent_texts(clock.now().date())}


def place(checkout: Checkout, *, key: str = "", provider: Provider = Provider.ALIPAY) -> Placed:
    """The checkout as it was shown, ordered."""
    return place_order(
        checkout_id=checkout.id,
        user_id=checkout.user_id,
        version=checkout.version,
        key=key or f"place-{next(_keys)}",
        consents=all_consents() if checkout.consents else {},
        provider=provider,
    )


def capture(checkout_id: Id) -> None:
    """The provider has the money, and nobody has been told yet."""
    payment = get_payment(checkout_id)
    row, _ = AttemptRow.objects.get_or_create(
        number=payment.number,
        defaults={
            "checkout_id": checkout_id,
            "payment_id": payment.id,
            "provider": payment.provider.value,
        },
    )
    trade = Trade(
        number=row.number,
        state=TradeState.CAPTURED,
        merchant="us",
        amount=payment.amount,
        transaction_id=f"T{payment.number}",
        raw=Raw(request=b"asked", response=b"paid"),
    )
    settle_trade(number=payment.number, trade=trade, our_merchant="us", kind="query")


def pay(checkout_id: Id) -> None:
    """The checkout is paid, and its orders know of it."""
    capture(checkout_id)
    settle_capture(checkout_id=checkout_id)
