"""Reads of notes by topic, and of notes that the caller chose by an order of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q

from hongshu.community.notes.contracts import NoteSummary
from hongshu.community.notes.models import SHOWN_TO_ALL, NoteOfTopic, NoteRow
from hongshu.community.notes.queries.reading import summaries_of
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import Id


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
    return NoteOfTopic.objects.filter(topic=topic).count()


def list_public_by_id(ids: Sequence[Id], *, without_authors: Collection[Id] = ()) -> dict[Id, NoteSummary]:
    """The notes among *ids* that everybody may see, in the order of *ids*. One query, none for no ids."""
    if not ids:
        return {}
    rows = NoteRow.objects.filter(SHOWN_TO_ALL, id__in=set(ids)).exclude(author_id__in=without_authors)
    found = {summary.id: summary for summary in summaries_of(rows)}
    return {key: found[key] for key in ids if key in found}
