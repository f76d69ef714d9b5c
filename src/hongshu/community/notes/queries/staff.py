"""What staff read of notes that were reported: whoever may see them, held and deleted ones too."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.community.notes.contracts import NoteDraft, NoteSummary
from hongshu.community.notes.models import NoteRow
from hongshu.community.notes.queries.own import draft_of_row
from hongshu.community.notes.queries.reading import summary_of
from hongshu.kernel.ids import Id


def list_written_by_id(ids: Collection[Id]) -> dict[Id, tuple[NoteSummary, NoteDraft]]:
    """Notes as their authors wrote them, for moderators only. One query, none for no ids."""
    rows = NoteRow.objects.filter(id__in=set(ids)) if ids else ()
    return {Id(row.id): (summary_of(row), draft_of_row(row)) for row in rows}
