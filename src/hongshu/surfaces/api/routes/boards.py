"""Boards: collecting notes, arranging and sharing them; and what members like."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hongshu.community.members.contracts import ProfileNotFound
from hongshu.community.members.queries import find_by_handle
from hongshu.community.responses import services as responses
from hongshu.community.responses.contracts import CollectState
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import BoardPage, MemberBoards, MemberLikes
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, anybody, member_of, viewer_of
from hongshu.surfaces.api.inputs import Cursor, IdInPath, SlugInPath, Text, WireId

router = Router(tags=["boards"])


class BoardInput(Schema):
    """A new board."""

    title: Text = Field(max_length=200)
    is_private: bool = False


class BoardChange(BoardInput):
    """What a board is to be: all of it. ``cover_note_id`` is a note that is on it, or null for the first."""

    cover_note_id: WireId | None = None


class PlaceInput(Schema):
    """The note of the board beside which it shall stand: ``after`` it or ``before`` it; neither: in front."""

    after: WireId | None = None
    before: WireId | None = None


class EditorInput(Schema):
    """Whom to invite."""

    handle: Text = Field(max_length=40)


@dataclass(frozen=True, slots=True)
class MadeBoard:
    """A new board's id."""

    id: Id


@dataclass(frozen=True, slots=True)
class CollectAnswer:
    """Whether a board of yours has it, and how many members collected it."""

    is_collected: bool
    collect_count: int


@router.get("/members/{slug:handle}/boards", auth=anybody, openapi_extra=gives(MemberBoards))
def list_boards_of_member(request: HttpRequest, handle: SlugInPath) -> HttpResponse:
    """A member's boards; your own with the private ones, those you edit, and invitations."""
    return answer(queries.member_boards(viewer_of(request), handle=handle))


@router.get("/members/{slug:handle}/likes", auth=anybody, openapi_extra=gives(MemberLikes))
def list_likes_of_member(request: HttpRequest, handle: SlugInPath, cursor: Cursor) -> HttpResponse:
    """The notes a member likes, the last liked first, unless they hide them."""
    return answer(queries.member_likes(viewer_of(request), handle=handle, cursor=cursor))


@router.post("/boards", auth=MEMBERS, response={201: None}, openapi_extra=gives(MadeBoard, status=201))
def create_board(request: HttpRequest, board: BoardInput) -> HttpResponse:
    """Make a board. A second one of the same title is refused."""
    board_id = responses.create_board(
        user_id=member_of(request), title=board.title, is_private=board.is_private
    )
    response = answer(MadeBoard(id=board_id), status=201)
    response["Location"] = f"/api/v1/boards/{wire_form(board_id)}"
    return response


@router.get("/boards/{board_id}", auth=anybody, openapi_extra=gives(BoardPage))
def get_board(request: HttpRequest, board_id: IdInPath, cursor: Cursor) -> HttpResponse:
    """A board with a page of its notes, in its order."""
    return answer(queries.board_page(viewer_of(request), board_id=parse_id(board_id), cursor=cursor))


