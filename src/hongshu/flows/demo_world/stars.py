"""Stars that some products got elsewhere, without a word: never verified, and labelled as external."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from hongshu.community.members.contracts import ImportedMember
from hongshu.community.members.services import import_members
from hongshu.community.notes.contracts import ExternalRating
from hongshu.community.notes.services import save_external_ratings
from hongshu.flows.demo_world.contracts import chance_of
from hongshu.kernel.ids import Id

# A site that there is none of.
SOURCE = "petalboard"
_PEOPLE = 48
_ONE_IN = 4
_FEWEST, _MOST = 6, 40
_FIRST_DAY, _DAYS = date(2025, 1, 1), 300


def save_stars(products: Mapping[str, Id]) -> int:
    """Rate one product in four; how many ratings are new. Idempotent."""
    people = import_members(
        source=SOURCE,
        drafts=[ImportedMember(source_key=str(number), name=f"Petal {number}") for number in range(_PEOPLE)],
    )
    rated = [slug for slug in sorted(products) if chance_of("stars", slug).randrange(_ONE_IN) == 0]
    ratings = [rating for slug in rated for rating in _ratings_of(slug, products[slug], people)]
    return save_external_ratings(ratings).created


def _ratings_of(slug: str, product_id: Id, people: Mapping[str, Id]) -> Iterator[ExternalRating]:
    chance = chance_of("stars of", slug)
    # Most products are liked; some are liked by half of the people and not at all by the other half.
    weights = chance.choice([(1, 2, 4, 10, 16), (2, 3, 6, 9, 7), (5, 3, 2, 5, 9)])
    for key in sorted(chance.sample(sorted(people), chance.randint(_FEWEST, _MOST))):
        yield ExternalRating(
            source=SOURCE,
            author_id=people[key],
            product_id=product_id,
            stars=chance.choices((1, 2, 3, 4, 5), weights)[0],
            rated_on=_FIRST_DAY + timedelta(days=chance.randrange(_DAYS)),
        )
