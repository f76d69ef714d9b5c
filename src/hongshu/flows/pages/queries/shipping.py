"""From where units come, and what import tax may be due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from hongshu.kernel.errors import DomainError
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.catalog.queries import list_categories
from hongshu.store.customs.contracts import Cart, ContentUnit, Mode, QuoteLine
from hongshu.store.customs.queries import quote_cart
from hongshu.store.inventory.contracts import WarehouseKind
from hongshu.store.promotions.contracts import PricedLine

# What is nearest to the buyer comes first: no customs, then a warehouse within the country.
_NEAREST = (WarehouseKind.DOMESTIC, WarehouseKind.BONDED, WarehouseKind.OVERSEAS)
_MODES = {WarehouseKind.BONDED: Mode.BONDED, WarehouseKind.OVERSEAS: Mode.DIRECT}


def shipping_of(sellable: Mapping[WarehouseKind, int], quantity: int) -> tuple[str, int]:
    """From which kind of warehouse units come, and how many can be had there.

    The nearest one that has enough; if none has, the one that has most. Empty and 0 when nobody has any.
    """
    for kind in _NEAREST:
        if sellable.get(kind, 0) >= quantity:
            return kind.value, sellable[kind]
    best = max(_NEAREST, key=lambda kind: sellable.get(kind, 0))
    return (best.value, sellable[best]) if sellable.get(best, 0) else ("", 0)


def estimated_tax(
    kind: WarehouseKind, lines: Sequence[tuple[SkuOfProduct, PricedLine]], *, on: date
) -> Money | None:
    """The import tax of lines that come from such a warehouse; None where it cannot be told or none is due.

    An estimate without freight and without what the buyer has used of the year: the checkout says it exactly.
    """
    mode = _MODES.get(kind)
    if mode is None or not lines:
        return None
    quoted = []
    codes = {category.slug: category.default_hs_code for category in list_categories()}
    for sku, priced in lines:
        hs_code = sku.sku.hs_code or codes.get(sku.category_path[-1] if sku.category_path else "", "")
        quoted += [
            QuoteLine(
                hs_code=hs_code,
                price_fen=price,
                quantity=priced.unit_minors.count(price),
                content=sku.sku.content or Decimal(1),
                content_unit=_unit_of(sku.sku.content_unit),
            )
            for price in sorted(set(priced.unit_minors))
        ]
    try:
        return Money(quote_cart(Cart(mode=mode, lines=tuple(quoted)), on=on).tax_fen)
    except DomainError:
        return None


def _unit_of(unit: str) -> ContentUnit:
    return ContentUnit(unit) if unit in set(ContentUnit) else ContentUnit.PIECE