@router.put("/boards/{board_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204))
def change_board(request: HttpRequest, board_id: IdInPath, board: BoardChange) -> HttpResponse:
    """Change a board of your own."""
    responses.change_board(
        user_id=member_of(request),
        board_id=parse_id(board_id),
        title=board.title,
        is_private=board.is_private,
        cover_note_id=board.cover_note_id,
    )
    return HttpResponse(status=204)


@router.delete(
    "/boards/{board_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def delete_board(request: HttpRequest, board_id: IdInPath) -> HttpResponse:
    """Delete a board of your own; its notes are collected no more unless another board has them."""
    responses.delete_board(user_id=member_of(request), board_id=parse_id(board_id))
    return HttpResponse(status=204)


@router.put("/notes/{note_id}/collect", auth=MEMBERS, openapi_extra=gives(CollectAnswer))
def collect(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Collect a note into your default board. Idempotent."""
    return _state(responses.collect_note(user_id=member_of(request), note_id=parse_id(note_id)))


@router.delete("/notes/{note_id}/collect", auth=MEMBERS, openapi_extra=gives(CollectAnswer))
def uncollect(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Take a note off all your boards. Idempotent."""
    return _state(responses.uncollect_note(user_id=member_of(request), note_id=parse_id(note_id)))


@router.put("/boards/{board_id}/notes/{note_id}", auth=MEMBERS, openapi_extra=gives(CollectAnswer))
def put_on_board(request: HttpRequest, board_id: IdInPath, note_id: IdInPath) -> HttpResponse:
    """Put a note on a board that you may edit. Idempotent."""
    return _state(
        responses.collect_note(
            user_id=member_of(request), note_id=parse_id(note_id), board_id=parse_id(board_id)
        )
    )


@router.delete("/boards/{board_id}/notes/{note_id}", auth=MEMBERS, openapi_extra=gives(CollectAnswer))
def take_off_board(request: HttpRequest, board_id: IdInPath, note_id: IdInPath) -> HttpResponse:
    """Take a note off a board that you may edit. Idempotent."""
    return _state(
        responses.uncollect_note(
            user_id=member_of(request), note_id=parse_id(note_id), board_id=parse_id(board_id)
        )
    )


@router.put(
    "/boards/{board_id}/notes/{note_id}/place",
    auth=MEMBERS,
    response={204: None},
    openapi_extra=gives(None, status=204),
)
def order_on_board(
    request: HttpRequest, board_id: IdInPath, note_id: IdInPath, place: PlaceInput
) -> HttpResponse:
    """Give a note another place on a board that you may edit. Idempotent."""
    responses.order_note(
        user_id=member_of(request),
        board_id=parse_id(board_id),
        note_id=parse_id(note_id),
        after_id=place.after,
        before_id=place.before,
    )
    return HttpResponse(status=204)


@router.post(
    "/boards/{board_id}/editors", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def invite_editor(request: HttpRequest, board_id: IdInPath, editor: EditorInput) -> HttpResponse:
    """Invite a member to edit a board of your own. Idempotent."""
    responses.invite_editor(
        user_id=member_of(request), board_id=parse_id(board_id), editor_id=_member_id(editor.handle)
    )
    return HttpResponse(status=204)


@router.delete(
    "/boards/{board_id}/editors/{slug:handle}",
    auth=MEMBERS,
    response={204: None},
    openapi_extra=gives(None, status=204),
)
def remove_editor(request: HttpRequest, board_id: IdInPath, handle: SlugInPath) -> HttpResponse:
    """Let an editor go, or leave a board yourself. Idempotent."""
    responses.remove_editor(
        user_id=member_of(request), board_id=parse_id(board_id), editor_id=_member_id(handle)
    )
    return HttpResponse(status=204)


@router.put(
    "/boards/{board_id}/invitation",
    auth=MEMBERS,
    response={204: None},
    openapi_extra=gives(None, status=204),
)
def accept_invitation(request: HttpRequest, board_id: IdInPath) -> HttpResponse:
    """Accept an invitation to edit a board."""
    responses.answer_invitation(user_id=member_of(request), board_id=parse_id(board_id), is_accepted=True)
    return HttpResponse(status=204)


@router.delete(
    "/boards/{board_id}/invitation",
    auth=MEMBERS,
    response={204: None},
    openapi_extra=gives(None, status=204),
)
def decline_invitation(request: HttpRequest, board_id: IdInPath) -> HttpResponse:
    """Decline an invitation to edit a board."""
    responses.answer_invitation(user_id=member_of(request), board_id=parse_id(board_id), is_accepted=False)
    return HttpResponse(status=204)


def _state(state: CollectState) -> HttpResponse:
    return answer(CollectAnswer(is_collected=state.is_collected, collect_count=state.count))


def _member_id(handle: str) -> Id:
    profile = find_by_handle(handle)
    if profile is None:
        raise ProfileNotFound(field="handle")
    return profile.user_id
