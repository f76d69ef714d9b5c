"""Reads of all notes that everybody may see, and of all topics, in parts: for machines that list the site."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Coalesce

from hongshu.community.notes.models import SHOWN_TO_ALL, NoteOfTopic, NoteRow
from hongshu.kernel.ids import Id
from hongshu.kernel.ranges import first_of_ranges


def list_first_of_note_ranges(*, every: int) -> tuple[Id, ...]:
    """The first note of each range of *every* public notes, in the order of their ids. One scan."""
    return first_of_ranges(NoteRow.objects.filter(SHOWN_TO_ALL), every=every)


def list_public_from(first: int, *, limit: int) -> tuple[tuple[Id, datetime], ...]:
    """Public notes from an id on, in the order of their ids, each with when it was last changed."""
    rows = NoteRow.objects.filter(SHOWN_TO_ALL, id__gte=first).order_by("id")
    changed = rows.annotate(changed_at=Coalesce("edited_at", "published_at"))
    return tuple((Id(key), at) for key, at in changed.values_list("id", "changed_at")[:limit])


def list_topics_after(topic: str, *, limit: int) -> tuple[tuple[str, datetime], ...]:
    """Topics after *topic* that have public notes, in their order, each with its newest note's time."""
    rows = NoteOfTopic.objects.filter(topic__gt=topic)
    newest = rows.values("topic").annotate(at=Max("published_at")).order_by("topic")
    return tuple(newest.values_list("topic", "at")[:limit])
