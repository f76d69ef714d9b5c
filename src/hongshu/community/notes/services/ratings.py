"""Bringing in ratings from other places."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from hongshu.community.notes.contracts import MOST_STARS, ExternalRating, SavedRatings
from hongshu.kernel.ids import new_ids

# A row that says the same is left as it is, so that the second time writes nothing. The row's xmax is 0
# only where it was inserted by this statement.
_SAVE = """
INSERT INTO notes_external_rating AS kept (id, product_id, author_id, source, stars, rated_on)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::smallint[], %s::date[])
    AS told (id, product_id, author_id, source, stars, rated_on)
ORDER BY product_id, author_id, source
ON CONFLICT (product_id, author_id, source) DO UPDATE
SET stars = EXCLUDED.stars, rated_on = EXCLUDED.rated_on
WHERE (kept.stars, kept.rated_on) <> (EXCLUDED.stars, EXCLUDED.rated_on)
RETURNING xmax = 0
"""


@transaction.atomic
def save_external_ratings(ratings: Sequence[ExternalRating]) -> SavedRatings:
    """Keep ratings of another place, thousands at a time: one statement.

    Idempotent on (source, author, product); another number of stars or another day takes the place of the
    former. Of two for the same in one call, the last counts.
    """
    wanted = {(each.product_id, each.author_id, each.source): each for each in ratings}
    if not wanted:
        return SavedRatings(created=0, changed=0, known=0)
    for each in wanted.values():
        assert 1 <= each.stars <= MOST_STARS, "a rating has one to five stars"
    rows = list(wanted.values())
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE,
            [
                [int(key) for key in new_ids(len(rows))],
                [int(row.product_id) for row in rows],
                [int(row.author_id) for row in rows],
                [row.source for row in rows],
                [row.stars for row in rows],
                [row.rated_on for row in rows],
            ],
        )
        written = [is_new for (is_new,) in cursor.fetchall()]
    created = sum(written)
    return SavedRatings(created=created, changed=len(written) - created, known=len(ratings) - len(written))
