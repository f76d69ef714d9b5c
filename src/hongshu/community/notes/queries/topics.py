"""Reads of notes by topic, and of notes that the caller chose by an order of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Count, Q

from hongshu.community.notes.contracts import NoteSummary
from hongshu.community.notes.models import SHOWN_TO_ALL, NoteOfTopic, NoteRow
from hongshu.community.notes.queries.reading import ask_summaries_of
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import Id

_BEGINNING = """
WITH RECURSIVE found (topic, number) AS (
    (
        SELECT topic, 1 FROM notes_note_of_topic
        WHERE topic >= %(first)s AND topic < %(last)s ORDER BY topic LIMIT 1
    )
    UNION ALL
    SELECT (
        SELECT topic FROM notes_note_of_topic AS onward
        WHERE onward.topic > found.topic AND onward.topic < %(last)s ORDER BY topic LIMIT 1
    ), number + 1 FROM found WHERE found.topic IS NOT NULL AND number < 100
)
SELECT found.topic, counted.notes FROM found CROSS JOIN LATERAL (
    SELECT count(*) AS notes FROM (
        SELECT FROM notes_note_of_topic AS entry WHERE entry.topic = found.topic LIMIT 1000
    ) AS first_thousand
) AS counted
WHERE found.topic IS NOT NULL ORDER BY counted.notes DESC, found.topic LIMIT %(limit)s
"""


def list_notes_of_topic(
    topic: str, *, cursor: str = "", limit: int = 20, without_authors: Collection[Id] = ()
) -> tuple[tuple[NoteSummary, ...], str]:
    """A page of the notes under a topic that everybody may see, the newest first, and the next page's cursor.

    Two queries. Raises InvalidCursor.
    """
    rows = NoteOfTopic.objects.filter(topic=topic).exclude(author_id__in=without_authors)
    listing = f"topic:{topic}"
    if cursor:
        published_us, key = decode_cursor(listing, cursor)
        at = moment_of(published_us)
        rows = rows.filter(published_at__lte=at).filter(Q(published_at__lt=at) | Q(note_id__lt=key))
    ordered = rows.order_by("-published_at", "-note_id").values_list("note_id", "published_at")
    found = list(ordered[: limit + 1])
    summaries = list_public_by_id([Id(key) for key, _ in found[:limit]])
    if len(found) <= limit:
        return tuple(summaries.values()), ""
    key, at = found[limit - 1]
    return tuple(summaries.values()), encode_cursor(listing, [microseconds_of(at), int(key)])


def count_notes_of_topic(topic: str) -> int:
    """How many notes that everybody may see stand under a topic."""
    return ask_count_of_topic(topic).answer


def ask_count_of_topic(topic: str) -> Asked[int]:
    """``count_notes_of_topic``, to be sent with others."""
    counted = NoteOfTopic.objects.filter(topic=topic).values("topic").annotate(count=Count("id"))
    return Asked.rows(counted.values_list("count"), lambda found: sum(count for (count,) in found))


def list_topics_beginning(text: str, *, limit: int = 8) -> tuple[tuple[str, int], ...]:
    """Topics that begin with *text*, of the first hundred the most used first, and how many notes each has.

    The index is stepped through from one topic to the next, and at most a thousand notes of each are counted,
    so the cost does not grow with the notes. One query.
    """
    with connection.cursor() as cursor:
        # No text in UTF-8 that begins so is behind this one.
        cursor.execute(_BEGINNING, {"first": text, "last": text + "\U0010ffff", "limit": limit})
        return tuple((topic, count) for topic, count in cursor.fetchall())


def list_public_by_id(ids: Sequence[Id], *, without_authors: Collection[Id] = ()) -> dict[Id, NoteSummary]:
    """The notes among *ids* that everybody may see, in the order of *ids*. One query, none for no ids."""
    return ask_public_by_id(ids, without_authors=without_authors).answer


def ask_public_by_id(
    ids: Sequence[Id], *, without_authors: Collection[Id] = ()
) -> Asked[dict[Id, NoteSummary]]:
    """``list_public_by_id``, to be sent with others."""
    rows = NoteRow.objects.filter(SHOWN_TO_ALL, id__in=set(ids)).exclude(author_id__in=without_authors)

    def in_order(summaries: tuple[NoteSummary, ...]) -> dict[Id, NoteSummary]:
        found = {summary.id: summary for summary in summaries}
        return {key: found[key] for key in ids if key in found}

    return ask_summaries_of(rows).then(in_order)
