"""What the looks at a code tell. One bottle stands in one bathroom: its buyer looks, some friends, perhaps
whoever gets it second hand. A code that was copied onto many bottles is looked at by many people who do not
know each other, and that shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hongshu.store.provenance.contracts import LookDay, LookPattern

WINDOW_DAYS = 30
# Different people on one day, and in the window: from here on it is many, or strange.
MANY_A_DAY, MANY_IN_WINDOW = 5, 15
STRANGE_A_DAY, STRANGE_IN_WINDOW = 12, 40


def pattern_of(days: Iterable[LookDay], *, today: date) -> LookPattern:
    """How the looks of the last thirty days appear. More looks by the same people change nothing."""
    newest = today - timedelta(days=WINDOW_DAYS)
    counts = [day.lookers for day in days if day.day > newest]
    most, whole = max(counts, default=0), sum(counts)
    if most >= STRANGE_A_DAY or whole >= STRANGE_IN_WINDOW:
        return LookPattern.STRANGE
    if most >= MANY_A_DAY or whole >= MANY_IN_WINDOW:
        return LookPattern.MANY
    return LookPattern.USUAL
