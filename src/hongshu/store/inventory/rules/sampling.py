"""How many units of a lot to look at: ISO 2859-1:1999, general inspection level II, single sampling, normal.

Table 1 gives a code letter for the lot's size, Table 2-A a sample size and an acceptance number for letter
and AQL. Table 2-A is one pattern along its diagonals: with the letter's place and the AQL's place from the
right, their difference says everything (an arrow points to the nearest plan up or down).
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal

from hongshu.store.inventory.contracts import AQLS, SamplingPlan

LETTERS = "ABCDEFGHJKLMNPQR"
SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
# The largest lot of each letter from A on; a larger one than the last has Q.
_LOTS_UP_TO = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
_ACCEPT = {0: 0, 3: 1, 4: 2, 5: 3, 6: 5, 7: 7, 8: 10, 9: 14, 10: 21}


def code_letter(units: int) -> str:
    """The letter of a lot (Table 1, level II)."""
    assert units > 0, "a lot holds something"
    return LETTERS[bisect_left(_LOTS_UP_TO, units)]


def plan_for(units: int, aql: Decimal) -> SamplingPlan:
    """The plan for a lot of *units* at *aql*, one of AQLS.

    Where an arrow leads to another letter, the letter and sample size of that plan hold. A sample as large
    as the lot means every unit.
    """
    column = AQLS.index(aql)
    step = LETTERS.index(code_letter(units)) - column
    if step < 0 or step == 1:
        step = 0
    elif step == 2:
        step = 3
    step = min(step, max(_ACCEPT))
    letter = column + step
    return SamplingPlan(
        code_letter=LETTERS[letter], sample_size=min(SIZES[letter], units), accept_number=_ACCEPT[step]
    )
