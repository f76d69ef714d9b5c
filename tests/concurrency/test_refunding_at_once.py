"""Refunds of one order at the same moment: together they never exceed what was captured."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from tests.concurrency.together import together
from tests.support.paying import captured

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.payments.contracts import Refund, RefundTooLarge
from hongshu.store.payments.models import PartRow, RefundRow
from hongshu.store.payments.services import refund_part

pytestmark = pytest.mark.django_db(transaction=True)


def give_back(order_id: Id, fen: int, key: str) -> Refund:
    return refund_part(order_id=order_id, amount=Money(fen), key=key, reason="returned")


# As many as a process of the test has connections for.
BUYERS = 5


def refund_at_once(seed: int) -> int:
    """Ask for refunds at once, and compare what is kept with what was answered; how much was given back."""
    random = Random(seed)
    order_id = captured(1_000).parts[0].order_id
    # The same key asks for the same amount, as it would from one form sent twice.
    keys = [f"key {random.randrange(BUYERS)}" for _ in range(BUYERS)]
    wanted = {key: random.choice([1, 170, 333, 400, 1_000]) for key in keys}
    outcomes = together([partial(give_back, order_id, wanted[key], key) for key in keys])
    taken = {each.key: each for each in outcomes if isinstance(each, Refund)}
    assert {each for each in outcomes if not isinstance(each, Refund)} <= {RefundTooLarge}
    part = PartRow.objects.get(order_id=order_id)
    assert {row.key: row.amount_minor for row in RefundRow.objects.filter(order_id=order_id)} == {
        key: each.amount.amount_minor for key, each in taken.items()
    }
    assert part.given_back_minor == sum(each.amount.amount_minor for each in taken.values()) <= 1_000
    # Nothing was refused that would still have found room.
    assert all(wanted[key] > 1_000 - part.given_back_minor for key in set(keys) - set(taken))
    return int(part.given_back_minor)


def test_refunds_at_once_stay_within_what_was_captured() -> None:
    for seed in range(4):
        assert 0 < refund_at_once(seed) <= 1_000


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 300, 20))
def test_many_refunds_at_once_stay_within_what_was_captured(seed: int) -> None:
    for each in range(seed, seed + 20):
        assert 0 < refund_at_once(each) <= 1_000
