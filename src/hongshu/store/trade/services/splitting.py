"""From pieces to orders: one a warehouse within the country; from abroad as the law of the day says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import list_categories
from hongshu.store.customs.contracts import (
    Cart,
    ContentUnit,
    LawfulOrder,
    LineTax,
    Mode,
    QuotaLeft,
    QuoteLine,
)
from hongshu.store.customs.queries import quote_cart
from hongshu.store.trade.contracts import Address, CannotShipThere, OrderMode
from hongshu.store.trade.rules.composing import Piece
from hongshu.store.trade.rules.regions import BEYOND, zone_of
from hongshu.store.trade.rules.shipping import freight_fen, rate_on
from hongshu.store.trade.rules.stored import stored_tax

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_CUSTOMS = {OrderMode.BONDED: Mode.BONDED, OrderMode.DIRECT: Mode.DIRECT}
_MODES = {mode: of_trade for of_trade, mode in _CUSTOMS.items()}


def orders_of(
    pieces: Sequence[Piece], *, address: Address | None, year: QuotaLeft | None, at: datetime
) -> tuple[list[dict[str, Any]], DomainError | None]:
    """The orders as a checkout keeps them, and what keeps them from being placed, if anything does.

    Where customs refuse a quote, what comes from abroad is told without its tax: it is not to be had so.
    """
    day = at.astimezone(_SHANGHAI).date()
    zone = zone_of(address)
    by_place: dict[tuple[OrderMode, Id], list[Piece]] = {}
    for piece in pieces:
        by_place.setdefault((piece.mode, piece.warehouse_id), []).append(piece)
    freights: dict[tuple[OrderMode, Id], int] = {}
    refusal: DomainError | None = None
    for place, group in by_place.items():
        try:
            if place[0] is not OrderMode.DOMESTIC and zone in BEYOND:
                raise CannotShipThere
            freights[place] = _freight(group, rate_zone=zone, day=day)
        except CannotShipThere as error:
            freights[place], refusal = 0, error
    is_alone = len(by_place) == 1
    orders = [
        _order(mode, warehouse_id, "whole" if is_alone else "warehouse", group, freights[mode, warehouse_id])
        for (mode, warehouse_id), group in by_place.items()
        if mode is OrderMode.DOMESTIC
    ]
    abroad = {place: group for place, group in by_place.items() if place[0] is not OrderMode.DOMESTIC}
    if abroad:
        taxed = [piece for group in abroad.values() for piece in group]
        cart = _cart(taxed, sum(freights[place] for place in abroad), year)
        try:
            quoted = quote_cart(cart, on=day)
            orders += [_lawful(each, taxed, has_others=bool(orders)) for each in quoted.orders]
        except DomainError as error:
            refusal = refusal or error
            orders += [_order(*place, "warehouse", group, freights[place]) for place, group in abroad.items()]
    return orders, refusal


def _freight(group: Sequence[Piece], *, rate_zone: str, day: Any) -> int:
    return freight_fen(
        rate_on(day, origin=group[0].mode, zone=rate_zone),
        weight_g=sum(piece.weight_g * piece.quantity for piece in group),
        goods_fen=sum(piece.unit_fen * piece.quantity for piece in group),
    )


def _cart(pieces: Sequence[Piece], freight: int, year: QuotaLeft | None) -> Cart:
    codes = {category.slug: category.default_hs_code for category in list_categories()}
    return Cart(
        mode=_CUSTOMS[pieces[0].mode],
        lines=tuple(
            QuoteLine(
                hs_code=piece.hs_code or codes.get(piece.told["category"], ""),
                price_fen=piece.unit_fen,
                quantity=piece.quantity,
                content=piece.content or Decimal(1),
                content_unit=_unit_of(piece.content_unit),
                warehouse=str(int(piece.warehouse_id)),
                mode=_CUSTOMS[piece.mode],
            )
            for piece in pieces
        ),
        freight_fen=freight,
        year_used_fen=0 if year is None else year.used_fen,
    )


def _unit_of(unit: str) -> ContentUnit:
    return ContentUnit(unit) if unit in set(ContentUnit) else ContentUnit.PIECE


def _lawful(order: LawfulOrder, pieces: Sequence[Piece], *, has_others: bool) -> dict[str, Any]:
    lines = [_line(pieces[tax.line], tax.quantity, tax) for tax in order.lines]
    goods = sum(line["unit"] * line["quantity"] for line in lines)
    reason = "warehouse" if has_others and order.reason.value == "whole" else order.reason.value
    return {
        "mode": _MODES[order.mode].value,
        "warehouse_id": int(order.warehouse),
        "reason": reason,
        "lines": lines,
        "before": sum(line["before"] * line["quantity"] for line in lines),
        "goods": goods,
        # The dutiable price is that of the goods with their share of the freight.
        "freight": order.dutiable_fen - goods,
        "tax": order.tax_fen,
        "dutiable": order.dutiable_fen,
        "weight_g": sum(line["weight_g"] * line["quantity"] for line in lines),
    }


def _order(
    mode: OrderMode, warehouse_id: Id, reason: str, group: Sequence[Piece], freight: int
) -> dict[str, Any]:
    lines = [_line(piece, piece.quantity, None) for piece in group]
    return {
        "mode": mode.value,
        "warehouse_id": int(warehouse_id),
        "reason": reason,
        "lines": lines,
        "before": sum(line["before"] * line["quantity"] for line in lines),
        "goods": sum(line["unit"] * line["quantity"] for line in lines),
        "freight": freight,
        "tax": 0,
        "dutiable": 0,
        "weight_g": sum(line["weight_g"] * line["quantity"] for line in lines),
    }


def _line(piece: Piece, quantity: int, tax: LineTax | None) -> dict[str, Any]:
    return {
        **piece.told,
        "key": piece.key,
        "sku_id": int(piece.sku_id),
        "quantity": quantity,
        "before": piece.unit_before_fen,
        "unit": piece.unit_fen,
        "tax": stored_tax(tax),
        "left": piece.left,
        "weight_g": piece.weight_g,
        "hs_code": "" if tax is None else tax.rule.partition("@")[0],
    }
