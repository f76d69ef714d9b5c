"""Placing: a prepared checkout becomes its lawful orders, all of them or none.

Locks are taken from the private to the hot: the buyer's own rows, the flash sale's items, the stock last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hongshu.kernel import clock, outbox
from hongshu.kernel.asking import send
from hongshu.kernel.errors import DomainError
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id, new_ids, wire_form
from hongshu.kernel.money import Money
from hongshu.platform.identity.contracts import ConsentKind, ConsentMissing
from hongshu.platform.identity.queries import ask_identity
from hongshu.platform.identity.services import give_consents
from hongshu.store.catalog.queries import ask_prices_at
from hongshu.store.customs import contracts as customs
from hongshu.store.customs.services import reserve_quotas
from hongshu.store.inventory.services import take_stock
from hongshu.store.payments.contracts import PaymentPart, Provider
from hongshu.store.payments.queries import get_payment
from hongshu.store.payments.services import open_payment
from hongshu.store.promotions.contracts import FlashTake, LineToPrice, OwnedCoupon
from hongshu.store.promotions.queries import ask_active, ask_coupons_of, ask_offers, price_cart
from hongshu.store.promotions.services import redeem
from hongshu.store.trade.contracts import (
    CHECKOUT_KEPT_S,
    HOLD_LONGER_S,
    PAY_WITHIN_S,
    AddressNeeded,
    CannotShipThere,
    CheckoutChanged,
    CheckoutNotFound,
    CheckoutPlaced,
    CheckoutState,
    IdentityNeeded,
    OrderMode,
    OrderPlaced,
    Placed,
    PriceChanged,
)
from hongshu.store.trade.models import CheckoutRow
from hongshu.store.trade.services.moving import HOLDER

# What a checkout may have said of itself. A shortage is left to the stock, which may have come.
_PROBLEMS: dict[str, type[DomainError]] = {
    refusal.code: refusal
    for refusal in (
        AddressNeeded,
        CannotShipThere,
        IdentityNeeded,
        customs.AboveYearlyLimit,
        customs.NotOnPositiveList,
        customs.UnknownCode,
        customs.ContentNeeded,
    )
}
_ORDER = (
    "id", "number", "user_id", "checkout_id", "split_number", "split_count", "mode", "warehouse_id", "state",
    "reason", "address", "resident_id", "currency", "before_minor", "discount_minor", "goods_minor",
    "freight_minor", "tax_minor", "total_minor", "dutiable_minor", "refunded_goods_minor",
    "refunded_freight_minor", "refunded_tax_minor", "carrier", "tracking", "end_reason", "is_cancel_asked",
)  # fmt: skip
_LINE = (
    "id", "user_id", "order_id", "position", "sku_id", "product_id", "picture_id", "name_zh", "name_en",
    "option_zh", "option_en", "quantity", "refunded_units", "unit_before_minor", "unit_minor", "tax_minor",
    "tax", "declared", "touches", "surface", "note_id", "author_id",
)  # fmt: skip
_STEP = ("id", "user_id", "order_id", "state", "actor", "actor_id", "reason")
# The checkout is placed by whoever finds it open at the version that was shown; nobody else writes orders.
_PLACE = f"""
WITH placed AS (
    UPDATE trade_checkout SET state = 'placed'
    WHERE id = %(checkout)s AND user_id = %(user)s AND state = 'open' AND version = %(version)s
        AND prepared_at > statement_timestamp() - %(kept_s)s * interval '1 second'
    RETURNING id
), orders AS (
    INSERT INTO trade_order ({", ".join(_ORDER)}, placed_at, expires_at)
    SELECT {", ".join(f"r.{name}" for name in _ORDER)}, statement_timestamp(),
        statement_timestamp() + %(pay_within_s)s * interval '1 second'
    FROM placed, jsonb_populate_recordset(NULL::trade_order, %(orders)s::jsonb) AS r RETURNING id
), lines AS (
    INSERT INTO trade_order_line ({", ".join(_LINE)})
    SELECT {", ".join(f"r.{name}" for name in _LINE)}
    FROM placed, jsonb_populate_recordset(NULL::trade_order_line, %(lines)s::jsonb) AS r RETURNING id
), steps AS (
    INSERT INTO trade_step ({", ".join(_STEP)}, at)
    SELECT {", ".join(f"r.{name}" for name in _STEP)}, statement_timestamp()
    FROM placed, jsonb_populate_recordset(NULL::trade_step, %(steps)s::jsonb) AS r RETURNING id
)
SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM lines), (SELECT count(*) FROM steps)
"""  # noqa: S608 - names of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """An order that is to be written, and what of it others have to know."""

    id: Id
    mode: OrderMode
    warehouse_id: Id
    units: Mapping[Id, int]
    total_fen: int
    dutiable_fen: int
    row: dict[str, Any]
    lines: list[dict[str, Any]]


def place_order(
    *,
    checkout_id: Id,
    user_id: Id,
    version: int,
    key: str,
    consents: Mapping[ConsentKind, int],
    provider: Provider,
) -> Placed:
    """Turn a prepared checkout into its orders, with their stock and their one payment: all, or nothing.

    Idempotent on *key*. ``version`` is of the checkout that was shown. At most 12 statements. Opens its own
    transaction; asks no provider. Raises CheckoutNotFound (also for another member's), CheckoutPlaced,
    CheckoutChanged, PriceChanged, AddressNeeded, IdentityNeeded, ConsentMissing, ConsentOutdated,
    QuotaExceeded, what promotions refuse, OutOfStock with every short SKU of the first order that is short,
    and what kept customs from quoting.
    """
    given = {kind.value: number for kind, number in consents.items()}
    return once(
        owner_id=user_id,
        key=key,
        fingerprint=fingerprint_of("place", checkout_id, version, given, provider.value),
        work=lambda: _place(checkout_id, user_id, version, consents, provider),
        store=lambda placed: [int(placed.checkout_id), *map(int, placed.order_ids)],
        restore=_restored,
    )


def _restored(stored: list[int]) -> Placed:
    checkout_id, *order_ids = map(Id, stored)
    return Placed(checkout_id=checkout_id, order_ids=tuple(order_ids), payment=get_payment(checkout_id))


def _place(
    checkout_id: Id, user_id: Id, version: int, consents: Mapping[ConsentKind, int], provider: Provider
) -> Placed:
    at = clock.now()
    row = CheckoutRow.objects.filter(id=checkout_id, user_id=user_id).first()
    if row is None:
        raise CheckoutNotFound
    _check(row, version)
    body = row.body
    _check_as_shown(body, user_id, at)
    orders = _orders(row)
    _write(row, orders)
    outbox.append(
        OrderPlaced(checkout_id=checkout_id, user_id=user_id, order_ids=tuple(order.id for order in orders))
    )
    _keep_consents(body, user_id, checkout_id, consents)
    payment = open_payment(
        checkout_id=checkout_id,
        payer_user_id=user_id,
        parts=[PaymentPart(order_id=order.id, amount=Money(order.total_fen)) for order in orders],
        provider=provider,
        expires_in_s=PAY_WITHIN_S,
        subject=_subject(orders),
    )
    dutiable = {order.id: order.dutiable_fen for order in orders if order.dutiable_fen}
    if dutiable:
        reserve_quotas(resident_id=Id(body["resident_id"]), amounts_fen=dutiable, at=at)
    redeem(
        checkout_id=checkout_id,
        user_id=user_id,
        coupon_ids=[Id(each) for each in body["coupon_ids"]],
        flash=[FlashTake(Id(item), units) for item, units in body["flash"]],
    )
    for order in sorted(orders, key=lambda one: min(one.units)):
        take_stock(
            wanted=order.units,
            holder_kind=HOLDER,
            holder_id=order.id,
            hold_s=PAY_WITHIN_S + HOLD_LONGER_S,
            warehouse_ids=[order.warehouse_id],
        )
    return Placed(checkout_id=checkout_id, order_ids=tuple(order.id for order in orders), payment=payment)


def _check(row: CheckoutRow, version: int) -> None:
    if row.state == CheckoutState.PLACED:
        raise CheckoutPlaced
    if row.version != version:
        raise CheckoutChanged
    refusal = _PROBLEMS.get(row.body["problem"])
    if refusal is not None:
        raise refusal(**row.body["details"])


def _check_as_shown(body: Mapping[str, Any], user_id: Id, at: datetime) -> None:
    """What is charged is what was shown: everything is priced once more, by one statement's reads."""
    sku_ids = [Id(one["sku_id"]) for one in body["pricing"]]
    prices, active = ask_prices_at(sku_ids, at), ask_active(at)
    offers = ask_offers(sku_ids, at, user_id=user_id)
    asked: list[Any] = [prices, active, offers]
    coupons = ask_coupons_of(user_id, at) if body["coupon_ids"] else None
    identity = ask_identity(user_id) if body["resident_id"] is not None else None
    send(*asked, *(one for one in (coupons, identity) if one is not None))
    if identity is not None and (
        identity.answer is None or identity.answer.resident_id != body["resident_id"]
    ):
        raise IdentityNeeded
    lines = []
    for one in body["pricing"]:
        held = prices.answer.get(Id(one["sku_id"]))
        if held is None or held.selling is None:
            # The catalogue's copy was the price, and nothing that holds has come since.
            selling, listed, member = one["selling"], None, None
        else:
            selling, listed, member = held.selling.amount_minor, held.list, held.member
        lines.append(
            LineToPrice(
                key=one["key"],
                sku_id=Id(one["sku_id"]),
                product_id=Id(one["product_id"]),
                quantity=one["quantity"],
                selling_minor=selling,
                brand_slug=one["brand"],
                category_path=tuple(one["categories"]),
                list_minor=None if listed is None else listed.amount_minor,
                member_minor=None if member is None else member.amount_minor,
            )
        )
    wanted = set(body["coupon_ids"])
    used = [
        OwnedCoupon(each.id, each.promotion)
        for each in (coupons.answer if coupons is not None else ())
        if each.id in wanted
    ]
    priced = price_cart(
        lines=lines, promotions=active.answer, coupons=used, flash=offers.answer, is_member=True
    )
    shown = {one["key"]: tuple(one["units"]) for one in body["pricing"]}
    if any(line.unit_minors != shown[line.key] for line in priced.lines):
        raise PriceChanged


def _keep_consents(
    body: Mapping[str, Any], user_id: Id, checkout_id: Id, consents: Mapping[ConsentKind, int]
) -> None:
    """Consents are given for the checkout: its orders are one reading of one page."""
    needed = frozenset(map(ConsentKind, body["consents"]))
    for kind in sorted(needed):
        if kind not in consents:
            raise ConsentMissing(kind=kind.value)
    if needed:
        give_consents(
            user_id=user_id,
            given={kind: consents[kind] for kind in needed},
            needed=needed,
            subject_kind="checkout",
            subject_id=checkout_id,
        )


def _write(row: CheckoutRow, orders: list[_Order]) -> None:
    step_ids = new_ids(len(orders))
    steps = [
        {
            "id": int(key), "user_id": row.user_id, "order_id": int(order.id), "state": "placed",
            "actor": "buyer", "actor_id": row.user_id, "reason": "",
        }
        for key, order in zip(step_ids, orders, strict=True)
    ]  # fmt: skip
    values: dict[str, str | int] = {
        "checkout": row.id,
        "user": row.user_id,
        "version": row.version,
        "kept_s": CHECKOUT_KEPT_S,
        "pay_within_s": PAY_WITHIN_S,
        "orders": json.dumps([order.row for order in orders]),
        "lines": json.dumps([line for order in orders for line in order.lines]),
        "steps": json.dumps(steps),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, values)
        written = cursor.fetchone()
    if written[0] != len(orders):
        raise CheckoutChanged


def _orders(row: CheckoutRow) -> list[_Order]:
    told = row.body["orders"]
    ids = new_ids(len(told))
    return [
        _order(row, order_id, each, split_number=number, split_count=len(told))
        for number, (order_id, each) in enumerate(zip(ids, told, strict=True), start=1)
    ]


def _order(
    row: CheckoutRow, order_id: Id, told: Mapping[str, Any], *, split_number: int, split_count: int
) -> _Order:
    mode = OrderMode(told["mode"])
    total = told["goods"] + told["freight"] + told["tax"]
    units: dict[Id, int] = {}
    for line in told["lines"]:
        units[Id(line["sku_id"])] = units.get(Id(line["sku_id"]), 0) + line["quantity"]
    line_ids = new_ids(len(told["lines"]))
    return _Order(
        id=order_id,
        mode=mode,
        warehouse_id=Id(told["warehouse_id"]),
        units=units,
        total_fen=total,
        dutiable_fen=told["dutiable"],
        row={
            "id": int(order_id),
            "number": f"HS{wire_form(order_id)}",
            "user_id": row.user_id,
            "checkout_id": int(row.id),
            "split_number": split_number,
            "split_count": split_count,
            "mode": mode.value,
            "warehouse_id": told["warehouse_id"],
            "state": "placed",
            "reason": told["reason"],
            "address": row.body["address"],
            "resident_id": row.body["resident_id"] if mode is not OrderMode.DOMESTIC else None,
            "currency": "CNY",
            "before_minor": told["before"],
            "discount_minor": told["before"] - told["goods"],
            "goods_minor": told["goods"],
            "freight_minor": told["freight"],
            "tax_minor": told["tax"],
            "total_minor": total,
            "dutiable_minor": told["dutiable"],
            "refunded_goods_minor": 0,
            "refunded_freight_minor": 0,
            "refunded_tax_minor": 0,
            "carrier": "",
            "tracking": "",
            "end_reason": "",
            "is_cancel_asked": False,
        },
        lines=[
            _line(row, order_id, line_id, line, position=position)
            for position, (line_id, line) in enumerate(zip(line_ids, told["lines"], strict=True), start=1)
        ],
    )


def _line(
    row: CheckoutRow, order_id: Id, line_id: Id, told: Mapping[str, Any], *, position: int
) -> dict[str, Any]:
    last = told["touches"][-1] if told["touches"] else ["", None, None, ""]
    tax = told["tax"]
    names = ("code", "barcode", "origin", "brand", "hs_code", "weight_g")
    return {
        "id": int(line_id),
        "user_id": row.user_id,
        "order_id": int(order_id),
        "position": position,
        "sku_id": told["sku_id"],
        "product_id": told["product_id"],
        "picture_id": told["picture_id"],
        "name_zh": told["name"][0][:200],
        "name_en": told["name"][1][:200],
        "option_zh": told["option"][0][:200],
        "option_en": told["option"][1][:200],
        "quantity": told["quantity"],
        "refunded_units": 0,
        "unit_before_minor": told["before"],
        "unit_minor": told["unit"],
        "tax_minor": 0 if tax is None else tax["tax_fen"],
        "tax": tax,
        "declared": {name: told[name] for name in names},
        "touches": told["touches"],
        "surface": last[0],
        "note_id": last[1],
        "author_id": last[2],
    }


def _subject(orders: list[_Order]) -> str:
    """What stands on the buyer's bill."""
    first = orders[0].lines[0]
    name = first["name_zh"] or first["name_en"]
    count = sum(sum(order.units.values()) for order in orders)
    return f"{name[:60]} ×{count}" if count > 1 else name[:80]
