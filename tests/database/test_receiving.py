"""Receiving: lots with their cost to the fen, all or nothing, never more than was ordered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import buying
from tests.support.buying import (
    CREAM,
    LIPSTICK,
    MUG,
    PORTER,
    RATE,
    came,
    fresh_key,
    open_shop,
    ordered,
    received,
)
from tests.support.stock import counts

from hongshu.kernel.events import restore
from hongshu.kernel.idempotency import IdempotencyKeyReused
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import (
    InvalidLot,
    InvalidQuantity,
    LotReceived,
    MoreThanOrdered,
    NotAuthorised,
    PurchaseOrderNotFound,
    PurchaseState,
    Quality,
    WrongPurchaseState,
)
from hongshu.store.inventory.models import LotRow, MovementRow, StockRow
from hongshu.store.inventory.queries import (
    get_lot,
    get_purchase_order,
    list_lots,
    list_lots_of_lines,
    list_lots_to_inspect,
)
from hongshu.store.inventory.services import receive_lots, withdraw_authorisation
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.models import TransferRow
from hongshu.store.ledger.queries import list_balances, list_transfers

pytestmark = pytest.mark.django_db


def net(account: Account) -> int:
    return sum(balance.net_minor for balance in list_balances() if balance.account is account)


def value_of_stock() -> int:
    rows = StockRow.objects.all()
    return sum((row.sellable + row.reserved + row.quarantined) * row.unit_cost_minor for row in rows)


def nothing_came() -> bool:
    return not (LotRow.objects.exists() or StockRow.objects.exists() or TransferRow.objects.exists())


def test_what_came_is_a_lot_that_waits_for_an_inspector() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000), MUG: (2, 300)})
    ends = buying.today() + timedelta(days=400)
    made = buying.today() - timedelta(days=30)
    line = replace(came(key, 0, 3, code=" B7-11 ", expires_on=ends), produced_on=made)
    (lot_id,) = received(key, line)
    lot = get_lot(lot_id)
    assert (lot.sku_id, lot.code, lot.received_quantity) == (shop.skus[CREAM], "B7-11", 3)
    assert (lot.quality, lot.produced_on, lot.expires_on) == (Quality.AWAITING, made, ends)
    assert (lot.purchase_order_id, lot.supplier_id) == (key, shop.supplier_id)
    assert lot.unit_cost == Money(7812)
    assert counts(shop.skus[CREAM]) == (0, 0, 3)
    (movement,) = MovementRow.objects.all()
    assert (movement.kind, movement.quantity, movement.actor_id) == ("received", 3, PORTER)
    (event,) = OutboxEvent.objects.filter(kind=LotReceived.kind)
    assert restore(event.kind, event.payload) == LotReceived(lot_id=lot_id, sku_id=shop.skus[CREAM])
    order = get_purchase_order(key)
    assert (order.state, order.lines[0].received_quantity) == (PurchaseState.ORDERED, 3)


def test_an_order_is_closed_when_all_of_it_came() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000), MUG: (2, 300)})
    received(key, came(key, 0, 3, code="a"), came(key, 0, 2, code="b"))
    assert get_purchase_order(key).state is PurchaseState.ORDERED
    received(key)
    assert get_purchase_order(key).state is PurchaseState.CLOSED
    lines = [line.id for line in get_purchase_order(key).lines]
    lots = list_lots_of_lines(lines)
    assert [[lot.code for lot in lots[line]] for line in lines] == [["a", "b"], ["L1"]]


def test_costs_are_posted_to_the_fen_and_the_books_hold_the_value_of_the_stock() -> None:
    shop = open_shop()
    key = ordered(
        shop, {CREAM: (7, 1001), MUG: (3, 299)}, freight_minor=457, insurance_minor=61, duty_minor=333
    )
    # 79.04, 5.18 and 3.33 euro at 7.8123.
    owed = (61748, 4047, 2601)
    received(key, came(key, 0, 2), came(key, 1, 3))
    received(key, came(key, 0, 4, code="x"), came(key, 0, 1, code="y"))
    assert -net(Account.SUPPLIER_PAYABLE) == owed[0]
    assert -net(Account.FREIGHT_PAYABLE) == owed[1]
    assert -net(Account.DUTY_PAYABLE) == owed[2]
    assert net(Account.INVENTORY) == value_of_stock()
    assert net(Account.COST_OF_GOODS) == sum(owed) - value_of_stock()
    assert 0 <= net(Account.COST_OF_GOODS) < 10
    assert sum(balance.net_minor for balance in list_balances()) == 0


def test_a_lot_s_transfers_name_what_is_owed_to_whom() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (3, 1000)}, freight_minor=100, duty_minor=51)
    (lot_id,) = received(key)
    posted = list_transfers(subject_kind="lot", subject_id=lot_id)
    told = [(each.debit, each.credit, each.amount.amount_minor, each.key) for each in posted]
    assert told == [
        (Account.INVENTORY, Account.SUPPLIER_PAYABLE, 23436, "receive:goods"),
        (Account.INVENTORY, Account.FREIGHT_PAYABLE, 781, "receive:freight"),
        (Account.INVENTORY, Account.DUTY_PAYABLE, 398, "receive:duty"),
        (Account.COST_OF_GOODS, Account.SUPPLIER_PAYABLE, 1, "receive:goods:rest"),
    ]


def test_the_same_key_receives_once() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000)})
    line = came(key, 0, 2)
    first = receive_lots(order_id=key, lines=[line], received_by=PORTER, key="k")
    assert receive_lots(order_id=key, lines=[line], received_by=PORTER, key="k") == first
    with pytest.raises(IdempotencyKeyReused):
        receive_lots(order_id=key, lines=[replace(line, quantity=3)], received_by=PORTER, key="k")
    assert counts(shop.skus[CREAM]) == (0, 0, 2)


def test_more_than_was_ordered_is_refused_with_what_is_waited_for() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000), MUG: (2, 300)})
    with pytest.raises(MoreThanOrdered) as refused:
        received(key, came(key, 1, 2), came(key, 0, 3), came(key, 0, 3))
    assert refused.value.details == {"sku": CREAM, "waiting": 2, "quantity": 3}
    assert refused.value.field == "lines.2.quantity"
    assert nothing_came()
    assert get_purchase_order(key).lines[1].received_quantity == 0


@pytest.mark.parametrize("quantity", [0, -2, 1.5, "3"])
def test_a_quantity_that_is_not_whole_and_above_zero_is_refused(quantity: int) -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000)})
    with pytest.raises(InvalidQuantity):
        received(key, replace(came(key, 0, 1), quantity=quantity))
    assert nothing_came()


@pytest.mark.parametrize(
    ("days", "field", "why"),
    [
        ((1, 400), "produced_on", "made_in_the_future"),
        ((-10, -20), "expires_on", "expires_before_made"),
        ((-10, -10), "expires_on", "expires_before_made"),
        ((-400, -1), "expires_on", "expired_already"),
        ((-400, 0), "expires_on", "expired_already"),
    ],
)
def test_dates_that_cannot_be_are_refused(days: tuple[int, int], field: str, why: str) -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000)})
    made, ends = (buying.today() + timedelta(days=count) for count in days)
    with pytest.raises(InvalidLot) as refused:
        received(key, replace(came(key, 0, 1), produced_on=made, expires_on=ends))
    assert (refused.value.field, refused.value.details) == (f"lines.0.{field}", {"why": why})
    assert nothing_came()


def test_a_line_of_another_order_or_without_a_lot_code_is_refused() -> None:
    shop = open_shop()
    key, other = ordered(shop, {CREAM: (5, 1000)}), ordered(shop, {CREAM: (5, 1000)})
    for line, why in ((came(other, 0, 1), "not_of_this_order"), (came(key, 0, 1, code=" "), "no_lot_code")):
        with pytest.raises(InvalidLot) as refused:
            received(key, line)
        assert refused.value.details == {"why": why}
    with pytest.raises(InvalidLot):
        receive_lots(order_id=key, lines=[], received_by=PORTER, key=fresh_key())
    assert nothing_came()


def test_only_an_order_that_is_open_takes_anything_in() -> None:
    shop = open_shop()
    draft = buying.create_purchase_order(
        draft=buying.draft_of(shop, {CREAM: (1, 1)}), created_by=buying.BUYER, key=fresh_key(), rate=RATE
    )
    with pytest.raises(WrongPurchaseState) as refused:
        received(draft)
    assert refused.value.details == {"state": "draft"}
    key = ordered(shop, {CREAM: (1, 1)})
    line = came(key, 0, 1)
    received(key, line)
    with pytest.raises(WrongPurchaseState):
        received(key, line)
    with pytest.raises(PurchaseOrderNotFound):
        receive_lots(order_id=Id(1), lines=[line], received_by=PORTER, key=fresh_key())


def test_an_authorisation_that_ended_since_refuses_what_it_covered_and_nothing_else() -> None:
    shop = open_shop()
    key = ordered(shop, {CREAM: (5, 1000), MUG: (2, 300)})
    withdraw_authorisation(authorisation_id=shop.authorisations["lintwood"])
    with pytest.raises(NotAuthorised) as refused:
        received(key)
    assert refused.value.details["brand"] == "Lintwood"
    assert nothing_came()
    received(key, came(key, 0, 5))
    assert counts(shop.skus[CREAM]) == (0, 0, 5)


def test_many_lines_take_no_more_statements_than_two() -> None:
    shop = open_shop()

    def statements(lines: dict[str, tuple[int, int]]) -> int:
        key = ordered(shop, lines, freight_minor=100)
        what = [came(key, position, 4) for position in range(len(lines))]
        with CaptureQueriesContext(connection) as asked:
            receive_lots(order_id=key, lines=what, received_by=PORTER, key=fresh_key())
        return len(asked)

    few = statements({CREAM: (5, 1000)})
    assert statements({CREAM: (5, 1000), LIPSTICK: (5, 900), MUG: (5, 800)}) == few


def test_lots_are_listed_for_the_inspector_the_longest_waiting_first() -> None:
    shop = open_shop()
    lots = [buying.bought(shop, code, 3) for code in (CREAM, MUG, LIPSTICK)]
    first, cursor = list_lots_to_inspect(limit=2)
    second, end = list_lots_to_inspect(limit=2, cursor=cursor)
    assert [lot.id for lot in (*first, *second)] == lots
    assert end == ""
    buying.passed(lots[0])
    assert [lot.id for lot in list_lots_to_inspect()[0]] == lots[1:]
    assert [lot.id for lot in list_lots()[0]] == lots[::-1]
    assert [lot.id for lot in list_lots(sku_id=shop.skus[MUG])[0]] == [lots[1]]
    assert [lot.id for lot in list_lots(quality=Quality.PASSED, is_recalled=False)[0]] == [lots[0]]
