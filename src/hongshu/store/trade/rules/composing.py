"""From priced lines to pieces: units of one SKU at one price, from one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.inventory.contracts import WarehouseKind
from hongshu.store.promotions.contracts import PricedLine
from hongshu.store.trade.contracts import OrderMode
from hongshu.store.trade.rules.stored import stored_discounts

# What is nearest to the buyer comes first: no customs, then a warehouse within the country.
_NEAREST = (WarehouseKind.DOMESTIC, WarehouseKind.BONDED, WarehouseKind.OVERSEAS)
# Nobody has weighed it: a small parcel.
WEIGHT_UNKNOWN_G = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Units of a SKU that cost the same and come from the same place. ``told`` is what is written down of
    them besides.
    """

    key: int
    sku_id: Id
    quantity: int
    unit_before_fen: int
    unit_fen: int
    mode: OrderMode
    warehouse_id: Id
    left: int
    weight_g: int
    hs_code: str
    content: Decimal | None
    content_unit: str
    told: dict[str, Any]


def place_for(
    places: Sequence[tuple[Id, WarehouseKind, int]], quantity: int
) -> tuple[Id, WarehouseKind, int] | None:
    """From where units come: the nearest warehouse that has all of them; if none has, the one with most."""
    for kind in _NEAREST:
        enough = [place for place in places if place[1] is kind and place[2] >= quantity]
        if enough:
            return max(enough, key=lambda place: (place[2], -place[0]))
    return max(places, key=lambda place: (place[2], -_NEAREST.index(place[1]), -place[0]), default=None)


def pieces_of(
    line: PricedLine,
    sku: SkuOfProduct,
    *,
    mode: OrderMode,
    warehouse_id: Id,
    left: int,
    touches: list[list[Any]],
) -> list[Piece]:
    """The pieces of a line, the dearest units first; the units of a line mostly cost the same."""
    made = []
    for price in sorted(set(line.unit_minors), reverse=True):
        told = {
            "product_id": int(sku.product_id),
            "picture_id": None if sku.picture_id is None else int(sku.picture_id),
            "name": [sku.product_name.zh, sku.product_name.en],
            "option": [sku.sku.option.zh, sku.sku.option.en],
            "discounts": stored_discounts(line.discounts),
            "touches": touches,
            "code": sku.sku.code,
            "barcode": sku.sku.barcode,
            "origin": sku.sku.origin_country,
            "brand": sku.brand_name.zh or sku.brand_name.en,
            "category": sku.category_path[-1] if sku.category_path else "",
        }
        made.append(
            Piece(
                key=line.key,
                sku_id=line.sku_id,
                quantity=line.unit_minors.count(price),
                unit_before_fen=line.before_minor // line.quantity,
                unit_fen=price,
                mode=mode,
                warehouse_id=warehouse_id,
                left=left,
                weight_g=sku.sku.weight_g or WEIGHT_UNKNOWN_G,
                hs_code=sku.sku.hs_code,
                content=sku.sku.content,
                content_unit=sku.sku.content_unit,
                told=told,
            )
        )
    return made
