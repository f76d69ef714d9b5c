"""Who says what about a product: stars by kind, and the notes of KOLs, of buyers and of others apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """Whose notes a product page shows."""

    ALL = ""
    KOLS = "kols"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class VoiceTab:
    """Notes of one kind of author, with how many there are."""

    voice: Voice
    count: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class SpreadView:
    """The stars of one kind that a product got. ``counts`` are those of one star to five.

    ``source`` is empty for members here, or where the ratings were brought in from; ``has_notes`` tells those
    with a note from stars alone. None of them is verified.
    """

    source: str
    has_notes: bool
    counts: tuple[int, ...]
    total: int
    average: float


@dataclass(frozen=True, slots=True)
class VoicesView:
    """The head of what members say. ``tabs`` is empty where all notes are of one kind."""

    tabs: tuple[VoiceTab, ...]
    spreads: tuple[SpreadView, ...]
    rating_count: int
    average: float
