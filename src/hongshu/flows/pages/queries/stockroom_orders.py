"""The staff's pages of purchase orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hongshu.flows.pages.contracts.stockroom import (
    OrderCard,
    OrderLineView,
    OrderPage,
    OrdersPage,
)
from hongshu.flows.pages.queries.stockroom import name_of, units_of
from hongshu.kernel.asking import send
from hongshu.kernel.ids import Id
from hongshu.store.inventory import queries as inventory
from hongshu.store.inventory.contracts import PurchaseOrder, PurchaseState


def orders_page(
    *, language: str, today: date, state: PurchaseState | None = None, cursor: str = "", limit: int = 24
) -> OrdersPage:
    """A page of orders, the newest first."""
    orders, onward = inventory.list_purchase_orders(state=state, cursor=cursor, limit=limit)
    return OrdersPage(
        orders=order_cards(orders, language, today), counts=inventory.count_purchase_orders(), onward=onward
    )


def order_page(order_id: Id, *, language: str, today: date) -> OrderPage:
    """One order with its lines. Raises PurchaseOrderNotFound."""
    order = inventory.get_purchase_order(order_id)
    (card,) = order_cards([order], language, today)
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


def order_cards(orders: Sequence[PurchaseOrder], language: str, today: date) -> tuple[OrderCard, ...]:
    """Cards of orders, in their order. One query, none for no orders."""
    if not orders:
        return ()
    asked = inventory.ask_supplier_names({order.supplier_id for order in orders}), inventory.ask_warehouses()
    send(*asked)
    names = {each.id: name_of(each, language) for each in asked[1].answer}
    return order_cards_of(orders, today, names, asked[0].answer)


def order_cards_of(
    orders: Sequence[PurchaseOrder], today: date, warehouses: Mapping[Id, str], suppliers: Mapping[Id, str]
) -> tuple[OrderCard, ...]:
    """Cards of orders whose names are known already."""
    return tuple(
        OrderCard(
            id=order.id,
            number=order.number,
            supplier=suppliers[order.supplier_id],
            warehouse=warehouses[order.warehouse_id],
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
