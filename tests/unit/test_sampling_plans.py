"""Samples by ISO 2859-1:1999, checked against published rows of its tables 1 and 2-A."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from hongshu.store.inventory.rules.sampling import AQLS, SIZES, code_letter, plan_for

# One lot of each letter from A to Q.
LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000, 500_001)


@pytest.mark.parametrize(
    ("first", "last", "letter"),
    [
        (2, 8, "A"), (9, 15, "B"), (16, 25, "C"), (26, 50, "D"), (51, 90, "E"), (91, 150, "F"),
        (151, 280, "G"), (281, 500, "H"), (501, 1200, "J"), (1201, 3200, "K"), (3201, 10_000, "L"),
        (10_001, 35_000, "M"), (35_001, 150_000, "N"), (150_001, 500_000, "P"), (500_001, 9_000_000, "Q"),
    ],
)  # fmt: skip
def test_the_size_of_a_lot_gives_its_letter(first: int, last: int, letter: str) -> None:
    assert (code_letter(first), code_letter(last)) == (letter, letter)


@pytest.mark.parametrize(
    ("units", "aql", "letter", "size", "accepted"),
    [
        # Letter J, its row from left to right; the arrows lead to K and H.
        (1000, "0.15", "J", 80, 0), (1000, "0.65", "J", 80, 1), (1000, "1.0", "J", 80, 2),
        (1000, "1.5", "J", 80, 3), (1000, "2.5", "J", 80, 5), (1000, "4.0", "J", 80, 7),
        (1000, "6.5", "J", 80, 10), (1000, "0.25", "H", 50, 0), (1000, "0.40", "K", 125, 1),
        (1000, "0.10", "K", 125, 0), (1000, "0.065", "L", 200, 0),
        # Others that handbooks show.
        (400, "1.0", "H", 50, 1), (400, "2.5", "H", 50, 3), (400, "4.0", "H", 50, 5),
        (2000, "1.0", "K", 125, 3), (2000, "2.5", "K", 125, 7), (2000, "4.0", "K", 125, 10),
        (2000, "6.5", "K", 125, 14), (5000, "2.5", "L", 200, 10), (5000, "4.0", "L", 200, 14),
        (5000, "6.5", "L", 200, 21), (20_000, "6.5", "L", 200, 21), (20_000, "4.0", "M", 315, 21),
        (50_000, "2.5", "N", 500, 21), (50_000, "1.0", "N", 500, 10), (200, "2.5", "G", 32, 2),
        (100, "2.5", "F", 20, 1), (60, "2.5", "F", 20, 1), (30, "2.5", "C", 5, 0), (20, "2.5", "C", 5, 0),
        (10, "2.5", "C", 5, 0), (600_000, "0.010", "Q", 1250, 0), (600_000, "0.025", "R", 2000, 1),
        (8, "6.5", "A", 2, 0), (12, "6.5", "A", 2, 0), (20, "6.5", "D", 8, 1), (40, "6.5", "D", 8, 1),
    ],
)  # fmt: skip
def test_a_plan_is_that_of_the_published_table(
    units: int, aql: str, letter: str, size: int, accepted: int
) -> None:
    plan = plan_for(units, Decimal(aql))
    assert (plan.code_letter, plan.sample_size, plan.accept_number) == (letter, size, accepted)
    assert plan.reject_number == accepted + 1


@pytest.mark.parametrize(("units", "aql"), [(1, "6.5"), (1, "0.010"), (3, "1.0"), (13, "1.0"), (90, "0.15")])
def test_a_sample_as_large_as_the_lot_means_every_unit(units: int, aql: str) -> None:
    plan = plan_for(units, Decimal(aql))
    assert (plan.sample_size, plan.accept_number) == (min(units, plan.sample_size), 0)
    assert plan.sample_size == min(units, SIZES["ABCDEFGHJKLMNPQR".index(plan.code_letter)])


def test_a_stricter_limit_never_accepts_a_larger_share_of_the_sample() -> None:
    for units in LOTS:
        shares = [
            plan.accept_number / SIZES["ABCDEFGHJKLMNPQR".index(plan.code_letter)]
            for plan in (plan_for(units, aql) for aql in AQLS)
        ]
        assert all(looser >= stricter for looser, stricter in itertools.pairwise(shares))


def test_the_table_has_a_plan_for_every_lot_and_limit() -> None:
    accepted = {plan_for(units, aql).accept_number for units in LOTS for aql in AQLS}
    assert accepted == {0, 1, 2, 3, 5, 7, 10, 14, 21}
