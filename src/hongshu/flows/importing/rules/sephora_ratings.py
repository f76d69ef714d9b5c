"""What a row of the Sephora ratings becomes: stars of an author for a product, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.flows.importing.rules.sephora import KEY_MAX

# No other column is read: ``user_*``, ``product_total_interactions``, ``product_avg_review_rating`` and
# ``product_positive_rate`` are made from the future of their row, and ``is_recommended`` is partly imputed.
RATING_COLUMNS = ("author_id", "product_id", "review_rating", "interaction_recency_days")
# The day from which the set counts its days back.
COUNTED_FROM = date(2023, 3, 21)
FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class RatingFound:
    """A rating; its author and product are still known by the keys of the source."""

    author_key: str
    product_key: str
    stars: int
    rated_on: date


def rating_of(values: Sequence[Any]) -> RatingFound:
    """The rating of a row with RATING_COLUMNS. Raises UnusableRow."""
    author, product, stars, recency_days = values
    return RatingFound(
        author_key=_key(author, "author_id").removesuffix(".0"),
        product_key=_key(product, "product_id"),
        stars=_stars(stars),
        rated_on=_day(recency_days),
    )


def _key(value: Any, column: str) -> str:
    key = "" if value is None else str(value).strip()
    if not 0 < len(key) <= KEY_MAX[column] or not key.isprintable():
        raise UnusableRow(f"{column} has 1 to {KEY_MAX[column]} characters that can be seen")
    return key


def _stars(value: Any) -> int:
    if value not in (1, 2, 3, 4, 5):
        raise UnusableRow(f"review_rating is not 1 to 5: {str(value)[:40]}")
    return int(value)


def _day(recency_days: Any) -> date:
    if not isinstance(recency_days, int | float) or recency_days != recency_days // 1 or recency_days < 0:
        raise UnusableRow(f"interaction_recency_days is no whole number from 0: {str(recency_days)[:40]}")
    longest = (COUNTED_FROM - date(FIRST_YEAR, 1, 1)).days
    if recency_days > longest:
        raise UnusableRow(f"interaction_recency_days is before there were online reviews: {recency_days:.0f}")
    return COUNTED_FROM - timedelta(days=int(recency_days))
