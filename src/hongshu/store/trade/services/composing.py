"""What a checkout comes to: prices, places, freight, import tax, and the orders of the split.

The body that is made here is kept as JSON; ``queries.checkouts`` reads it, and ``placing`` writes it into
orders as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hongshu.kernel.asking import send
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.platform.identity.contracts import ConsentKind
from hongshu.platform.identity.queries import ask_identity
from hongshu.store.carts.contracts import CannotBeBought, Touch
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.catalog.queries import ask_prices_at, list_products_by_id, list_skus_by_id
from hongshu.store.customs.contracts import QuotaLeft
from hongshu.store.customs.queries import quota_left
from hongshu.store.inventory.contracts import WarehouseKind, out_of_stock
from hongshu.store.inventory.queries import ask_sellable_by_warehouse
from hongshu.store.promotions.contracts import PricedCart
from hongshu.store.promotions.queries import (
    ask_active,
    ask_offers,
    best_coupons,
    line_to_price,
    list_usable,
    price_cart,
)
from hongshu.store.trade.contracts import Address, AddressNeeded, IdentityNeeded, OrderMode
from hongshu.store.trade.queries.addresses import get_address, list_addresses
from hongshu.store.trade.rules.composing import Piece, pieces_of, place_for
from hongshu.store.trade.rules.stored import stored_address, stored_discounts
from hongshu.store.trade.services.splitting import orders_of

_MODES = {
    WarehouseKind.DOMESTIC: OrderMode.DOMESTIC,
    WarehouseKind.BONDED: OrderMode.BONDED,
    WarehouseKind.OVERSEAS: OrderMode.DIRECT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Units that somebody wants; ``key`` is the cart's line, 0 without a cart."""

    key: int
    sku_id: Id
    quantity: int
    touches: tuple[Touch, ...]


def compose(
    *,
    user_id: Id,
    wanted: Sequence[Wanted],
    address_id: Id | None,
    coupon_ids: Collection[Id] | None,
    at: datetime,
) -> dict[str, Any]:
    """The body of a checkout. Raises AddressNotFound; what cannot be placed as it is says so in it."""
    sku_ids = [one.sku_id for one in wanted]
    skus = list_skus_by_id(sku_ids)
    shown = list_products_by_id({sku.product_id for sku in skus.values()})
    prices, active = ask_prices_at(sku_ids, at), ask_active(at)
    offers = ask_offers(sku_ids, at, user_id=user_id)
    places, identity = ask_sellable_by_warehouse(sku_ids), ask_identity(user_id)
    send(prices, active, offers, places, identity)
    buyable = [one for one in wanted if one.sku_id in skus and skus[one.sku_id].product_id in shown]
    lines = [
        line_to_price(
            key=one.key,
            sku=skus[one.sku_id],
            quantity=one.quantity,
            prices=prices.answer.get(one.sku_id),
        )
        for one in buyable
    ]
    coupons = list_usable(user_id, at, ids=coupon_ids)
    if coupon_ids is None:
        coupons = best_coupons(lines=lines, promotions=active.answer, coupons=coupons, flash=offers.answer)[
            :1
        ]
    priced = price_cart(
        lines=lines, promotions=active.answer, coupons=coupons, flash=offers.answer, is_member=True
    )
    address = _address(user_id, address_id)
    pieces = _pieces(buyable, priced, skus, places.answer)
    proven = identity.answer
    is_abroad = any(piece.mode is not OrderMode.DOMESTIC for piece in pieces)
    quota = quota_left(proven.resident_id, at=at) if proven is not None and is_abroad else None
    orders, refusal = orders_of(pieces, address=address, year=quota, at=at)
    problem = _problem(wanted, buyable, pieces) or refusal or (None if address else AddressNeeded())
    if problem is None and is_abroad and proven is None:
        problem = IdentityNeeded()
    return {
        **_sums(orders, priced),
        **_used(priced),
        **_quota(orders, quota),
        "orders": orders,
        "pricing": [_pricing(one, skus[one.sku_id], priced) for one in buyable],
        "line_ids": [one.key for one in buyable if one.key],
        "address": stored_address(address),
        "consents": [kind.value for kind in ConsentKind] if is_abroad else [],
        "needs_identity": is_abroad and proven is None,
        "resident_id": int(proven.resident_id) if proven is not None and is_abroad else None,
        "problem": problem.code if problem else "",
        "details": dict(problem.details) if problem else {},
    }


def _used(priced: PricedCart) -> dict[str, Any]:
    """What was taken off, and by which coupons and flash sales."""
    return {
        "discounts": stored_discounts(priced.by_source),
        "coupon_ids": [int(key) for key in priced.coupons_used],
        "flash": [
            [int(line.flash_item_id), line.flash_units]
            for line in priced.lines
            if line.flash_item_id is not None and line.flash_units
        ],
    }


def _address(user_id: Id, address_id: Id | None) -> Address | None:
    if address_id is not None:
        return get_address(address_id, user_id=user_id)
    return next(iter(list_addresses(user_id)), None)


def _pieces(
    wanted: Sequence[Wanted],
    priced: PricedCart,
    skus: Mapping[Id, SkuOfProduct],
    places: Mapping[Id, tuple[tuple[Id, WarehouseKind, int], ...]],
) -> list[Piece]:
    by_key = {line.key: line for line in priced.lines}
    found: list[Piece] = []
    for one in wanted:
        place = place_for(places.get(one.sku_id, ()), one.quantity)
        found += pieces_of(
            by_key[one.key],
            skus[one.sku_id],
            mode=_MODES[place[1]] if place else OrderMode.DOMESTIC,
            warehouse_id=place[0] if place else Id(0),
            left=place[2] if place else 0,
            touches=[touch.stored for touch in one.touches],
        )
    return found


def _problem(
    wanted: Sequence[Wanted], buyable: Sequence[Wanted], pieces: Sequence[Piece]
) -> DomainError | None:
    units: dict[Id, int] = {}
    for piece in pieces:
        units[piece.sku_id] = units.get(piece.sku_id, 0) + piece.quantity
    short = {piece.sku_id: piece.left for piece in pieces if piece.left < units[piece.sku_id]}
    if short:
        return out_of_stock(short)
    return CannotBeBought() if len(buyable) < len(wanted) else None


def _pricing(one: Wanted, sku: SkuOfProduct, priced: PricedCart) -> dict[str, Any]:
    """What is priced once more when it is placed, and what it came to."""
    line = next(line for line in priced.lines if line.key == one.key)
    return {
        "key": one.key,
        "sku_id": int(one.sku_id),
        "product_id": int(sku.product_id),
        "quantity": one.quantity,
        "selling": sku.sku.price.amount_minor,
        "brand": sku.brand_slug,
        "categories": list(sku.category_path),
        "units": list(line.unit_minors),
    }


def _sums(orders: Sequence[Mapping[str, Any]], priced: PricedCart) -> dict[str, int]:
    freight, tax = (sum(order[name] for order in orders) for name in ("freight", "tax"))
    return {
        "before": priced.before_minor,
        "discount": priced.discount_minor,
        "goods": priced.total_minor,
        "freight": freight,
        "tax": tax,
        "total": priced.total_minor + freight + tax,
    }


def _quota(orders: Sequence[Mapping[str, Any]], quota: QuotaLeft | None) -> dict[str, int | None]:
    return {
        "quota_wanted": sum(order["dutiable"] for order in orders),
        "quota_left": None if quota is None else quota.left_fen,
    }
