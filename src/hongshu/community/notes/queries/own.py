"""Reads of what only the author sees: history, deleted notes, drafts."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.community.notes.contracts import (
    KEPT_WHEN_DELETED,
    Declarations,
    DeletedNote,
    DraftNotFound,
    EditDraft,
    NoteDraft,
    NoteNotFound,
    NotePicture,
    NoteVersion,
    SavedDraft,
    VersionNotFound,
    Visibility,
    WrittenNote,
)
from hongshu.community.notes.models import DraftRow, EditDraftRow, NoteRow, NoteVersionRow
from hongshu.community.notes.queries.reading import summaries_of
from hongshu.community.notes.stored_form import (
    draft_of_json,
    entries_of_json,
    refusal_of_json,
    spots_of_json,
)
from hongshu.kernel import clock
from hongshu.kernel.ids import Id

_VERSIONS = 50


def get_written(*, author_id: Id, note_id: Id) -> tuple[NoteDraft, int]:
    """A note of the author's as a draft to be edited, and its version. One query. Raises NoteNotFound."""
    row = NoteRow.objects.filter(id=note_id, author_id=author_id, deleted_at__isnull=True).first()
    if row is None:
        raise NoteNotFound
    return draft_of_row(row), row.version


def list_versions(*, author_id: Id, note_id: Id) -> tuple[NoteVersion, ...]:
    """What a note of the author's was before its edits, the latest first, at most fifty. One query."""
    rows = NoteVersionRow.objects.filter(author_id=author_id, note_id=note_id)
    return tuple(map(_version, rows.order_by("-version")[:_VERSIONS]))


def get_version(*, author_id: Id, note_id: Id, version: int) -> NoteVersion:
    """What a note of the author's was in an earlier version. One query. Raises VersionNotFound."""
    row = NoteVersionRow.objects.filter(author_id=author_id, note_id=note_id, version=version).first()
    if row is None:
        raise VersionNotFound
    return _version(row)


def find_edit_draft(*, author_id: Id, note_id: Id) -> EditDraft | None:
    """What the author has changed of a note and not saved yet, or None. One query."""
    row = EditDraftRow.objects.filter(author_id=author_id, note_id=note_id).first()
    return None if row is None else _edit(row)


def list_edit_drafts(*, author_id: Id) -> tuple[EditDraft, ...]:
    """Every edit of the author's that is not saved yet, the last first. One query."""
    return tuple(map(_edit, EditDraftRow.objects.filter(author_id=author_id).order_by("-saved_at", "-id")))


def list_deleted(*, author_id: Id, limit: int = 100) -> tuple[DeletedNote, ...]:
    """Notes that the author may still take back, the last deleted first. Two queries."""
    since = clock.now() - KEPT_WHEN_DELETED
    deleted = NoteRow.objects.filter(author_id=author_id, deleted_at__gte=since).order_by("-deleted_at")
    moments = {key: at for key, at in deleted.values_list("id", "deleted_at")[:limit] if at is not None}
    rows = NoteRow.objects.filter(id__in=list(moments)).order_by("-deleted_at", "-id")
    return tuple(
        DeletedNote(
            summary=summary,
            deleted_at=moments[summary.id],
            purged_at=moments[summary.id] + KEPT_WHEN_DELETED,
        )
        for summary in summaries_of(rows)
    )


def list_drafts(*, author_id: Id) -> tuple[SavedDraft, ...]:
    """The author's drafts, the last saved first. One query."""
    rows = DraftRow.objects.filter(author_id=author_id).order_by("-saved_at", "-id")
    return tuple(map(_saved, rows))


def get_draft(*, author_id: Id, key: str) -> SavedDraft:
    """A draft of the author's. One query. Raises DraftNotFound."""
    row = DraftRow.objects.filter(author_id=author_id, key=key).first()
    if row is None:
        raise DraftNotFound
    return _saved(row)


def list_used_pictures(author_id: Id, picture_ids: Collection[Id]) -> set[Id]:
    """Those of the pictures that a note of the author's (a deleted one too), its history or a draft shows,
    one of an edit too."""
    wanted = [int(key) for key in picture_ids]
    used: set[Id] = set()
    for table in (NoteRow, NoteVersionRow, DraftRow, EditDraftRow):
        rows = table.objects.filter(author_id=author_id, picture_ids__overlap=wanted)
        used.update(Id(key) for keys in rows.values_list("picture_ids", flat=True) for key in keys)
    return used & set(picture_ids)


def draft_of_row(row: NoteRow) -> NoteDraft:
    """What the author wrote, for this package's services."""
    return NoteDraft(
        title=row.title,
        body=row.body,
        pictures=tuple(
            NotePicture(picture_id=Id(key), alt=alt)
            for key, alt in zip(row.picture_ids, row.picture_alts, strict=True)
        ),
        product_ids=tuple(Id(key) for key in row.product_ids),
        topics=tuple(row.topics),
        channel=row.channel,
        language=row.language,
        place=row.place,
        visibility=Visibility(row.visibility),
        declared=Declarations(
            is_original=row.is_original, is_ai_made=row.is_ai_made, is_commercial=row.is_commercial
        ),
        spots=spots_of_json(row.spots),
        entries=entries_of_json(row.entries),
    )


def _version(row: NoteVersionRow) -> NoteVersion:
    return NoteVersion(
        version=row.version,
        draft=draft_of_json(row.content),
        written_at=row.written_at,
        replaced_at=row.replaced_at,
    )


def _edit(row: EditDraftRow) -> EditDraft:
    return EditDraft(
        note_id=Id(row.note_id),
        version=row.version,
        draft=draft_of_json(row.content),
        saved_at=row.saved_at,
    )


def _saved(row: DraftRow) -> SavedDraft:
    return SavedDraft(
        key=row.key,
        draft=draft_of_json(row.content),
        saved_at=row.saved_at,
        publish_at=row.publish_at,
        refusal=refusal_of_json(row.refusal),
    )


def list_written(author_id: Id, *, after: int = 0, limit: int = 200) -> tuple[WrittenNote, ...]:
    """Everything an author published, deleted or not, in the order of ids; for the export. One query."""
    rows = NoteRow.objects.filter(author_id=author_id, id__gt=after).order_by("id")[:limit]
    return tuple(
        WrittenNote(
            id=Id(row.id),
            draft=draft_of_row(row),
            published_at=row.published_at,
            edited_at=row.edited_at,
            deleted_at=row.deleted_at,
        )
        for row in rows
    )
