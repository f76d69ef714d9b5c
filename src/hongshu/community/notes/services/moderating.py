"""Holding notes and giving them back: what trust decides, carried out.

Only the flow that asks trust calls this (flows.moderation), with all that trust decided about the author
locked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from hongshu.community.notes.models import NoteRow
from hongshu.community.notes.services.finding import list_notes, recount_products, unlist_notes
from hongshu.kernel.ids import Id


@transaction.atomic
def hold_notes(*, author_id: Id, note_ids: Collection[Id] | None = None) -> int:
    """Let nobody but the author see the notes (all of the author's without ``note_ids``), from now on.

    Deleted ones too: taken back, they are still held. Idempotent; returns how many were not held before.
    """
    rows = _rows(author_id, note_ids, is_held=False)
    _set(rows, is_held=True)
    unlist_notes([row.id for row in rows])
    _recount(rows)
    return len(rows)


@transaction.atomic
def release_notes(
    *, author_id: Id, note_ids: Collection[Id] | None = None, without: Collection[Id] = ()
) -> int:
    """Make the notes (all of the author's without ``note_ids``) what they were before; not those of
    *without*.

    Idempotent; returns how many were held before.
    """
    rows = [row for row in _rows(author_id, note_ids, is_held=True) if row.id not in without]
    _set(rows, is_held=False)
    list_notes(rows)
    _recount(rows)
    return len(rows)


def _rows(author_id: Id, note_ids: Collection[Id] | None, *, is_held: bool) -> list[NoteRow]:
    wanted = NoteRow.objects.select_for_update().filter(author_id=author_id, is_held=is_held)
    if note_ids is not None:
        wanted = wanted.filter(id__in=set(note_ids))
    return list(wanted.order_by("id"))


def _set(rows: Sequence[NoteRow], *, is_held: bool) -> None:
    NoteRow.objects.filter(id__in=[row.id for row in rows]).update(is_held=is_held)
    for row in rows:
        row.is_held = is_held


def _recount(rows: Sequence[NoteRow]) -> None:
    recount_products({Id(key) for row in rows for key in row.product_ids})
