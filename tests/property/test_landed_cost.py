"""Landed cost is exact: to the fen over lines, over the lots of a line, and over the units of a lot."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.money import Money, convert
from hongshu.store.inventory.rules.costing import Cost, cost_of_lot, shares_of_lines, unit_cost_of

lines = st.lists(
    st.tuples(st.integers(min_value=1, max_value=20_000), st.integers(min_value=0, max_value=10**7)),
    min_size=1,
    max_size=40,
)
rates = st.decimals(min_value="0.00000100", max_value="30", places=8).filter(lambda rate: rate > 0)
costs = st.integers(min_value=0, max_value=10**9)
currencies = st.sampled_from(["EUR", "JPY", "KRW", "CNY", "USD"])
parts = st.integers(min_value=0, max_value=10**10)
shares = st.builds(Cost, goods=parts, freight=parts, duty=parts)


@given(lines, currencies, rates, st.tuples(costs, costs, costs))
def test_the_shares_of_the_lines_add_up_to_what_is_owed(
    bought: list[tuple[int, int]], currency: str, rate: Decimal, other: tuple[int, int, int]
) -> None:
    freight, insurance, duty = other
    found = shares_of_lines(
        bought,
        currency=currency,
        rate=rate,
        freight_minor=freight,
        insurance_minor=insurance,
        duty_minor=duty,
    )
    goods = sum(quantity * price for quantity, price in bought)

    def owed(amount: int) -> int:
        return convert(Money(amount, currency), rate=rate, currency="CNY").amount_minor

    assert sum(share.goods for share in found) == owed(goods)
    assert sum(share.freight for share in found) == owed(freight + insurance)
    assert sum(share.duty for share in found) == owed(duty)


@given(st.data(), shares, st.integers(min_value=1, max_value=5000))
def test_the_lots_of_a_line_add_up_to_its_share_however_they_come(
    data: st.DataObject, share: Cost, ordered: int
) -> None:
    before, total = 0, Cost(0, 0, 0)
    while before < ordered:
        coming = data.draw(st.integers(min_value=1, max_value=ordered - before))
        lot = cost_of_lot(share, ordered=ordered, before=before, coming=coming)
        assert lot.stock.total == lot.unit_minor * coming, "the stock's value is units times their cost"
        assert 0 <= lot.rest.total < coming, "less is left over than a fen a unit"
        amounts = (lot.stock.goods, lot.stock.freight, lot.stock.duty,
                   lot.rest.goods, lot.rest.freight, lot.rest.duty)  # fmt: skip
        assert min(amounts) >= 0
        total += lot.stock + lot.rest
        before += coming
    assert total == share


@given(shares, st.integers(min_value=1, max_value=5000))
def test_a_unit_of_a_line_that_comes_at_once_costs_what_the_order_says(share: Cost, ordered: int) -> None:
    lot = cost_of_lot(share, ordered=ordered, before=0, coming=ordered)
    assert lot.unit_minor == unit_cost_of(share, ordered)


def test_other_costs_fall_to_lines_by_value() -> None:
    found = shares_of_lines(
        [(10, 300), (5, 200)],
        currency="CNY",
        rate=Decimal(1),
        freight_minor=80,
        insurance_minor=20,
        duty_minor=7,
    )
    assert found == [Cost(3000, 75, 5), Cost(1000, 25, 2)]


def test_what_is_free_bears_other_costs_by_quantity() -> None:
    found = shares_of_lines(
        [(3, 0), (1, 0)], currency="CNY", rate=Decimal(1), freight_minor=100, insurance_minor=0, duty_minor=0
    )
    assert found == [Cost(0, 75, 0), Cost(0, 25, 0)]
