"""Reads of lots."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import Lot, LotNotFound, Quality
from hongshu.store.inventory.models import LotRow
from hongshu.store.inventory.models.stock import NEVER

_COLUMNS = (
    "id", "sku_id", "product_id", "code", "supplier_id", "line__order_id", "warehouse_id",
    "received_quantity", "unit_cost_minor", "produced_on", "expires_on", "received_at", "quality",
    "recalled_at", "recall_reason",
)  # fmt: skip


def get_lot(lot_id: Id) -> Lot:
    """One lot; one query. Raises LotNotFound."""
    found = list_lots_by_id([lot_id])
    if not found:
        raise LotNotFound
    return found[lot_id]


def list_lots_by_id(ids: Collection[Id]) -> dict[Id, Lot]:
    """Lots by their ids; one query, none for no ids."""
    return ask_lots(ids).answer


def ask_lots(ids: Collection[Id]) -> Asked[dict[Id, Lot]]:
    """``list_lots_by_id`` to be asked together with others."""
    if not ids:
        return Asked.known({})
    rows = LotRow.objects.filter(id__in=set(ids)).values_list(*_COLUMNS)
    return Asked.rows(rows, lambda found: {lot.id: lot for lot in map(_lot, found)})


def list_lots_of_lines(line_ids: Collection[Id]) -> dict[Id, tuple[Lot, ...]]:
    """What has come of purchase lines, the first lot first; one query, none for no ids."""
    if not line_ids:
        return {}
    found: dict[Id, list[Lot]] = {}
    rows = LotRow.objects.filter(line_id__in=set(line_ids)).order_by("id")
    for line_id, *values in rows.values_list("line_id", *_COLUMNS):
        found.setdefault(Id(line_id), []).append(_lot(values))
    return {key: tuple(lots) for key, lots in found.items()}


def list_lots_to_inspect(*, cursor: str = "", limit: int = 24) -> tuple[tuple[Lot, ...], str]:
    """Lots that wait for their first verdict, the longest waiting first, with the next page's cursor.

    Recalled ones wait for nothing. One query. Raises InvalidCursor.
    """
    return ask_lots_to_inspect(cursor=cursor, limit=limit).answer


def ask_lots_to_inspect(*, cursor: str = "", limit: int = 24) -> Asked[tuple[tuple[Lot, ...], str]]:
    """``list_lots_to_inspect`` to be asked together with others."""
    rows = LotRow.objects.filter(quality=Quality.AWAITING.value, recalled_at=None)
    if cursor:
        rows = rows.filter(id__gt=decode_cursor("lots_to_inspect", cursor)[0])
    asked = rows.order_by("id").values_list(*_COLUMNS)[: limit + 1]
    return Asked.rows(asked, lambda found: _page("lots_to_inspect", found, limit))


def count_lots_to_inspect() -> int:
    """How many lots wait for their first verdict. One query."""
    return ask_lots_to_inspect_count().answer


def ask_lots_to_inspect_count() -> Asked[int]:
    """``count_lots_to_inspect`` to be asked together with others."""
    return Asked(
        "SELECT count(*) FROM inventory_lot WHERE quality = %s AND recalled_at IS NULL",
        [Quality.AWAITING.value],
        lambda found: int(found[0][0]),
        columns=1,
    )


def list_lots(
    *,
    sku_id: Id | None = None,
    product_id: Id | None = None,
    supplier_id: Id | None = None,
    warehouse_id: Id | None = None,
    quality: Quality | None = None,
    is_recalled: bool | None = None,
    code: str | None = None,
    cursor: str = "",
    limit: int = 24,
) -> tuple[tuple[Lot, ...], str]:
    """A page of lots, the newest first, with the next page's cursor. *code* is the maker's lot code.

    One query. Raises InvalidCursor.
    """
    wanted = {
        "sku_id": sku_id,
        "product_id": product_id,
        "supplier_id": supplier_id,
        "warehouse_id": warehouse_id,
        "quality": None if quality is None else quality.value,
        "code": code,
        "recalled_at__isnull": None if is_recalled is None else not is_recalled,
    }
    filters = {name: value for name, value in wanted.items() if value is not None}
    listing = "lots:" + ",".join(f"{name}={value}" for name, value in filters.items())
    rows = LotRow.objects.filter(**filters)
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(listing, cursor)[0])
    return _page(listing, list(rows.order_by("-id").values_list(*_COLUMNS)[: limit + 1]), limit)


def _lot(values: Any) -> Lot:
    (
        key, sku_id, product_id, code, supplier_id, order_id, warehouse_id, received_quantity,
        unit_cost_minor, produced_on, expires_on, received_at, quality, recalled_at, recall_reason,
    ) = values  # fmt: skip
    ends = day_of(expires_on)
    return Lot(
        id=Id(key),
        sku_id=Id(sku_id),
        product_id=Id(product_id),
        code=code,
        supplier_id=Id(supplier_id),
        purchase_order_id=Id(order_id),
        warehouse_id=Id(warehouse_id),
        received_quantity=received_quantity,
        unit_cost=Money(unit_cost_minor),
        produced_on=day_of(produced_on),
        expires_on=None if ends == NEVER else ends,
        received_at=received_at,
        quality=Quality(quality),
        recalled_at=recalled_at,
        recall_reason=recall_reason,
    )


def day_of(value: date | str | None) -> date | None:
    """A day as the driver gives it, or as it travels among reads that are asked together. Not a door."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _page(listing: str, found: list[Any], limit: int) -> tuple[tuple[Lot, ...], str]:
    shown = found[:limit]
    onward = encode_cursor(listing, [int(shown[-1][0])]) if len(found) > limit else ""
    return tuple(map(_lot, shown)), onward
