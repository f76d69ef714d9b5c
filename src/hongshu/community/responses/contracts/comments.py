"""Comments: shapes, refusals and events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

COMMENT_MAX = 300
MENTIONS_MAX = 10
REPLIES_FOLDED = 3
REPLIES_A_PAGE = 30


class CommentSort(StrEnum):
    """The order of first-level comments. Replies always stand in the order in which they were written."""

    HOT = "hot"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """What a member wants to say. ``root_id`` is the first-level comment it hangs under, ``parent_id`` the
    comment of that thread it answers (the root itself when it is None).
    """

    body: str
    picture_id: Id | None = None
    root_id: Id | None = None
    parent_id: Id | None = None


@dataclass(frozen=True, slots=True)
class DatedComment:
    """A comment as of a moment in the past, for a world that has a history: known by (note, source key).

    ``root_key`` and ``parent_key`` are source keys of the same note's comments; empty for none.
    """

    source_key: str
    note_id: Id
    user_id: Id
    body: str
    created_at: datetime
    root_key: str = ""
    parent_key: str = ""
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as one person sees it: their own like counts at once.

    ``mention_ids`` has, for each ``@handle`` of the body in its order, whom it means, or None where it is
    only text (``rules.split_mentions``). Of a deleted root with replies everything that was said is gone.
    """

    id: Id
    note_id: Id
    user_id: Id
    body: str
    mention_ids: tuple[Id | None, ...]
    picture_id: Id | None
    root_id: Id | None
    parent_id: Id | None
    parent_user_id: Id | None
    like_count: int
    is_liked: bool
    reply_count: int
    is_pinned: bool
    is_deleted: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CommentThread:
    """A first-level comment with its first replies; ``next_cursor`` leads to the others, or is empty."""

    root: Comment
    replies: tuple[Comment, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class CommentSlice:
    """A page of threads, with how many comments the note has (as the viewer sees them), replies included."""

    threads: tuple[CommentThread, ...]
    next_cursor: str
    comment_count: int
    is_closed: bool


NO_COMMENTS = CommentSlice(threads=(), next_cursor="", comment_count=0, is_closed=False)


class CommentNotFound(NotFound):
    """No comment with that id, or none that this person may see."""

    code = "comment_not_found"


class CommentEmpty(DomainError):
    """A comment needs a text or a picture."""

    code = "comment_empty"


class CommentTooLong(DomainError):
    """Details: ``max``, ``length``."""

    code = "comment_too_long"


class CommentTooDeep(DomainError):
    """Comments have two levels: a reply cannot be the root of another thread."""

    code = "comment_too_deep"


class CommentsClosed(DomainError):
    """The note's author has closed its comments."""

    code = "comments_closed"
    kind = RefusalKind.FORBIDDEN


class CommentsNotTaken(DomainError):
    """The note's author does not take comments from this member (their settings)."""

    code = "comments_not_taken"
    kind = RefusalKind.FORBIDDEN


class CannotPinReply(DomainError):
    """Only a first-level comment can be pinned."""

    code = "cannot_pin_reply"


@dataclass(frozen=True)
class CommentPosted(DomainEvent):
    """A member commented on a note of ``author_id``; a reply answers ``parent_user_id``.

    ``mentioned_ids`` are those who let this member mention them, each once.
    """

    kind: ClassVar[str] = "responses.comment_posted"
    comment_id: Id
    note_id: Id
    author_id: Id
    user_id: Id
    parent_id: Id | None = None
    parent_user_id: Id | None = None
    mentioned_ids: tuple[Id, ...] = ()


@dataclass(frozen=True)
class CommentLiked(DomainEvent):
    """A member liked a comment of ``writer_id`` that they had not liked before this moment."""

    kind: ClassVar[str] = "responses.comment_liked"
    comment_id: Id
    note_id: Id
    writer_id: Id
    user_id: Id


@dataclass(frozen=True)
class CommentUnliked(DomainEvent):
    """A member took their like of a comment back."""

    kind: ClassVar[str] = "responses.comment_unliked"
    comment_id: Id
    writer_id: Id
    user_id: Id


@dataclass(frozen=True)
class CommentDeleted(DomainEvent):
    """A comment was deleted, by its writer or by the note's author (``actor_id``).

    ``concerned_ids`` are all who may have been told of it or of a like of it, each once.
    """

    kind: ClassVar[str] = "responses.comment_deleted"
    comment_id: Id
    note_id: Id
    user_id: Id
    actor_id: Id
    concerned_ids: tuple[Id, ...] = ()
