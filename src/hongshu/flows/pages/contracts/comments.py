"""Comments as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import MemberChip, PictureView
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text; with a ``handle`` it mentions that member, and ``text`` is "@" and their name."""

    text: str
    handle: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment. ``answers`` is whom a reply answers, None for the thread's root and for somebody hidden.

    Of a deleted comment (``is_deleted``) only its place is left. ``is_by_author``: the note's author wrote
    it.
    """

    id: Id
    root_id: Id
    member: MemberChip
    pieces: tuple[TextPiece, ...]
    language: str
    picture: PictureView | None
    answers: MemberChip | None
    like_count: int
    is_liked: bool
    is_by_author: bool
    is_own: bool
    is_pinned: bool
    is_deleted: bool
    may_delete: bool
    may_pin: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A first-level comment with its first replies; ``next_cursor`` leads to the others, or is empty."""

    root: CommentView
    replies: tuple[CommentView, ...]
    reply_count: int
    next_cursor: str


@dataclass(frozen=True, slots=True)
class CommentsView:
    """A page of a note's comments. ``comment_count`` is of all, replies included, as the viewer sees them.

    ``is_closed``: the author takes no more comments. ``may_close``: the viewer is the author.
    """

    note_id: Id
    threads: tuple[ThreadView, ...]
    next_cursor: str
    sort: str
    comment_count: int
    is_closed: bool
    may_close: bool


@dataclass(frozen=True, slots=True)
class RepliesView:
    """A page of a thread's replies."""

    note_id: Id
    root_id: Id
    replies: tuple[CommentView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread on a page of its own, with the note it stands under; ``answered`` is whom an answer is to."""

    note_id: Id
    note_title: str
    note_language: str
    thread: ThreadView
    answered: CommentView
    comment_count: int
    is_closed: bool
    may_close: bool
