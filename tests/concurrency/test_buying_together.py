"""Buyers, warehouse people and inspectors at the same moment, each with a connection of their own."""

from __future__ import annotations

from functools import partial

import pytest
from tests.concurrency.together import together
from tests.support import buying
from tests.support.buying import (
    BUYER,
    CREAM,
    INSPECTOR,
    MUG,
    PORTER,
    RATE,
    bought,
    came,
    draft_of,
    fresh_key,
    open_shop,
    ordered,
    verdict_on,
)
from tests.support.stock import counts

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import (
    MoreThanOrdered,
    OutOfStock,
    PurchaseState,
    Quality,
    WrongPurchaseState,
)
from hongshu.store.inventory.models import LotRow, PurchaseOrderRow
from hongshu.store.inventory.queries import get_lot, get_purchase_order, list_inspections_of_lots
from hongshu.store.inventory.services import (
    add_authorisation,
    cancel_purchase_order,
    create_purchase_order,
    inspect_lot,
    receive_lots,
    take_stock,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_orders_made_at_once_have_numbers_in_a_row() -> None:
    shop = open_shop()
    draft = draft_of(shop, {CREAM: (1, 1000)})
    made = together(
        [
            partial(create_purchase_order, draft=draft, created_by=BUYER, key=fresh_key(), rate=RATE)
            for _ in range(4)
        ]
    )
    assert all(isinstance(each, int) for each in made)
    numbers = sorted(PurchaseOrderRow.objects.values_list("number", flat=True))
    assert [number[-4:] for number in numbers] == [f"{count:04d}" for count in range(1, 5)]


def test_the_same_order_sent_at_once_is_made_once() -> None:
    shop = open_shop()
    draft = draft_of(shop, {CREAM: (1, 1000)})
    made = together([partial(create_purchase_order, draft=draft, created_by=BUYER, key="k", rate=RATE)] * 4)
    assert len(set(made)) == 1
    assert PurchaseOrderRow.objects.count() == 1


def test_two_who_receive_at_once_never_take_in_more_than_was_ordered() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (10, 1000), MUG: (4, 500)})
    lines = [came(key, 0, 6)], [came(key, 1, 4), came(key, 0, 6)]
    outcomes = together(
        [
            partial(receive_lots, order_id=key, lines=each, received_by=PORTER, key=fresh_key())
            for each in lines
        ]
    )
    assert outcomes.count(MoreThanOrdered) == 1
    assert counts(shop.skus[CREAM]) == (0, 0, 6)
    assert get_purchase_order(key).lines[0].received_quantity == 6
    assert LotRow.objects.count() == (1 if outcomes[1] is MoreThanOrdered else 2)


def test_an_order_is_received_or_cancelled_but_not_both() -> None:
    shop = open_shop()
    for _ in range(3):
        key = ordered(shop, {CREAM: (3, 1000)})
        line = came(key, 0, 3)
        received, cancelled = together(
            [
                partial(receive_lots, order_id=key, lines=[line], received_by=PORTER, key=fresh_key()),
                partial(cancel_purchase_order, order_id=key),
            ]
        )
        assert (received is WrongPurchaseState) is not (cancelled is WrongPurchaseState)
        wanted = PurchaseState.CANCELLED if cancelled is None else PurchaseState.CLOSED
        assert get_purchase_order(key).state is wanted


def test_verdicts_at_once_are_two_attempts_and_the_later_one_holds() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 20)
    drafts = verdict_on(lot_id), verdict_on(lot_id, Quality.FAILED, note="Chipped.")
    outcomes = together(
        [partial(inspect_lot, draft=draft, inspector_id=INSPECTOR, key=fresh_key()) for draft in drafts]
    )
    assert all(isinstance(each, int) for each in outcomes)
    latest, first = list_inspections_of_lots([lot_id])[lot_id]
    assert (latest.attempt, first.attempt) == (2, 1)
    assert get_lot(lot_id).quality is latest.verdict
    wanted = (20, 0, 0) if latest.verdict is Quality.PASSED else (0, 0, 20)
    assert counts(shop.skus[MUG]) == wanted


def test_a_verdict_while_units_are_taken_loses_none() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 20)
    buying.passed(lot_id, buckets=4)
    sku_id = shop.skus[MUG]
    draft = verdict_on(lot_id, Quality.FAILED, note="Chipped.")

    def take(holder: int) -> object:
        return take_stock(wanted={sku_id: 3}, holder_kind="order", holder_id=Id(holder), hold_s=900)

    outcomes = together(
        [
            partial(take, 1), partial(take, 2), partial(take, 3),
            partial(inspect_lot, draft=draft, inspector_id=INSPECTOR, key=fresh_key()),
        ]
    )  # fmt: skip
    held = 3 * sum(isinstance(each, tuple) for each in outcomes)
    assert {each for each in outcomes[:3] if isinstance(each, type)} <= {OutOfStock}
    assert counts(sku_id) == (0, held, 20 - held)


def test_the_same_authorisation_entered_at_once_is_one() -> None:
    shop = open_shop()
    day = buying.today()
    entry = partial(
        add_authorisation, supplier_id=shop.supplier_id, brand_id=shop.brands["lintwood"], number="N-1",
        valid_from=day, valid_until=day, added_by=BUYER,
    )  # fmt: skip
    assert len(set(together([entry] * 4))) == 1
