"""Reads of warehouses, suppliers with their authorisations, and purchase orders."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Prefetch, QuerySet

from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import (
    Authorisation,
    PurchaseLine,
    PurchaseOrder,
    PurchaseOrderNotFound,
    PurchaseState,
    Supplier,
    SupplierNotFound,
    Warehouse,
    WarehouseKind,
)
from hongshu.store.inventory.models import (
    AuthorisationRow,
    PurchaseLineRow,
    PurchaseOrderRow,
    SupplierRow,
    WarehouseRow,
)
from hongshu.store.inventory.rules.costing import shares_of_lines, unit_cost_of


def list_warehouses(*, with_closed: bool = False) -> tuple[Warehouse, ...]:
    """The warehouses, by their codes. One query."""
    rows = WarehouseRow.objects.order_by("code")
    return tuple(map(_warehouse, rows if with_closed else rows.filter(is_open=True)))


def list_warehouses_by_id(ids: Collection[Id]) -> dict[Id, Warehouse]:
    """Warehouses by their ids, also closed ones; one query, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): _warehouse(row) for row in WarehouseRow.objects.filter(id__in=set(ids))}


def ask_warehouses() -> Asked[tuple[Warehouse, ...]]:
    """All warehouses, also closed ones, by their codes, to be asked together with others."""
    rows = WarehouseRow.objects.order_by("code").values_list(
        "id", "code", "name_zh", "name_en", "kind", "country", "customs_port", "is_open"
    )
    return Asked.rows(
        rows,
        lambda found: tuple(
            Warehouse(
                id=Id(key),
                code=code,
                name_zh=name_zh,
                name_en=name_en,
                kind=WarehouseKind(kind),
                country=country,
                customs_port=customs_port,
                is_open=is_open,
            )
            for key, code, name_zh, name_en, kind, country, customs_port, is_open in found
        ),
    )


def ask_supplier_names(ids: Collection[Id]) -> Asked[dict[Id, str]]:
    """What suppliers are called, without their authorisations, to be asked together with others."""
    if not ids:
        return Asked.known({})
    rows = SupplierRow.objects.filter(id__in=set(ids)).values_list("id", "name")
    return Asked.rows(rows, lambda found: {Id(key): name for key, name in found})


def list_suppliers() -> tuple[Supplier, ...]:
    """All suppliers with their authorisations, by their names. Two queries."""
    return tuple(map(_supplier, _suppliers().order_by("name", "id")))


def list_suppliers_by_id(ids: Collection[Id]) -> dict[Id, Supplier]:
    """Suppliers with their authorisations; two queries, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): _supplier(row) for row in _suppliers().filter(id__in=set(ids))}


def get_supplier(supplier_id: Id) -> Supplier:
    """One supplier; two queries. Raises SupplierNotFound."""
    found = list_suppliers_by_id([supplier_id])
    if not found:
        raise SupplierNotFound
    return found[supplier_id]


def list_purchase_orders(
    *,
    state: PurchaseState | None = None,
    supplier_id: Id | None = None,
    cursor: str = "",
    limit: int = 24,
) -> tuple[tuple[PurchaseOrder, ...], str]:
    """A page of orders, the newest first, with the next page's cursor. Two queries. Raises InvalidCursor."""
    rows = _orders()
    if state is not None:
        rows = rows.filter(state=state.value)
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    listing = f"purchase_orders:{state or ''}:{supplier_id or ''}"
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(listing, cursor)[0])
    found = list(rows.order_by("-id")[: limit + 1])
    shown = found[:limit]
    onward = encode_cursor(listing, [int(shown[-1].id)]) if len(found) > limit else ""
    return tuple(map(_order, shown)), onward


def count_purchase_orders() -> dict[PurchaseState, int]:
    """How many orders are in each state; one query."""
    return ask_purchase_order_counts().answer


