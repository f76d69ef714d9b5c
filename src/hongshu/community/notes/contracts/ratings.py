"""Stars that products got: with a note, or brought in from another place without a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hongshu.kernel.ids import Id

MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class ExternalRating:
    """One to five stars that somebody gave a product elsewhere, on a day. Nobody bought it here: it is never
    verified.
    """

    source: str
    author_id: Id
    product_id: Id
    stars: int
    rated_on: date


@dataclass(frozen=True, slots=True)
class SavedRatings:
    """What became of ratings that were brought in."""

    created: int
    changed: int
    known: int


@dataclass(frozen=True, slots=True)
class RatingSpread:
    """How many ratings of one kind a product has. ``counts`` are those of one star to five.

    ``source`` is "member" for what was written here, or where it was brought in from; ``has_notes`` tells
    notes with stars from stars alone.
    """

    source: str
    has_notes: bool
    counts: tuple[int, int, int, int, int]

    @property
    def total(self) -> int:
        """All ratings of the kind."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class ProductVoices:
    """Who says how much about a product: its ratings by kind, and how many notes some authors wrote.

    ``note_count`` are all notes that everybody may see, ``chosen_count`` those of the authors asked for.
    """

    spreads: tuple[RatingSpread, ...]
    note_count: int
    chosen_count: int
