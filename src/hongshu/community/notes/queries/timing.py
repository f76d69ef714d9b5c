"""Reads of when notes were published, for those who put them in an order of their own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from hongshu.community.notes.contracts import NoteTime
from hongshu.community.notes.models import NoteRow
from hongshu.kernel.ids import Id


def list_times_after(mark: int, *, limit: int) -> tuple[NoteTime, ...]:
    """The first notes whose ids are above *mark*, in the order of their ids, whoever may see them."""
    return _times(NoteRow.objects.filter(id__gt=mark).order_by("id")[:limit])


def list_times(note_ids: Collection[Id]) -> tuple[NoteTime, ...]:
    """Those of *note_ids* that are there. One query, none for no ids."""
    return _times(NoteRow.objects.filter(id__in=set(note_ids))) if note_ids else ()


def list_times_of_authors(author_ids: Collection[Id], *, since: datetime) -> tuple[NoteTime, ...]:
    """The notes that everybody of *author_ids* has published since, the newest first. One query."""
    if not author_ids:
        return ()
    rows = NoteRow.objects.filter(
        author_id__in=set(author_ids), published_at__gte=since, deleted_at__isnull=True
    )
    return _times(rows.order_by("-published_at", "-id"))


def _times(rows: object) -> tuple[NoteTime, ...]:
    values = rows.values_list("id", "author_id", "published_at")  # type: ignore[attr-defined]
    return tuple(NoteTime(note_id=Id(k), author_id=Id(a), published_at=at) for k, a, at in values)
