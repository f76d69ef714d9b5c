"""Sharing whole fen so that the shares add up exactly."""

from __future__ import annotations

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Share *total* by *weights* with the largest remainder; ties go to the first. Sums to *total*.

    Without any weight everything is shared evenly. ``total`` and ``weights`` are not negative.
    """
    if total == 0:
        return [0] * len(weights)
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    shares: list[int] = []
    remainders: list[tuple[int, int]] = []
    for place, weight in enumerate(weights):
        share, remainder = divmod(total * weight, whole)
        shares.append(share)
        remainders.append((-remainder, place))
    left = total - sum(shares)
    if left:
        remainders.sort()
        for _, place in remainders[:left]:
            shares[place] += 1
    return shares


def of_units(total: int, quantity: int, first: int, count: int) -> int:
    """What units ``first`` to ``first + count`` of *quantity* equal units have of *total*.

    The first ``total % quantity`` units have a fen more, so any disjoint ranges that cover the line add up to
    *total* exactly: partial refunds in whatever order give back what was charged.
    """
    if not (first >= 0 and count >= 0 and first + count <= quantity):
        raise ValueError("these units are not of the line")
    share, longer = divmod(total, quantity)
    return share * count + max(0, min(first + count, longer) - first)
