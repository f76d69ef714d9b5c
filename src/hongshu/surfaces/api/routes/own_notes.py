"""What an author does with their notes beside editing: look back, pin, take a deletion back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hongshu.community.notes.services import pin_note, restore_note, unpin_note
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import DeletedPage, HistoryPage, WrittenNote
from hongshu.kernel.ids import parse_id
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, member_of, viewer_of
from hongshu.surfaces.api.inputs import IdInPath

router = Router(tags=["notes"])


@router.get("/notes/{note_id}/written", auth=MEMBERS, openapi_extra=gives(WrittenNote))
def written(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """A note of your own as you wrote it, to be edited."""
    return answer(queries.written_note(viewer_of(request), note_id=parse_id(note_id)))


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
