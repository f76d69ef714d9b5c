"""Customer service sees orders, cancels and gives back; finance sees the books agree, or what does not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import member
from tests.support.trading import goods, pay, place, prepared

from hongshu.flows.reconciling.services import reconcile
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import grant_role
from hongshu.store.trade.contracts import OrderState, Refunded
from hongshu.store.trade.models import OrderRow
from hongshu.store.trade.queries import get_order
from hongshu.store.trade.services import mark_packed, mark_shipped

pytestmark = pytest.mark.django_db


def _staff(role: Role) -> Client:
    user_id = member(role.value, login=f"{role.value}@example.com")
    grant_role(user_id=user_id, role=role)
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def _paid(quantity: int = 1) -> Id:
    checkout = prepared(member(), goods(), quantity)
    [order_id] = place(checkout).order_ids
    pay(checkout.id)
    return order_id


def test_service_gives_back_one_of_two_units_and_the_books_agree() -> None:
    order_id = _paid(2)
    client = _staff(Role.SERVICE)
    [line] = get_order(order_id).lines
    form = {"act": "refund", f"units-{wire_form(line.id)}": "1", "reason": "broken", "key": "k1"}
    for _ in range(2):
        assert client.post(f"/console/sold/{wire_form(order_id)}", form).status_code == 302
    assert get_order(order_id).refund_state is Refunded.PARTLY
    assert reconcile(with_statements=False).is_clean


def test_service_cancels_an_order_that_waits_in_the_warehouse() -> None:
    order_id = _paid()
    client = _staff(Role.SERVICE)
    client.post(f"/console/sold/{wire_form(order_id)}", {"act": "cancel", "reason": "no stock"})
    assert get_order(order_id).state is OrderState.CANCELLED


def test_pages_of_service_ask_at_most_twelve_queries_and_are_for_service() -> None:
    order_id = _paid()
    client = _staff(Role.SERVICE)
    for path in ("/console/sold", f"/console/sold/{wire_form(order_id)}", "/console/finance"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= 12, (path, [each["sql"][:90] for each in asked])
    porter, analyst = _staff(Role.WAREHOUSE), _staff(Role.ANALYST)
    for path in ("/console/sold", f"/console/sold/{wire_form(order_id)}", "/console/finance"):
        assert porter.get(path).status_code == 403
    refused = analyst.post(f"/console/sold/{wire_form(order_id)}", {"act": "cancel"})
    assert refused.status_code == 403


def test_reconciling_names_what_differs() -> None:
    order_id = _paid()
    assert reconcile(with_statements=False).is_clean
    mark_packed(order_id=order_id, actor_id=Id(9))
    mark_shipped(order_id=order_id, carrier="SF", tracking="1")
    assert reconcile(with_statements=False).is_clean
    OrderRow.objects.filter(id=order_id).update(refunded_goods_minor=5)
    kinds = {each.kind for each in reconcile(with_statements=False).differences}
    assert kinds == {"refund_differs", "customer_funds_differ"}
