"""Comments: reading, posting, deleting, liking, pinning, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.services import (
    close_comments,
    like_comment,
    pin_comment,
    unlike_comment,
    unpin_comment,
)
from hongshu.flows.commenting.services import delete_comment, post_comment
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import CommentsView, CommentView, RepliesView
from hongshu.kernel.ids import parse_id
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, anybody, member_of, viewer_of
from hongshu.surfaces.api.inputs import Cursor, IdInPath, Key, Text, WireId

router = Router(tags=["comments"])


class CommentInput(Schema):
    """A comment to be posted: a text, a picture, or both.

    A reply names the first-level comment it hangs under, and the comment of that thread which it answers.
    """

    body: Text = Field("", max_length=5000, description="At most 300 characters; @handle mentions a member.")
    picture_id: WireId | None = Field(None, description="A picture of yours from ``/pictures``.")
    root_id: WireId | None = None
    parent_id: WireId | None = Field(None, description="Empty: the root itself.")


@dataclass(frozen=True, slots=True)
class CommentLikes:
    """Whether you like it, and how many do."""

    is_liked: bool
    like_count: int


@router.get("/notes/{note_id}/comments", auth=anybody, openapi_extra=gives(CommentsView))
def list_comments(
    request: HttpRequest,
    note_id: IdInPath,
    cursor: Cursor,
    sort: Annotated[Literal["hot", "new"], Query("hot", description="Of first-level comments.")],
) -> HttpResponse:
    """A note's comments with the first replies of each; the pinned one stands first."""
    found = queries.comments_of_note(viewer_of(request), note_id=parse_id(note_id), sort=sort, cursor=cursor)
    return answer(found)


@router.post(
    "/notes/{note_id}/comments",
    auth=MEMBERS,
    response={201: None},
    openapi_extra=gives(CommentView, status=201, text="Posted, or posted before with this key"),
)
def post(request: HttpRequest, note_id: IdInPath, comment: CommentInput, key: Key) -> HttpResponse:
    """Comment on a note, or answer a comment. Idempotent on the ``Idempotency-Key`` header."""
    draft = CommentDraft(
        body=comment.body,
        picture_id=comment.picture_id,
        root_id=comment.root_id,
        parent_id=comment.parent_id,
    )
    comment_id = post_comment(user_id=member_of(request), note_id=parse_id(note_id), draft=draft, key=key)
    return answer(queries.comment_view(viewer_of(request), comment_id=comment_id), status=201)


@router.get("/comments/{comment_id}/replies", auth=anybody, openapi_extra=gives(RepliesView))
def list_replies(request: HttpRequest, comment_id: IdInPath, cursor: Cursor) -> HttpResponse:
    """A thread's replies, in the order in which they were written; thirty at a time."""
    return answer(
        queries.replies_of_comment(viewer_of(request), comment_id=parse_id(comment_id), cursor=cursor)
    )


@router.delete(
    "/comments/{comment_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def delete_one_comment(request: HttpRequest, comment_id: IdInPath) -> HttpResponse:
    """Delete a comment of your own, or one under your own note. Its replies stay."""
    delete_comment(user_id=member_of(request), comment_id=parse_id(comment_id))
    return HttpResponse(status=204)


@router.put("/comments/{comment_id}/like", auth=MEMBERS, openapi_extra=gives(CommentLikes))
def like_one_comment(request: HttpRequest, comment_id: IdInPath) -> HttpResponse:
    """Like a comment. Idempotent."""
    found = like_comment(user_id=member_of(request), comment_id=parse_id(comment_id))
    return answer(CommentLikes(is_liked=True, like_count=found.like_count))


@router.delete("/comments/{comment_id}/like", auth=MEMBERS, openapi_extra=gives(CommentLikes))
def unlike_one_comment(request: HttpRequest, comment_id: IdInPath) -> HttpResponse:
    """Take your like of a comment back. Idempotent."""
    found = unlike_comment(user_id=member_of(request), comment_id=parse_id(comment_id))
    return answer(CommentLikes(is_liked=False, like_count=found.like_count))


@router.put(
    "/comments/{comment_id}/pin", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def pin_one_comment(request: HttpRequest, comment_id: IdInPath) -> HttpResponse:
    """Put a comment first under your note; one that stood there goes back to its place. Idempotent."""
    pin_comment(user_id=member_of(request), comment_id=parse_id(comment_id))
    return HttpResponse(status=204)


@router.delete(
    "/comments/{comment_id}/pin", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def unpin_one_comment(request: HttpRequest, comment_id: IdInPath) -> HttpResponse:
    """Let a pinned comment go back to its place. Idempotent."""
    unpin_comment(user_id=member_of(request), comment_id=parse_id(comment_id))
    return HttpResponse(status=204)


@router.put(
    "/notes/{note_id}/comments/closed",
    auth=MEMBERS,
    response={204: None},
    openapi_extra=gives(None, status=204),
)
def close_comments_of_note(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Take no more comments under your note. What was said stays. Idempotent."""
    close_comments(user_id=member_of(request), note_id=parse_id(note_id), is_closed=True)
    return HttpResponse(status=204)


@router.delete(
    "/notes/{note_id}/comments/closed",
    auth=MEMBERS,
    response={204: None},
    openapi_extra=gives(None, status=204),
)
def open_comments_of_note(request: HttpRequest, note_id: IdInPath) -> HttpResponse:
    """Take comments under your note again. Idempotent."""
    close_comments(user_id=member_of(request), note_id=parse_id(note_id), is_closed=False)
    return HttpResponse(status=204)
