"""Reads that pages for buyers are made of: the way of lots, and what is on sale. They can be sent with others
(``kernel.asking``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import (
    Authorisation,
    CheckAnswer,
    CheckItem,
    Inspection,
    LotHistory,
    OnSale,
    Quality,
    SamplingPlan,
    Warehouse,
    WarehouseKind,
)
from hongshu.store.inventory.models.stock import NEVER

_TODAY = "CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date)"
_HISTORY = """
SELECT l.id, l.sku_id, l.product_id, l.code, s.name, s.country,
    (SELECT coalesce(json_agg(json_build_array(a.id, a.supplier_id, a.brand_id, a.number, a.valid_from,
        a.valid_until, a.document_ids, a.withdrawn_at) ORDER BY a.valid_until DESC, a.id DESC), '[]')
        FROM inventory_authorisation AS a WHERE a.supplier_id = l.supplier_id),
    o.ordered_at, l.received_at,
    json_build_array(w.id, w.code, w.name_zh, w.name_en, w.kind, w.country, w.customs_port, w.is_open),
    (SELECT coalesce(json_agg(json_build_array(i.id, i.lot_id, i.attempt, i.inspector_id, i.aql::text,
        i.code_letter, i.sample_size, i.accept_number, i.defects_found, i.items, i.answers, i.verdict, i.note,
        i.conditions_zh, i.conditions_en, i.picture_ids, i.decided_at) ORDER BY i.attempt DESC), '[]')
        FROM inventory_inspection AS i WHERE i.lot_id = l.id),
    l.quality, l.produced_on::text, l.expires_on::text, l.recalled_at, l.recall_reason
FROM inventory_lot AS l
JOIN inventory_supplier AS s ON s.id = l.supplier_id
JOIN inventory_purchase_line AS p ON p.id = l.line_id
JOIN inventory_purchase_order AS o ON o.id = p.order_id
"""
_OF_LOTS = (
    _HISTORY + "JOIN inventory_warehouse AS w ON w.id = l.warehouse_id WHERE l.id = ANY(%(lots)s::bigint[])"
)
# First-expired, as a reservation takes it; where it lies counts, not where it came in.
_ON_SHELF = f"""
    SELECT t.lot_id, t.warehouse_id, t.expires_on FROM inventory_stock AS t
    WHERE t.sku_id = k.sku_id AND NOT t.is_spent AND t.zone = 'shelf' AND t.sellable > 0
        AND t.expires_on > {_TODAY}
    ORDER BY t.expires_on, t.id LIMIT 1
"""  # noqa: S608 - the parts are ours
_OF_SKUS = (
    _HISTORY
    + "JOIN unnest(%(skus)s::bigint[]) AS k (sku_id) ON k.sku_id = l.sku_id"
    + f" JOIN LATERAL ({_ON_SHELF}) AS first ON first.lot_id = l.id"
    + " JOIN inventory_warehouse AS w ON w.id = first.warehouse_id"
)
_ON_SALE = f"""
SELECT k.sku_id,
    (SELECT coalesce(sum(t.sellable), 0)::int FROM inventory_stock AS t
        WHERE t.sku_id = k.sku_id AND NOT t.is_spent AND t.zone = 'shelf' AND t.expires_on > {_TODAY}),
    EXISTS (SELECT FROM inventory_lot AS l WHERE l.sku_id = k.sku_id),
    first.warehouse_id, w.kind, first.expires_on::text,
    (SELECT min(o.expected_on)::text FROM inventory_purchase_line AS p
        JOIN inventory_purchase_order AS o ON o.id = p.order_id
        WHERE p.sku_id = k.sku_id AND o.state = 'ordered' AND p.received_quantity < p.quantity
            AND o.expected_on >= {_TODAY})