def ask_purchase_order_counts() -> Asked[dict[PurchaseState, int]]:
    """``count_purchase_orders`` to be asked together with others."""
    rows = PurchaseOrderRow.objects.order_by().values_list("state").annotate(orders=Count("id"))
    return Asked.rows(
        rows,
        lambda found: (
            dict.fromkeys(PurchaseState, 0) | {PurchaseState(state): orders for state, orders in found}
        ),
    )


def list_purchase_orders_by_id(ids: Collection[Id]) -> dict[Id, PurchaseOrder]:
    """Orders by their ids; two queries, none for no ids."""
    if not ids:
        return {}
    return {Id(row.id): _order(row) for row in _orders().filter(id__in=set(ids))}


def get_purchase_order(order_id: Id) -> PurchaseOrder:
    """One order; two queries. Raises PurchaseOrderNotFound."""
    found = list_purchase_orders_by_id([order_id])
    if not found:
        raise PurchaseOrderNotFound
    return found[order_id]


def find_purchase_order(number: str) -> PurchaseOrder | None:
    """The order with that number, or None; two queries."""
    row = _orders().filter(number=number.strip().upper()).first()
    return None if row is None else _order(row)


def authorisation_of(row: AuthorisationRow) -> Authorisation:
    """The contract of a row. Not a door."""
    return Authorisation(
        id=Id(row.id),
        supplier_id=Id(row.supplier_id),
        brand_id=Id(row.brand_id),
        number=row.number,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        document_ids=tuple(map(Id, row.document_ids)),
        withdrawn_at=row.withdrawn_at,
    )


def _suppliers() -> QuerySet[SupplierRow]:
    return SupplierRow.objects.prefetch_related(
        Prefetch("authorisations", AuthorisationRow.objects.order_by("-valid_until", "-id"))
    )


def _orders() -> QuerySet[PurchaseOrderRow]:
    # Costs are apportioned over the lines in the order of their ids, as receiving does it.
    return PurchaseOrderRow.objects.prefetch_related(
        Prefetch("lines", PurchaseLineRow.objects.order_by("id"))
    )


def _warehouse(row: WarehouseRow) -> Warehouse:
    return Warehouse(
        id=Id(row.id),
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        kind=WarehouseKind(row.kind),
        country=row.country,
        customs_port=row.customs_port,
        is_open=row.is_open,
    )


def _supplier(row: SupplierRow) -> Supplier:
    return Supplier(
        id=Id(row.id),
        code=row.code,
        name=row.name,
        country=row.country,
        currency=row.currency,
        contact=row.contact,
        authorisations=tuple(map(authorisation_of, row.authorisations.all())),
    )


def _order(row: PurchaseOrderRow) -> PurchaseOrder:
    lines = list(row.lines.all())
    shares = shares_of_lines(
        [(line.quantity, line.unit_price_minor) for line in lines],
        currency=row.currency,
        rate=row.rate,
        freight_minor=row.freight_minor,
        insurance_minor=row.insurance_minor,
        duty_minor=row.duty_minor,
    )
    return PurchaseOrder(
        id=Id(row.id),
        number=row.number,
        supplier_id=Id(row.supplier_id),
        warehouse_id=Id(row.warehouse_id),
        state=PurchaseState(row.state),
        currency=row.currency,
        rate=row.rate,
        rate_on=row.rate_on,
        freight=Money(row.freight_minor, row.currency),
        insurance=Money(row.insurance_minor, row.currency),
        duty=Money(row.duty_minor, row.currency),
        lines=tuple(
            PurchaseLine(
                id=Id(line.id),
                sku_id=Id(line.sku_id),
                quantity=line.quantity,
                received_quantity=line.received_quantity,
                unit_price=Money(line.unit_price_minor, row.currency),
                landed_unit_cost=Money(unit_cost_of(share, line.quantity)),
            )
            for line, share in zip(lines, shares, strict=True)
        ),
        created_by=Id(row.created_by),
        created_at=row.created_at,
        ordered_at=row.ordered_at,
        expected_on=row.expected_on,
    )
