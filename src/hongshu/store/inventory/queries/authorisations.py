"""The watch over authorisations that end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from hongshu.kernel.asking import Asked, Row, send
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.inventory.contracts import AuthorisationWatch, PurchaseState
from hongshu.store.inventory.models import AuthorisationRow, LotRow, PurchaseLineRow, StockRow
from hongshu.store.inventory.queries.buying import authorisation_of


def list_authorisation_watch(*, today: date, days: int = 60) -> tuple[AuthorisationWatch, ...]:
    """Authorisations that end within *days* after *today*, and those that have ended or were withdrawn while
    open orders or units on hand still depend on them; what ends first comes first.

    One that a later one of the same supplier and brand replaces is not watched. Three queries.
    """
    later = AuthorisationRow.objects.filter(
        supplier=OuterRef("supplier"),
        brand_id=OuterRef("brand_id"),
        withdrawn_at=None,
        valid_until__gt=OuterRef("valid_until"),
    )
    rows = list(
        AuthorisationRow.objects.filter(
            Q(valid_until__lte=today + timedelta(days=days)) | Q(withdrawn_at__isnull=False), ~Exists(later)
        )
        .select_related("supplier")
        .order_by("valid_until", "id")
    )
    suppliers = {Id(row.supplier_id) for row in rows}
    asked_orders, asked_lots = _open_orders(suppliers), _lots_on_hand(suppliers)
    send(asked_orders, asked_lots)
    orders, lots = asked_orders.answer, asked_lots.answer
    skus = list_skus_by_id([sku_id for _, _, sku_id in (*orders, *lots)])
    brands = {sku_id: sku.brand_id for sku_id, sku in skus.items()}
    watched = []
    for row in rows:
        place = (row.supplier_id, Id(row.brand_id))
        of_orders, of_lots = _at(place, orders, brands), _at(place, lots, brands)
        has_ended = row.withdrawn_at is not None or row.valid_until < today
        if has_ended and not of_orders and not of_lots:
            continue
        watched.append(
            AuthorisationWatch(
                authorisation=authorisation_of(row),
                supplier_name=row.supplier.name,
                days_left=(row.valid_until - today).days,
                order_ids=of_orders,
                lot_ids=of_lots,
            )
        )
    return tuple(watched)


_Found = tuple[int, int, Id]  # a supplier, what is of it, and its SKU


def _open_orders(suppliers: Iterable[Id]) -> Asked[list[_Found]]:
    rows = PurchaseLineRow.objects.filter(
        order__supplier_id__in=suppliers,
        order__state__in=[PurchaseState.DRAFT.value, PurchaseState.ORDERED.value],
        received_quantity__lt=F("quantity"),
    ).values_list("order__supplier_id", "order_id", "sku_id")
    return Asked.rows(rows, _found)


def _lots_on_hand(suppliers: Iterable[Id]) -> Asked[list[_Found]]:
    here = StockRow.objects.filter(
        Q(sellable__gt=0) | Q(reserved__gt=0) | Q(quarantined__gt=0), lot=OuterRef("pk"), is_spent=False
    )
    rows = LotRow.objects.filter(Exists(here), supplier_id__in=suppliers).values_list(
        "supplier_id", "id", "sku_id"
    )
    return Asked.rows(rows, _found)


def _found(rows: list[Row]) -> list[_Found]:
    return [(supplier, key, Id(sku_id)) for supplier, key, sku_id in rows]


def _at(place: tuple[int, Id], found: list[_Found], brands: dict[Id, Id]) -> tuple[Id, ...]:
    supplier_id, brand_id = place
    keys = {key for supplier, key, sku in found if supplier == supplier_id and brands.get(sku) == brand_id}
    return tuple(Id(key) for key in sorted(keys))
