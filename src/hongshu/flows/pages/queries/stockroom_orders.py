"""The staff's pages of purchase orders, and the page on which each role lands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hongshu.flows.pages.contracts.stockroom import (
    AuthorisationView,
    DeskPage,
    LowView,
    OrderCard,
    OrderLineView,
    OrderPage,
    OrdersPage,
)
from hongshu.flows.pages.queries.stockroom import lots_waiting, name_of, places_of, units_of
from hongshu.kernel.ids import Id
from hongshu.store.inventory import queries as inventory
from hongshu.store.inventory.contracts import PurchaseOrder, PurchaseState, Zone

_SHORT = 6


def orders_page(
    *, language: str, today: date, state: PurchaseState | None = None, cursor: str = "", limit: int = 24
) -> OrdersPage:
    """A page of orders, the newest first."""
    orders, onward = inventory.list_purchase_orders(state=state, cursor=cursor, limit=limit)
    return OrdersPage(
        orders=_cards(orders, language, today), counts=inventory.count_purchase_orders(), onward=onward
    )


def order_page(order_id: Id, *, language: str, today: date) -> OrderPage:
    """One order with its lines. Raises PurchaseOrderNotFound."""
    order = inventory.get_purchase_order(order_id)
    (card,) = _cards([order], language, today)
    units = units_of([line.sku_id for line in order.lines], language)
    return OrderPage(
        order=card,
        lines=tuple(
            OrderLineView(
                id=line.id,
                unit=units[line.sku_id],
                quantity=line.quantity,
                received=line.received_quantity,
                unit_price=line.unit_price,
                landed_unit_cost=line.landed_unit_cost,
            )
            for line in order.lines
        ),
        freight=order.freight,
        insurance=order.insurance,
        duty=order.duty,
        rate=order.rate,
        rate_on=order.rate_on,
    )


def desk_page(
    *, language: str, today: date, inspects: bool, buys: bool, stores: bool, watches: bool
) -> DeskPage:
    """What waits for somebody who inspects, buys, works in a warehouse, or watches the figures."""
    orders = (
        orders_page(language=language, today=today, state=PurchaseState.ORDERED, limit=_SHORT)
        if buys or stores
        else None
    )
    return DeskPage(
        to_inspect=lots_waiting(language=language, limit=_SHORT) if inspects else None,
        checking=(
            places_of(inventory.list_stock(zone=Zone.CHECKING, limit=_SHORT)[0], language)
            if inspects
            else None
        ),
        orders=orders,
        drafts=orders.counts[PurchaseState.DRAFT] if orders and buys else None,
        transit=(
            places_of(inventory.list_stock(zone=Zone.TRANSIT, limit=_SHORT)[0], language) if stores else None
        ),
        expiring=(
            places_of(inventory.list_near_expiry(limit=_SHORT), language) if stores or watches else None
        ),
        low=_low(language) if buys or watches else None,
        authorisations=_authorisations(today) if buys else None,
    )


def _cards(orders: Sequence[PurchaseOrder], language: str, today: date) -> tuple[OrderCard, ...]:
    suppliers = inventory.list_suppliers_by_id({order.supplier_id for order in orders})
    warehouses = inventory.list_warehouses_by_id({order.warehouse_id for order in orders})
    return tuple(
        OrderCard(
            id=order.id,
            number=order.number,
            supplier=suppliers[order.supplier_id].name,
            warehouse=name_of(warehouses[order.warehouse_id], language),
            state=order.state,
            ordered=sum(line.quantity for line in order.lines),
            received=sum(line.received_quantity for line in order.lines),
            created_at=order.created_at,
            expected_on=order.expected_on,
            is_late=order.state is PurchaseState.ORDERED
            and order.expected_on is not None
            and order.expected_on < today,
        )
        for order in orders
    )


def _low(language: str) -> tuple[LowView, ...]:
    rows = inventory.list_low_stock(limit=_SHORT)
    units = units_of([row.sku_id for row in rows], language)
    return tuple(
        LowView(unit=units[row.sku_id], sellable=row.sellable, sold=row.sold, days_left=row.days_left)
        for row in rows
    )


def _authorisations(today: date) -> tuple[AuthorisationView, ...]:
    return tuple(
        AuthorisationView(
            number=each.authorisation.number,
            supplier=each.supplier_name,
            days_left=each.days_left,
            is_withdrawn=each.authorisation.withdrawn_at is not None,
            order_count=len(each.order_ids),
            lot_count=len(each.lot_ids),
        )
        for each in inventory.list_authorisation_watch(today=today)[:_SHORT]
    )
