"""What helps to decide: who says what, what others paid abroad, and hearing those who are like oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True)
class KindView:
    """One kind of author: "verified" (bought it here), "kols_unpaid", "kols_paid", "members".

    ``counts`` are stars of one to five; ``average`` is 0 without any.
    """

    kind: str
    note_count: int
    counts: tuple[int, ...]
    total: int
    average: float


@dataclass(frozen=True, slots=True)
class PaidView:
    """What members paid abroad, converted: ``median`` beside what it costs ``here``, in percent of it.

    ``rate_on`` is the day of the oldest rate that was used. ``count`` tells how many prices.
    """

    count: int
    median: Money
    lowest: Money
    highest: Money
    here: Money
    percent: int
    rate_on: date
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikeChoice:
    """A value of a filter: its ``value`` in the address."""

    value: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class LikeView:
    """Hearing only those who are like somebody. ``found`` authors are, None while nothing is asked for.

    ``own_query`` is what the viewer told of themselves, as the part of an address; empty if nothing.
    """

    skin: tuple[LikeChoice, ...]
    age: tuple[LikeChoice, ...]
    climate: tuple[LikeChoice, ...]
    query: str
    own_query: str
    found: int | None


@dataclass(frozen=True, slots=True)
class OpinionsView:
    """What is known for a decision. ``return_percent`` is None while no returns are known."""

    kinds: tuple[KindView, ...]
    paid: PaidView | None
    like: LikeView
    return_percent: int | None
