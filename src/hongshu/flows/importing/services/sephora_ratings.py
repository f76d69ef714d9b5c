"""Import the ratings of the Sephora set: stars of their authors, dated, and never taken for verified ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from hongshu.community.members.contracts import ImportedMember
from hongshu.community.members.services import import_members
from hongshu.community.notes.contracts import ExternalRating
from hongshu.community.notes.services import save_external_ratings
from hongshu.flows.importing.reading.parquet import read_parquet_rows
from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.flows.importing.rules.sephora import SOURCE, author_name
from hongshu.flows.importing.rules.sephora_ratings import RATING_COLUMNS, RatingFound, rating_of
from hongshu.flows.importing.services.counting import Tally
from hongshu.kernel.ids import Id

BATCH_RATINGS = 5000


def import_ratings(file: Path, *, tally: Tally, find_products: Callable[[set[str]], dict[str, Id]]) -> None:
    """Save the ratings of *file*, a batch at a time, each for good; their authors become silent members.

    ``find_products`` tells the ids of products by their keys. A second row for one author and product counts
    as repeated when it says the same, and is refused when it does not. Raises FileDamaged.
    """
    # A digest of what was said about each, so that a second row for it is told from a contradiction.
    said: dict[int, int] = {}
    for batch in read_parquet_rows(file, columns=RATING_COLUMNS, most=BATCH_RATINGS):
        found = list(_found(file.name, batch, tally, said))
        products = find_products({rating.product_key for _, rating in found})
        known: list[RatingFound] = []
        for number, rating in found:
            if rating.product_key in products:
                known.append(rating)
            else:
                tally.refuse(file.name, number, f"its product {rating.product_key} is not in the catalogue")
        _save(known, products, tally)
        tally.read += len(batch)
        tally.tell()


def _save(ratings: Sequence[RatingFound], products: dict[str, Id], tally: Tally) -> None:
    authors = import_members(
        source=SOURCE,
        drafts=[
            ImportedMember(source_key=key, name=author_name(key), language="en")
            for key in sorted({rating.author_key for rating in ratings})
        ],
    )
    saved = save_external_ratings(
        [
            ExternalRating(
                source=SOURCE,
                author_id=authors[rating.author_key],
                product_id=products[rating.product_key],
                stars=rating.stars,
                rated_on=rating.rated_on,
            )
            for rating in ratings
        ]
    )
    tally.created += saved.created
    tally.changed += saved.changed
    tally.known += saved.known


def _found(
    file: str, batch: Sequence[tuple[Any, ...]], tally: Tally, said: dict[int, int]
) -> Iterator[tuple[int, RatingFound]]:
    for number, *values in batch:
        try:
            rating = rating_of(values)
        except UnusableRow as error:
            tally.refuse(file, number, str(error))
            continue
        key = hash((rating.author_key, rating.product_key))
        told = hash((rating.stars, rating.rated_on))
        said_before = said.get(key)
        if said_before is None:
            said[key] = told
            yield number, rating
        elif said_before == told:
            tally.repeated += 1
        else:
            tally.refuse(file, number, "its author rated this product in an earlier row")
