"""A cart as it is written in JSON, read strictly: no floats, nothing unknown, nothing huge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hongshu.store.customs.contracts import (
    MOST_FEN,
    MOST_LINES,
    MOST_UNITS,
    Cart,
    ContentUnit,
    InvalidCart,
    Mode,
    QuoteLine,
    UnknownMode,
)

_CART = {"mode", "on", "freight_fen", "insurance_fen", "year_used_fen", "lines"}
_LINE = {"hs_code", "price_fen", "quantity", "content", "content_unit", "sku", "warehouse", "mode"}
_CONTENT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def read_cart(given: object) -> tuple[Cart, date]:
    """The cart and the day whose law it asks for, or a refusal that names the field."""
    cart = _mapping(given, "cart", _CART)
    lines = cart.get("lines")
    if not isinstance(lines, list) or not 1 <= len(lines) <= MOST_LINES:
        raise InvalidCart(field="lines", why=f"must be a list of 1 to {MOST_LINES}")
    read = tuple(_line(line, f"lines[{place}]") for place, line in enumerate(lines))
    if sum(line.quantity for line in read) > MOST_UNITS:
        raise InvalidCart(field="lines", why=f"may hold at most {MOST_UNITS} units together")
    return Cart(
        mode=_mode(cart.get("mode"), "mode"),
        lines=read,
        freight_fen=_whole(cart.get("freight_fen", 0), "freight_fen", 0, MOST_FEN),
        insurance_fen=_whole(cart.get("insurance_fen", 0), "insurance_fen", 0, MOST_FEN),
        year_used_fen=_whole(cart.get("year_used_fen", 0), "year_used_fen", 0, MOST_FEN),
    ), _day(cart.get("on"))


def _line(given: object, field: str) -> QuoteLine:
    line = _mapping(given, field, _LINE)
    code = line.get("hs_code")
    if not isinstance(code, str) or not re.fullmatch(r"[0-9]{10}", code):
        raise InvalidCart(field=f"{field}.hs_code", why="must be a text of ten digits")
    content, unit = line.get("content"), line.get("content_unit")
    if (content is None) != (unit is None):
        raise InvalidCart(field=f"{field}.content", why="and content_unit go together")
    mode = line.get("mode")
    return QuoteLine(
        hs_code=code,
        price_fen=_whole(line.get("price_fen"), f"{field}.price_fen", 0, MOST_FEN),
        quantity=_whole(line.get("quantity"), f"{field}.quantity", 1, MOST_UNITS),
        content=None if content is None else _content(content, f"{field}.content"),
        content_unit=None if unit is None else _unit(unit, f"{field}.content_unit"),
        sku=_text(line.get("sku", ""), f"{field}.sku"),
        warehouse=_text(line.get("warehouse", ""), f"{field}.warehouse"),
        mode=None if mode is None else _mode(mode, f"{field}.mode"),
    )


def _mapping(given: object, field: str, known: set[str]) -> Mapping[str, object]:
    if not isinstance(given, dict):
        raise InvalidCart(field=field, why="must be an object")
    unknown = sorted(str(name)[:40] for name in given if name not in known)
    if unknown:
        raise InvalidCart(field=field, why=f"has an unknown field {unknown[0]!r}")
    return given


def _whole(given: object, field: str, least: int, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise InvalidCart(field=field, why=f"must be a whole number from {least} to {most}")
    return given


def _content(given: object, field: str) -> Decimal:
    if not isinstance(given, str) or not _CONTENT.fullmatch(given) or not Decimal(given):
        raise InvalidCart(field=field, why='must be a text like "20" or "1.5", above zero')
    return Decimal(given)


def _unit(given: object, field: str) -> ContentUnit:
    if not isinstance(given, str) or given not in {unit.value for unit in ContentUnit}:
        raise InvalidCart(field=field, why="must be ml, g, piece or sheet")
    return ContentUnit(given)


def _mode(given: object, field: str) -> Mode:
    if not isinstance(given, str) or given not in {mode.value for mode in Mode}:
        raise UnknownMode(field=field, mode=str(given)[:20])
    return Mode(given)


def _text(given: object, field: str) -> str:
    if not isinstance(given, str) or len(given) > 100:
        raise InvalidCart(field=field, why="must be a text of at most 100 characters")
    return given


def _day(given: object) -> date:
    if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise InvalidCart(field="on", why="must be a day like 2026-11-22")
