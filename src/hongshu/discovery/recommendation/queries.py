"""Reads of recommendations."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from hongshu.community.notes.contracts import NoteSummary
from hongshu.community.notes.queries import list_public_by_id
from hongshu.discovery.recommendation.rules import KEPT_US
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import HIGHEST_ID, Id

_LISTING = "trending"
_HIGHEST = (1 << 63) - 1
# Notes that not everybody may see are passed over: so many are asked for beyond a page, and when that was not
# enough, once more and far ahead. What is short of a page then is a short page, which goes on.
_SPARE = (6, 120)
_HOTTEST = """
WITH seen AS (
    SELECT least(generation, greatest(%(generation)s, generation - %(kept)s)) AS generation
    FROM recommendation_trending_state
)
SELECT row.note_id, row.heat, seen.generation FROM recommendation_trending AS row, seen
WHERE row.from_generation <= seen.generation AND row.until_generation > seen.generation
    AND (row.heat, row.note_id) < (%(heat)s, %(note)s) AND NOT row.author_id = ANY (%(without)s::bigint[])
ORDER BY row.heat DESC, row.note_id DESC LIMIT %(limit)s
"""


def list_trending(
    *, cursor: str = "", limit: int = 20, without_authors: Collection[Id] = ()
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of the notes that trend, the hottest first, and the next page's cursor.

    Two queries mostly, four at most. All pages of one visit are of one generation, which the cursor carries:
    they neither skip nor repeat a note, however heats move meanwhile, for KEPT_US; later the oldest kept
    generation stands in. Notes that not everybody may see are left out. Raises InvalidCursor.
    """
    generation, heat, note = _HIGHEST, _HIGHEST, int(HIGHEST_ID)
    if cursor:
        generation, heat, note = map(int, decode_cursor(_LISTING, cursor))
    shown: list[NoteSummary] = []
    for spare in _SPARE:
        wanted = limit - len(shown) + spare
        places = _places(generation, heat, note, without_authors, wanted)
        summaries = list_public_by_id([Id(key) for key, _, _ in places])
        for key, heat_of_it, seen in places:
            if len(shown) == limit:
                return tuple(shown), encode_cursor(_LISTING, [generation, heat, note])
            generation, heat, note = seen, heat_of_it, key
            if Id(key) in summaries:
                shown.append(summaries[Id(key)])
        if len(places) < wanted:
            return tuple(shown), ""
    return tuple(shown), encode_cursor(_LISTING, [generation, heat, note])


def _places(
    generation: int, heat: int, note: int, without: Collection[Id], limit: int
) -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _HOTTEST,
            {
                "generation": generation,
                "kept": KEPT_US,
                "heat": heat,
                "note": note,
                "without": list(without),
                "limit": limit,
            },
        )
        found: list[tuple[int, int, int]] = cursor.fetchall()
        return found
