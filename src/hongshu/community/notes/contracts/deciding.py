"""What notes say to somebody who decides about a product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hongshu.kernel.money import Money


class AuthorKind(StrEnum):
    """Who speaks: a KOL whom nobody paid, a KOL who was paid or given it, any other member."""

    KOLS_UNPAID = "kols_unpaid"
    KOLS_PAID = "kols_paid"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class VoiceOfKind:
    """How many notes authors of a kind wrote, and how many stars they gave: counts of one to five."""

    kind: AuthorKind
    note_count: int
    counts: tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class PaidElsewhere:
    """What a member says they paid abroad, on the day they tell, or of their note."""

    price: Money
    paid_on: date


@dataclass(frozen=True, slots=True)
class ProductDecision:
    """Every kind is there, also one that says nothing."""

    voices: tuple[VoiceOfKind, ...]
    paid: tuple[PaidElsewhere, ...]
