"""What trends: interactions, weighted by kind, that fade with their age.

The sum of ``weight · 2^((moment - now) / half_life)`` orders notes alike at every ``now``, because a later
one only scales all sums by one factor. So the sum is taken against a fixed landmark instead, and kept as its
logarithm: a note's heat changes with its interactions alone, never by waiting ("forward decay", Cormode,
Shkapenyuk, Srivastava and Xu, ICDE 2009).
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def heat_of(moments_s: Sequence[float], weights: Sequence[float], *, half_life_s: float) -> float:
    """Binary logarithm of the decayed sum of interactions; minus infinity when there are none.

    ``moments_s`` are seconds since the landmark (they may be negative), ``weights`` are above zero. One unit
    of heat is a factor of two: twice the interactions, or one half-life later. Exact to float64 however far
    from the landmark, because the largest term is taken out before summing.
    """
    assert len(moments_s) == len(weights), "a weight for each moment"
    assert half_life_s > 0, "the half-life is a time"
    exponents = [
        moment / half_life_s + math.log2(weight)
        for moment, weight in zip(moments_s, weights, strict=True)
        if weight > 0
    ]
    if not exponents:
        return -math.inf
    highest = max(exponents)
    return highest + math.log2(math.fsum(2.0 ** (exponent - highest) for exponent in exponents))
