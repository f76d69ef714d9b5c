"""Reads of lots."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import Lot, LotNotFound, Quality
from hongshu.store.inventory.models import LotRow
from hongshu.store.inventory.models.stock import NEVER


def get_lot(lot_id: Id) -> Lot:
    """One lot; one query. Raises LotNotFound."""
    found = list_lots_by_id([lot_id])
    if not found:
        raise LotNotFound
    return found[lot_id]


def list_lots_by_id(ids: Collection[Id]) -> dict[Id, Lot]:
    """Lots by their ids; one query, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): lot_of(row) for row in _rows().filter(id__in=set(ids))}


def list_lots_of_lines(line_ids: Collection[Id]) -> dict[Id, tuple[Lot, ...]]:
    """What has come of purchase lines, the first lot first; one query, none for no ids."""
    if not line_ids:
        return {}
    found: dict[Id, list[Lot]] = {}
    for row in _rows().filter(line_id__in=set(line_ids)).order_by("id"):
        found.setdefault(Id(row.line_id), []).append(lot_of(row))
    return {key: tuple(lots) for key, lots in found.items()}


def list_lots_to_inspect(*, cursor: str = "", limit: int = 24) -> tuple[tuple[Lot, ...], str]:
    """Lots that wait for their first verdict, the longest waiting first, with the next page's cursor.

    Recalled ones wait for nothing. One query. Raises InvalidCursor.
    """
    rows = _rows().filter(quality=Quality.AWAITING.value, recalled_at=None)
    if cursor:
        rows = rows.filter(id__gt=decode_cursor("lots_to_inspect", cursor)[0])
    found = list(rows.order_by("id")[: limit + 1])
    return _page("lots_to_inspect", found, limit)


def count_lots_to_inspect() -> int:
    """How many lots wait for their first verdict."""
    return LotRow.objects.filter(quality=Quality.AWAITING.value, recalled_at=None).count()


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
    rows = _rows().filter(**filters)
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(listing, cursor)[0])
    return _page(listing, list(rows.order_by("-id")[: limit + 1]), limit)


def lot_of(row: LotRow) -> Lot:
    """The contract of a row that has its line with it. Not a door."""
    return Lot(
        id=Id(row.id),
        sku_id=Id(row.sku_id),
        product_id=Id(row.product_id),
        code=row.code,
        supplier_id=Id(row.supplier_id),
        purchase_order_id=Id(row.line.order_id),
        warehouse_id=Id(row.warehouse_id),
        received_quantity=row.received_quantity,
        unit_cost=Money(row.unit_cost_minor),
        produced_on=row.produced_on,
        expires_on=None if row.expires_on == NEVER else row.expires_on,
        received_at=row.received_at,
        quality=Quality(row.quality),
        recalled_at=row.recalled_at,
        recall_reason=row.recall_reason,
    )


def _rows() -> QuerySet[LotRow]:
    return LotRow.objects.select_related("line")


def _page(listing: str, found: list[LotRow], limit: int) -> tuple[tuple[Lot, ...], str]:
    shown = found[:limit]
    onward = encode_cursor(listing, [int(shown[-1].id)]) if len(found) > limit else ""
    return tuple(map(lot_of, shown)), onward
