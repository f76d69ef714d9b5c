"""States of purchase orders, their numbers, and the dates of what comes in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import InvalidLot, PurchaseState, ReceivedLine, WrongPurchaseState
from hongshu.store.inventory.rules.checklists import DEFAULTS, checklist_for
from hongshu.store.inventory.rules.purchasing import MOVES, check_move, next_number
from hongshu.store.inventory.rules.receiving import checked_line

TODAY = date(2026, 11, 25)
MADE = TODAY - timedelta(days=40)


def line(*, made: date | None = None, ends: date | None = None, code: str = "L1") -> ReceivedLine:
    return ReceivedLine(line_id=Id(1), quantity=3, code=code, produced_on=made, expires_on=ends)


def checked(said: ReceivedLine, *, keeps: int | None = 365) -> ReceivedLine:
    return checked_line(said, position=4, today=TODAY, shelf_life_days=keeps)


@pytest.mark.parametrize("state", list(PurchaseState))
@pytest.mark.parametrize("to", list(PurchaseState))
def test_an_order_goes_only_the_declared_ways(state: PurchaseState, to: PurchaseState) -> None:
    if to in MOVES[state]:
        check_move(state, to)
        return
    with pytest.raises(WrongPurchaseState) as refused:
        check_move(state, to)
    assert refused.value.details == {"state": state.value}


def test_every_way_ends_and_begins_as_a_draft() -> None:
    assert [state for state, onward in MOVES.items() if not onward] == [
        PurchaseState.CLOSED, PurchaseState.CANCELLED,
    ]  # fmt: skip
    assert set(PurchaseState) - {to for onward in MOVES.values() for to in onward} == {PurchaseState.DRAFT}


def test_an_order_of_which_something_came_is_not_cancelled() -> None:
    with pytest.raises(WrongPurchaseState):
        check_move(PurchaseState.ORDERED, PurchaseState.CANCELLED, received=1)
    check_move(PurchaseState.ORDERED, PurchaseState.CLOSED, received=1)
    assert PurchaseState.CLOSED in MOVES[PurchaseState.ORDERED]


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("", "PO-20261125-0001"), ("PO-20261125-0001", "PO-20261125-0002"),
        ("PO-20261125-9999", "PO-20261125-10000"), ("PO-20261125-10000", "PO-20261125-10001"),
    ],
)  # fmt: skip
def test_numbers_follow_each_other(last: str, following: str) -> None:
    assert next_number(TODAY, last) == following


def test_what_keeps_only_so_long_has_a_last_day_from_either_date() -> None:
    assert checked(line(made=MADE)).expires_on == MADE + timedelta(days=365)
    said = line(made=MADE, ends=TODAY + timedelta(days=9), code=" K 7 ")
    assert (checked(said).expires_on, checked(said).code) == (TODAY + timedelta(days=9), "K 7")
    with pytest.raises(InvalidLot) as refused:
        checked(line())
    assert (refused.value.field, refused.value.details) == ("lines.4.expires_on", {"why": "no_date"})


def test_what_does_not_expire_needs_no_date() -> None:
    assert checked(line(), keeps=None).expires_on is None
    assert checked(line(made=MADE), keeps=None).expires_on is None


def test_a_lot_whose_shelf_life_is_over_is_not_taken_in() -> None:
    with pytest.raises(InvalidLot) as refused:
        checked(line(made=MADE), keeps=40)
    assert refused.value.details == {"why": "expired_already"}
    assert checked(line(made=MADE), keeps=41).expires_on == TODAY + timedelta(days=1)


def test_the_default_checklists_speak_both_languages_and_name_each_point_once() -> None:
    for checklist in DEFAULTS.values():
        slugs = [item.slug for item in checklist.items]
        assert len(set(slugs)) == len(slugs)
        assert all(item.name_zh and item.name_en.isascii() for item in checklist.items)
    assert checklist_for(("a", "b"), {}) is DEFAULTS[""]
