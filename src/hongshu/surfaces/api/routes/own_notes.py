"""What an author does with their notes beside editing: look back, pin, take a deletion back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from hongshu.community.notes.services import pin_note, restore_note, unpin_note
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import DeletedPage, HistoryPage, WrittenNote
from hongshu.flows.publishing.contracts import RestoredVersion
from hongshu.flows.publishing.services import discard_edit_draft, restore_version, save_edit_draft
from hongshu.kernel.ids import parse_id
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of, viewer_of
from hongshu.surfaces.api.inputs import IdInPath, NoteEdit

router = Router(tags=["notes"])
VersionInPath = Annotated[int, Path(..., ge=1, le=2**31 - 1)]


class SeenInput(Schema):
    """The version that you saw the note have: when it has another by now, nothing is changed."""

    version: int = Field(..., ge=1, le=2**31 - 1)


@dataclass(frozen=True, slots=True)
class EditKept:
    """Whether it was kept: one that was overtaken, or is of a version that is no longer, was not."""

    is_kept: bool


@router.get("/notes/{note_id}/written", auth=MEMBERS, openapi_extra=gives(WrittenNote))
def written(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """A note of your own as you wrote it, to be edited."""
    return answer(queries.written_note(viewer_of(request), note_id=parse_id(note_id)))


@router.get("/notes/{note_id}/versions", auth=MEMBERS, openapi_extra=gives(HistoryPage))
def versions(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """What a note of your own is and was."""
    return answer(queries.history_page(viewer_of(request), note_id=parse_id(note_id)))


@router.post(
    "/notes/{note_id}/versions/{version}/restore", auth=MEMBERS, openapi_extra=gives(RestoredVersion)
)
def restore_earlier(
    request: HttpRequest, note_id: IdInPath, version: VersionInPath, seen: SeenInput
) -> HttpResponse:
    """Make a note of your own again what it was. That is a new version; what is gone by now is left out."""
    return answer(
        restore_version(
            author_id=member_of(request),
            note_id=parse_id(note_id),
            version=version,
            seen_version=seen.version,
        )
    )


@router.put("/notes/{note_id}/edit-draft", auth=MEMBERS, openapi_extra=gives(EditKept))
def put_edit_draft(
    request: HttpRequest,
    note_id: IdInPath,
    note: NoteEdit,
    serial: Annotated[int, Query(0, ge=0, lt=2**62, description="Counts your saves; a lower one is late.")],
) -> HttpResponse:
    """Keep what you have changed of a note and not saved yet, whatever it lacks; ``/written`` tells it."""
    is_kept = save_edit_draft(
        author_id=member_of(request),
        note_id=parse_id(note_id),
        draft=note.draft(),
        version=note.version,
        serial=serial,
    )
    return answer(EditKept(is_kept=is_kept))


@router.delete(
    "/notes/{note_id}/edit-draft", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def delete_edit_draft(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Let go of what you changed and did not save. Idempotent."""
    discard_edit_draft(author_id=member_of(request), note_id=parse_id(note_id))
    return HttpResponse(status=204)


@router.put("/notes/{note_id}/pin", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204))
def pin(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Pin a note of your own on your profile; at most three are. Idempotent."""
    pin_note(author_id=member_of(request), note_id=parse_id(note_id))
    return HttpResponse(status=204)


@router.delete(
    "/notes/{note_id}/pin", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def unpin(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Take the pin away. Idempotent."""
    unpin_note(author_id=member_of(request), note_id=parse_id(note_id))
    return HttpResponse(status=204)


@router.get("/deleted-notes", auth=MEMBERS, openapi_extra=gives(DeletedPage))
def list_deleted(request: HttpRequest) -> HttpResponse:
    """Your deleted notes that can still be taken back."""
    return answer(queries.deleted_page(viewer_of(request)))


@router.delete(
    "/deleted-notes/{note_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def restore(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Take a deletion back. Idempotent."""
    restore_note(author_id=member_of(request), note_id=parse_id(note_id))
    return HttpResponse(status=204)
