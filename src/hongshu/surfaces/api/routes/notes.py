"""Notes: the explore feed, reading, publishing, deleting, liking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from hongshu.community.notes.services import delete_note
from hongshu.community.responses.services import like_note, share_note, unlike_note
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import ExplorePage, NotePage
from hongshu.flows.publishing.services import edit_note, publish_note
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, anybody, member_of, viewer_of
from hongshu.surfaces.api.inputs import Cursor, IdInPath, Key, NoteEdit, NoteInput

router = Router(tags=["notes"])


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """A note's id, and its page."""

    id: Id
    url: str


@dataclass(frozen=True, slots=True)
class LikeState:
    """Whether you like it, and how many do."""

    is_liked: bool
    like_count: int


@dataclass(frozen=True, slots=True)
class Shares:
    """How many members shared it."""

    share_count: int


@dataclass(frozen=True, slots=True)
class EditedNote:
    """A note's id, and the version that it has now."""

    id: Id
    version: int


@router.get("/notes", auth=anybody, openapi_extra=gives(ExplorePage))
def list_notes(
    request: HttpRequest,
    channel: Annotated[str, Query("", max_length=40, description="Empty: all of them.")],
    order: Annotated[
        Literal["", "trending", "newest"],
        Query("", description="Of all channels: trending if empty. Of one they are the newest first."),
    ],
    cursor: Cursor,
) -> HttpResponse:
    """Notes of all channels or of one, with the view token for ``/behaviour/batches``.

    The answer's ``order`` belongs to its ``next_cursor``: send both.
    """
    return answer(queries.explore_page(viewer_of(request), channel=channel, cursor=cursor, order=order))


@router.post(
    "/notes",
    auth=MEMBERS,
    response={201: None},
    openapi_extra=gives(PublishedNote, status=201, text="Published, or published before with this key"),
)
def publish(request: HttpRequest, note: NoteInput, key: Key) -> HttpResponse:
    """Publish a note. Idempotent on the ``Idempotency-Key`` header."""
    note_id = publish_note(author_id=member_of(request), draft=note.draft(), key=key)
    made = PublishedNote(id=note_id, url=reverse("note", args=[note_id]))
    response = answer(made, status=201)
    response["Location"] = f"/api/v1/notes/{wire_form(note_id)}"
    return response


@router.get("/notes/{note_id}", auth=anybody, openapi_extra=gives(NotePage))
def get_note(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """A note with its products and other notes about them."""
    return answer(queries.note_page(viewer_of(request), note_id=parse_id(note_id)))


@router.put("/notes/{note_id}", auth=MEMBERS, openapi_extra=gives(EditedNote))
def edit(request: HttpRequest, note_id: IdInPath, note: NoteEdit) -> HttpResponse:
    """Change a note of your own. The same edit again changes nothing; when the note has another version than
    yours, ``note_changed`` (409) is answered and nothing is changed.
    """
    key = parse_id(note_id)
    version = edit_note(author_id=member_of(request), note_id=key, draft=note.draft(), version=note.version)
    return answer(EditedNote(id=key, version=version))


@router.delete("/notes/{note_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204))
def delete(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Delete a note of your own."""
    delete_note(author_id=member_of(request), note_id=parse_id(note_id))
    return HttpResponse(status=204)


@router.put("/notes/{note_id}/like", auth=MEMBERS, openapi_extra=gives(LikeState))
def like(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Like a note. Idempotent."""
    count = like_note(user_id=member_of(request), note_id=parse_id(note_id))
    return answer(LikeState(is_liked=True, like_count=count))


@router.delete("/notes/{note_id}/like", auth=MEMBERS, openapi_extra=gives(LikeState))
def unlike(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Take your like back. Idempotent."""
    count = unlike_note(user_id=member_of(request), note_id=parse_id(note_id))
    return answer(LikeState(is_liked=False, like_count=count))


@router.put("/notes/{note_id}/share", auth=MEMBERS, openapi_extra=gives(Shares))
def share(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Say that you shared a note. Counted once a member; not taken back. Idempotent."""
    return answer(Shares(share_count=share_note(user_id=member_of(request), note_id=parse_id(note_id))))
