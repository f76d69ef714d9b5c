"""What an author does with their notes: edit, look back, pin, take a deletion back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hongshu.community.notes.services import pin_note, restore_note, unpin_note
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import DeletedPage, HistoryPage, WrittenNote
from hongshu.flows.publishing.services import edit_note
from hongshu.kernel.ids import Id, parse_id
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of, viewer_of
from hongshu.surfaces.api.inputs import IdInPath, NoteEdit

router = Router(tags=["notes"])


@dataclass(frozen=True, slots=True)
class EditedNote:
    """A note's id, and the version that it has now."""

    id: Id
    version: int


@router.get("/notes/{note_id}/written", auth=MEMBERS, openapi_extra=gives(WrittenNote))
def written(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """A note of your own as you wrote it, to be edited."""
    return answer(queries.written_note(viewer_of(request), note_id=parse_id(note_id)))


@router.put("/notes/{note_id}", auth=MEMBERS, openapi_extra=gives(EditedNote))
def edit(request: HttpRequest, note_id: IdInPath, note: NoteEdit) -> HttpResponse:
    """Change a note of your own. The same edit again changes nothing; when the note has another version than
    yours, ``note_changed`` (409) is answered and nothing is changed.
    """
    key = parse_id(note_id)
    version = edit_note(author_id=member_of(request), note_id=key, draft=note.draft(), version=note.version)
    return answer(EditedNote(id=key, version=version))


@router.get("/notes/{note_id}/versions", auth=MEMBERS, openapi_extra=gives(HistoryPage))
def versions(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """What a note of your own is and was."""
    return answer(queries.history_page(viewer_of(request), note_id=parse_id(note_id)))


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
