"""What only a note's author sees: history, deleted notes, the note as it was written."""

from __future__ import annotations

from datetime import datetime

from hongshu.community.notes.contracts import NoteDraft
from hongshu.community.notes.queries import (
    find_edit_draft,
    get_written,
    list_deleted,
    list_drafts,
    list_versions,
)
from hongshu.flows.pages.cards import note_cards, picture_view
from hongshu.flows.pages.contracts.cards import Viewer
from hongshu.flows.pages.contracts.own import (
    DeletedCard,
    DeletedPage,
    DraftsPage,
    DraftView,
    HistoryPage,
    VersionView,
    WrittenNote,
)
from hongshu.kernel import clock
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.platform.media.queries import list_pictures_by_id


def written_note(viewer: Viewer, *, note_id: Id) -> WrittenNote:
    """A note of the viewer's to be edited. Two queries. Raises SignInNeeded, NoteNotFound."""
    author_id = _signed_in(viewer)
    draft, version = get_written(author_id=author_id, note_id=note_id)
    unsaved = find_edit_draft(author_id=author_id, note_id=note_id)
    return WrittenNote(id=note_id, version=version, written=draft, unsaved=unsaved)


def history_page(viewer: Viewer, *, note_id: Id) -> HistoryPage:
    """What a note of the viewer's is and was. Two queries. Raises SignInNeeded, NoteNotFound."""
    author_id = _signed_in(viewer)
    draft, version = get_written(author_id=author_id, note_id=note_id)
    before = list_versions(author_id=author_id, note_id=note_id)
    now = _version(version, draft, before[0].replaced_at if before else None, None)
    return HistoryPage(
        note_id=note_id,
        versions=(
            now,
            *(_version(was.version, was.draft, was.written_at, was.replaced_at) for was in before),
        ),
    )


def deleted_page(viewer: Viewer) -> DeletedPage:
    """The viewer's deleted notes that can be taken back. Five queries. Raises SignInNeeded."""
    found = list_deleted(author_id=_signed_in(viewer))
    cards = note_cards([each.summary for each in found], viewer)
    now = clock.now()
    return DeletedPage(
        notes=tuple(
            DeletedCard(
                card=card,
                deleted_at=each.deleted_at,
                purged_at=each.purged_at,
                days_left=max(1, -((now - each.purged_at).days)),
            )
            for each, card in zip(found, cards, strict=True)
        )
    )


def drafts_page(viewer: Viewer) -> DraftsPage:
    """What the viewer is writing. Two queries. Raises SignInNeeded."""
    found = list_drafts(author_id=_signed_in(viewer))
    first = {each.key: each.draft.pictures[0] for each in found if each.draft.pictures}
    pictures = list_pictures_by_id([shot.picture_id for shot in first.values()])
    return DraftsPage(
        drafts=tuple(
            DraftView(
                key=each.key,
                title=each.draft.title or " ".join(each.draft.body.split())[:60],
                picture=picture_view(first[each.key].picture_id, pictures) if each.key in first else None,
                saved_at=each.saved_at,
                publish_at=each.publish_at,
                refusal=each.refusal,
            )
            for each in found
        )
    )


def _version(
    version: int, draft: NoteDraft, written_at: datetime | None, replaced_at: datetime | None
) -> VersionView:
    return VersionView(
        version=version,
        title=draft.title,
        body=draft.body,
        topics=draft.topics,
        picture_count=len(draft.pictures),
        product_count=len(draft.product_ids),
        language=draft.language,
        written_at=written_at,
        replaced_at=replaced_at,
    )


def _signed_in(viewer: Viewer) -> Id:
    if viewer.user_id is None:
        raise SignInNeeded
    return viewer.user_id
