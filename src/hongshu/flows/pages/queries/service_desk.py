"""Orders and money, composed for staff."""

from __future__ import annotations

from hongshu.community.members.queries import find_profile
from hongshu.flows.pages.contracts.service_desk import FinancePage, SoldOrderPage, SoldPage
from hongshu.flows.pages.queries.ordering import ORDER_TABS
from hongshu.flows.reconciling.services import reconcile
from hongshu.kernel.ids import Id
from hongshu.store.ledger.queries import list_balances, list_transfers
from hongshu.store.payments.queries import (
    get_payment,
    list_refunds_of_orders,
    list_suspicions,
    list_waiting_refunds,
)
from hongshu.store.trade.queries import get_order, list_orders_for_staff, list_refunds_of, list_steps


def sold_page(*, tab: str, number: str, cursor: str, language: str) -> SoldPage:
    """Orders in a tab, or the one of a number. Two queries. Raises InvalidCursor."""
    orders, onward = list_orders_for_staff(
        states=() if number else ORDER_TABS[tab], number=number, cursor=cursor, limit=30
    )
    return SoldPage(
        tab=tab,
        tabs=tuple(ORDER_TABS),
        number=number,
        orders=orders,
        next_cursor=onward,
        language=language,
    )


def sold_order_page(order_id: Id, *, language: str) -> SoldOrderPage:
    """One order; nine queries. Raises OrderNotFound."""
    order = get_order(order_id)
    profile = find_profile(order.user_id)
    return SoldOrderPage(
        order=order,
        buyer=profile.name if profile else "",
        steps=list_steps([order_id])[order_id],
        refunds=list_refunds_of(order_id),
        sent=list_refunds_of_orders([order_id])[order_id],
        transfers=list_transfers(subject_kind="order", subject_id=order_id),
        payment_number=get_payment(order.checkout_id).number,
        language=language,
    )


def finance_page(*, compares: bool = False) -> FinancePage:
    """What stands on the accounts; three queries, and with *compares* a reconciliation of everything."""
    return FinancePage(
        balances=list_balances(),
        waiting=list_waiting_refunds(),
        suspicions=list_suspicions(limit=20),
        found=reconcile() if compares else None,
    )