FROM unnest(%(skus)s::bigint[]) AS k (sku_id)
LEFT JOIN LATERAL ({_ON_SHELF}) AS first ON true
LEFT JOIN inventory_warehouse AS w ON w.id = first.warehouse_id
"""  # noqa: S608 - the parts are ours


def ask_lot_histories(lot_ids: Collection[Id]) -> Asked[dict[Id, LotHistory]]:
    """The ways of lots by their ids; unknown ones are left out."""
    return _asked(_OF_LOTS, {"lots": sorted(set(lot_ids))}, lambda history: history.lot_id)


def ask_histories_on_sale(sku_ids: Collection[Id]) -> Asked[dict[Id, LotHistory]]:
    """By SKU the way of the lot that would be taken first now; SKUs of which none is on sale are left out."""
    return _asked(_OF_SKUS, {"skus": sorted(set(sku_ids))}, lambda history: history.sku_id)


def ask_on_sale(sku_ids: Collection[Id]) -> Asked[dict[Id, OnSale]]:
    """What can be had of each SKU now. Every SKU that is asked for is in the answer."""

    def answer(rows: list[tuple[Any, ...]]) -> dict[Id, OnSale]:
        return {Id(row[0]): _on_sale(row) for row in rows}

    if not sku_ids:
        return Asked.known({})
    return Asked(_ON_SALE, {"skus": sorted(set(sku_ids))}, answer, columns=7)


def _asked(statement: str, values: Mapping[str, list[Id]], key: Any) -> Asked[dict[Id, LotHistory]]:
    def answer(rows: list[tuple[Any, ...]]) -> dict[Id, LotHistory]:
        return {key(history): history for history in map(_history, rows)}

    if not any(values.values()):
        return Asked.known({})
    return Asked(statement, values, answer, columns=16, moments=(7, 8, 14))


def _on_sale(row: tuple[Any, ...]) -> OnSale:
    sku_id, sellable, was_here, warehouse_id, kind, expiry, coming = row
    return OnSale(
        sku_id=Id(sku_id),
        sellable=sellable,
        was_here=was_here,
        warehouse_id=None if warehouse_id is None else Id(warehouse_id),
        warehouse_kind=None if kind is None else WarehouseKind(kind),
        soonest_expiry=_day(expiry),
        coming_on=_day(coming),
    )


def _history(row: tuple[Any, ...]) -> LotHistory:
    (
        lot_id, sku_id, product_id, code, supplier, country, authorisations, ordered_at, received_at,
        warehouse, inspections, quality, produced_on, expires_on, recalled_at, reason,
    ) = row  # fmt: skip
    return LotHistory(
        lot_id=Id(lot_id),
        sku_id=Id(sku_id),
        product_id=Id(product_id),
        code=code,
        supplier_name=supplier,
        supplier_country=country,
        authorisations=tuple(map(_authorisation, authorisations)),
        ordered_at=ordered_at,
        received_at=received_at,
        warehouse=_warehouse(warehouse),
        inspections=tuple(map(_inspection, inspections)),
        quality=Quality(quality),
        produced_on=_day(produced_on),
        expires_on=_day(expires_on),
        recalled_at=recalled_at,
        recall_reason=reason,
    )


def _warehouse(told: list[Any]) -> Warehouse:
    key, code, name_zh, name_en, kind, country, port, is_open = told
    return Warehouse(
        id=Id(key),
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        kind=WarehouseKind(kind),
        country=country,
        customs_port=port,
        is_open=is_open,
    )


def _authorisation(told: list[Any]) -> Authorisation:
    key, supplier_id, brand_id, number, valid_from, valid_until, documents, withdrawn_at = told
    return Authorisation(
        id=Id(key),
        supplier_id=Id(supplier_id),
        brand_id=Id(brand_id),
        number=number,
        valid_from=date.fromisoformat(valid_from),
        valid_until=date.fromisoformat(valid_until),
        document_ids=tuple(map(Id, documents)),
        withdrawn_at=None if withdrawn_at is None else datetime.fromisoformat(withdrawn_at),
    )


def _inspection(told: list[Any]) -> Inspection:
    (
        key, lot_id, attempt, inspector_id, aql, letter, sample, accepts, defects, items, answers, verdict,
        note, conditions_zh, conditions_en, pictures, decided_at,
    ) = told  # fmt: skip
    return Inspection(
        id=Id(key),
        lot_id=Id(lot_id),
        attempt=attempt,
        inspector_id=Id(inspector_id),
        aql=Decimal(aql),
        plan=SamplingPlan(code_letter=letter, sample_size=sample, accept_number=accepts),
        defects_found=defects,
        items=tuple(CheckItem(**item) for item in items),
        answers=tuple(CheckAnswer(**each) for each in answers),
        verdict=Quality(verdict),
        note=note,
        conditions_zh=conditions_zh,
        conditions_en=conditions_en,
        picture_ids=tuple(map(Id, pictures)),
        decided_at=datetime.fromisoformat(decided_at),
    )


def _day(text: str | None) -> date | None:
    day = None if text is None else date.fromisoformat(text)
    return None if day == NEVER else day
