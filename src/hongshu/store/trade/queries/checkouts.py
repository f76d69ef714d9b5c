"""Reads of checkouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import Text
from hongshu.store.trade.contracts import (
    Checkout,
    CheckoutLine,
    CheckoutNotFound,
    CheckoutOrder,
    CheckoutState,
    OrderMode,
)
from hongshu.store.trade.models import CheckoutRow
from hongshu.store.trade.queries.shapes import PARTS
from hongshu.store.trade.rules.stored import address_of, discounts_of


def get_checkout(checkout_id: Id, *, user_id: Id) -> Checkout:
    """A member's checkout as it was prepared last. Raises CheckoutNotFound, also for another member's."""
    row = CheckoutRow.objects.filter(id=checkout_id, user_id=user_id).first()
    if row is None:
        raise CheckoutNotFound
    return checkout_of(row)


def checkout_of(row: CheckoutRow) -> Checkout:
    """The contract of a row."""
    body = row.body
    left, resident_id = body["quota_left"], body["resident_id"]
    return Checkout(
        id=Id(row.id),
        user_id=Id(row.user_id),
        state=CheckoutState(row.state),
        version=row.version,
        is_from_cart=row.asked["now"] is None,
        address=address_of(body["address"]),
        orders=tuple(map(_order, body["orders"])),
        before=Money(body["before"]),
        discount=Money(body["discount"]),
        goods=Money(body["goods"]),
        freight=Money(body["freight"]),
        tax=Money(body["tax"]),
        total=Money(body["total"]),
        discounts=discounts_of(body["discounts"]),
        coupon_ids=tuple(map(Id, body["coupon_ids"])),
        line_ids=tuple(map(Id, body["line_ids"])),
        consents=tuple(body["consents"]),
        needs_identity=body["needs_identity"],
        resident_id=None if resident_id is None else Id(resident_id),
        quota_wanted=Money(body["quota_wanted"]),
        quota_left=None if left is None else Money(left),
        problem=body["problem"],
        details=body["details"],
        prepared_at=row.prepared_at,
    )


def _order(told: Mapping[str, Any]) -> CheckoutOrder:
    return CheckoutOrder(
        mode=OrderMode(told["mode"]),
        warehouse_id=Id(told["warehouse_id"]),
        reason=told["reason"],
        lines=tuple(map(_line, told["lines"])),
        goods=Money(told["goods"]),
        freight=Money(told["freight"]),
        tax=Money(told["tax"]),
    )


def _line(told: Mapping[str, Any]) -> CheckoutLine:
    tax = told["tax"] or {}
    tariff, consumption, vat = (tax.get(f"{name}_fen", 0) for name in PARTS)
    of_tariff, of_consumption, of_vat = (tax.get(f"{name}_millionths", 0) for name in PARTS)
    picture = told["picture_id"]
    return CheckoutLine(
        sku_id=Id(told["sku_id"]),
        product_id=Id(told["product_id"]),
        name=Text(*told["name"]),
        option=Text(*told["option"]),
        picture_id=None if picture is None else Id(picture),
        quantity=told["quantity"],
        unit_before=Money(told["before"]),
        unit=Money(told["unit"]),
        total=Money(told["unit"] * told["quantity"]),
        discounts=discounts_of(told["discounts"]),
        tax=Money(tax.get("tax_fen", 0)),
        tax_parts=(tariff, consumption, vat),
        rates=(of_tariff, of_consumption, of_vat),
        left=told["left"],
    )
