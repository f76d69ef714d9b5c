"""Import tax, its apportioning and its splitting, whatever the cart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hongshu.store.customs.contracts import Cart, ContentUnit, LineTax, Mode, QuoteLine
from hongshu.store.customs.rules.apportioning import apportion, of_units
from hongshu.store.customs.rules.splitting import first_fit, quote
from hongshu.store.customs.rules.taxing import refund_of, tax_line
from hongshu.store.customs.shipped import law_of

LAW = law_of(date(2026, 11, 22))
CODES = st.sampled_from(sorted(LAW.rules))
LIMIT = LAW.single_limit_fen


def lines(most_fen: int, most_units: int) -> st.SearchStrategy[QuoteLine]:
    return st.builds(
        QuoteLine,
        hs_code=CODES,
        price_fen=st.integers(0, most_fen),
        quantity=st.integers(1, most_units),
        content=st.just(Decimal(10)),
        content_unit=st.sampled_from(ContentUnit),
        warehouse=st.sampled_from(["", "b"]),
        mode=st.sampled_from([None, Mode.DIRECT]),
    )


def partitions(values: list[int]) -> Iterator[list[list[int]]]:
    """Every way to put the values into bins."""
    if not values:
        yield []
        return
    first, rest = values[0], values[1:]
    for others in partitions(rest):
        yield [[first], *others]
        for place, chosen in enumerate(others):
            yield [*others[:place], [first, *chosen], *others[place + 1 :]]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_shares_sum_exactly_and_are_a_fen_from_the_exact_ones(total: int, weights: list[int]) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    assert min(shares) >= 0
    if sum(weights):
        pairs = zip(shares, weights, strict=True)
        assert all(abs(share * sum(weights) - total * weight) < sum(weights) for share, weight in pairs)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_any_partial_refunds_give_back_exactly_what_was_charged(tax: int, counts: list[int]) -> None:
    quantity, first, back = sum(counts), 0, 0
    for count in counts:
        back += of_units(tax, quantity, first, count)
        first += count
    assert back == tax


@given(lines(100_000, 9), st.data())
def test_a_lines_refunds_give_back_each_part_of_its_tax(line: QuoteLine, data: st.DataObject) -> None:
    rule = LAW.rules[line.hs_code]
    taxed = tax_line(line, rule, line.price_fen * line.quantity, LAW, place=0, is_above_single_limit=False)
    backs: list[LineTax] = []
    while (done := sum(back.quantity for back in backs)) < line.quantity:
        count = data.draw(st.integers(1, line.quantity - done))
        backs.append(refund_of(taxed, refunded=done, count=count))
    for part in ("tax_fen", "vat_fen", "consumption_fen", "tariff_fen", "dutiable_fen"):
        assert sum(getattr(back, part) for back in backs) == getattr(taxed, part)


@given(lines(2_000_000, 1), st.booleans())
def test_tax_is_never_negative_adds_up_and_grows_with_the_price(line: QuoteLine, is_above: bool) -> None:
    rule = LAW.rules[line.hs_code]
    taxed = tax_line(line, rule, line.price_fen, LAW, place=0, is_above_single_limit=is_above)
    dearer = tax_line(line, rule, line.price_fen + 1, LAW, place=0, is_above_single_limit=is_above)
    parts = (taxed.tariff_fen, taxed.vat_fen, taxed.consumption_fen)
    assert min(parts) >= 0
    assert sum(parts) == taxed.tax_fen <= dearer.tax_fen


@given(st.lists(lines(800_000, 2), min_size=1, max_size=3), st.integers(0, 50_000))
def test_small_carts_become_as_few_lawful_orders_as_brute_force_finds(
    asked: list[QuoteLine], freight: int
) -> None:
    cart = Cart(mode=Mode.BONDED, lines=tuple(asked), freight_fen=freight)
    found = quote(cart, replace(LAW, yearly_limit_fen=10**9))
    assert sum(order.tax_fen for order in found.orders) == found.tax_fen
    assert sum(order.dutiable_fen for order in found.orders) == found.dutiable_fen
    groups: dict[tuple[Mode, str], list[int]] = {}
    for line, taxed in zip(asked, found.lines, strict=True):
        each = [of_units(taxed.dutiable_fen, line.quantity, unit, 1) for unit in range(line.quantity)]
        groups.setdefault((line.mode or cart.mode, line.warehouse), []).extend(each)
    least = 0
    for values in groups.values():
        lawful = (
            len(bins)
            for bins in partitions(values)
            if all(sum(chosen) <= LIMIT or len(chosen) == 1 for chosen in bins)
        )
        least += min(lawful)
    for order in found.orders:
        units = sum(line.quantity for line in order.lines)
        assert order.dutiable_fen <= LIMIT or units == 1
    assert len(found.orders) == least


@given(st.lists(lines(30_000, 3), min_size=50, max_size=100))
def test_large_carts_are_lawful_whole_and_always_split_alike(asked: list[QuoteLine]) -> None:
    cart = Cart(mode=Mode.BONDED, lines=tuple(asked))
    law = replace(LAW, yearly_limit_fen=10**9)
    found = quote(cart, law)
    assert found == quote(cart, law)
    assert all(order.dutiable_fen <= LIMIT for order in found.orders)
    units = sum(line.quantity for order in found.orders for line in order.lines)
    assert units == sum(line.quantity for line in asked)


@given(st.lists(st.integers(1, 100), min_size=1, max_size=40))
def test_first_fit_fills_no_bin_beyond_its_limit(values: list[int]) -> None:
    bins = first_fit(sorted(values, reverse=True), 100)
    filled = [0] * (max(bins) + 1)
    for value, chosen in zip(sorted(values, reverse=True), bins, strict=True):
        filled[chosen] += value
    assert max(filled) <= 100
    assert sum(filled) == sum(values)
